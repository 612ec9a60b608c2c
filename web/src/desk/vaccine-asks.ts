/** Which vaccines the services ask for: a row for each service and species, whether or not it asks for anything. */
import type { Label } from '../platform/types'
import type { AskedVaccine, VaccineAsk } from './policies'

export type Level = 'none' | 'said' | 'must'

export interface AskRow {
  service: string
  species: string
  name: Label
  level: Level
  /** The vaccines of such a pet, each with whether it is asked for. */
  vaccines: { code: string; name: Label; isOn: boolean }[]
}

interface Sold {
  code: string
  name: Label
  species: string[]
  is_extra: boolean
}

const same = (one: VaccineAsk, service: string, species: string): boolean => one.service === service && one.species === species

/** What goes with a bath asks for what the bath asks; it has a row only if it asks for something itself. */
export function rowsOf(asks: readonly VaccineAsk[], services: readonly Sold[], vaccines: readonly AskedVaccine[]): AskRow[] {
  const rows: AskRow[] = []
  for (const { code, name, species, is_extra } of services) {
    for (const kind of species) {
      const its = vaccines.filter((one) => one.species.includes(kind))
      const ask = asks.find((one) => same(one, code, kind))
      if (!its.length || (is_extra && !ask)) continue
      rows.push({
        service: code, species: kind, name, level: !ask?.vaccines.length ? 'none' : ask.is_must ? 'must' : 'said',
        vaccines: its.map((one) => ({ code: one.code, name: one.name, isOn: ask?.vaccines.includes(one.code) ?? false })),
      })
    }
  }
  return rows
}

/** The asks with one row changed. Who begins to ask asks for everything that such a pet gets. */
export function withLevel(asks: readonly VaccineAsk[], row: AskRow, level: Level): VaccineAsk[] {
  const others = asks.filter((one) => !same(one, row.service, row.species))
  if (level === 'none') return others
  const known = row.vaccines.filter((one) => one.isOn)
  const vaccines = (known.length ? known : row.vaccines).map((one) => one.code)
  return [...others, { service: row.service, species: row.species, vaccines, is_must: level === 'must' }]
}

/** One vaccine more or less; without any the service asks for nothing. */
export function withVaccine(asks: readonly VaccineAsk[], row: AskRow, code: string): VaccineAsk[] {
  const vaccines = row.vaccines.filter((one) => (one.code === code ? !one.isOn : one.isOn)).map((one) => one.code)
  const others = asks.filter((one) => !same(one, row.service, row.species))
  return vaccines.length ? [...others, { service: row.service, species: row.species, vaccines, is_must: row.level === 'must' }] : others
}
