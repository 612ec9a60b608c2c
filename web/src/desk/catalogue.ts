/** What the shop sells as the server says it, and a service's prices as a table: sizes down, kinds of pets across. */
import { money } from '../platform/format'
import { listed, say } from '../platform/i18n'
import type { Label } from '../platform/types'
import { COATS } from './pets'

export interface Step {
  kind: string
  station: string | null
  weight: number
}

/** For which pets; null is every value. */
export interface For {
  species: string | null
  size: string | null
  coat: string | null
}

export interface Price extends For {
  minutes: number
  price_cents: number
}

export interface Charge extends Price {
  label: Label
}

export interface Service {
  code: string
  name: Label
  species: string[]
  steps: Step[]
  skills: string[]
  labels: string[]
  includes: string[]
  is_extra: boolean
  is_bookable: boolean
  max_quantity: number
  prices: Price[]
  charges: Charge[]
  is_undone: boolean
  lacks: string[]
  unpriced: string[]
  /** Minutes that whoever does it is kept free before and after; 0 is none. */
  before_min: number
  after_min: number
  /** What is counted: a visit, each night of a stay, or a day. */
  sold_by: SoldBy
}

export type SoldBy = 'visit' | 'night' | 'day'

export interface Kind {
  code: string
  name: Label
}

export interface CatalogueView {
  services: Service[]
  species: Kind[]
  sizes: Kind[]
  coats: Kind[]
  skills: string[]
  labels: string[]
  places: string[]
  steps: string[]
}

export const kindName = (kinds: readonly Kind[], code: string): string => say(kinds.find((one) => one.code === code)?.name) || code

/** A pet's kind in words: 狗 · 长毛. Nothing named says `every`. */
export function petName(view: CatalogueView, one: Partial<For>, every: string): string {
  const parts = [one.species && kindName(view.species, one.species), one.size && kindName(view.sizes, one.size), one.coat && kindName(view.coats, one.coat)]
  return parts.filter(Boolean).join(' · ') || every
}

/** What the server can be told of a service: everything but what it says of it by itself. */
export const saidOf = (one: Service): Record<string, unknown> => ({
  name: one.name.zh,
  name_en: one.name.en,
  species: one.species,
  steps: one.steps,
  skills: one.skills,
  labels: one.labels,
  includes: one.includes,
  is_extra: one.is_extra,
  is_bookable: one.is_bookable,
  max_quantity: one.max_quantity,
  before_min: one.before_min,
  after_min: one.after_min,
  sold_by: one.sold_by,
})

// The table

/** An empty field of a form is ''. */
export type Field = number | ''

export interface Cell {
  minutes: Field
  yuan: Field
}

export interface Column {
  species: string | null
  coat: string | null
}

export interface Table {
  columns: Column[]
  /** Shown rows; null is every size. */
  rows: (string | null)[]
  cells: Record<string, Cell>
}

export const columnKey = (one: Column): string => `${one.species ?? '*'}/${one.coat ?? '*'}`
const keyOf = (column: Column, size: string | null): string => `${columnKey(column)}/${size ?? '*'}`

export function cellAt(table: Table, column: Column, size: string | null): Cell {
  return (table.cells[keyOf(column, size)] ??= { minutes: '', yuan: '' })
}

/** Where nothing is priced yet there is a column for each species, or one for all. */
export function tableOf(one: Service, sizes: readonly string[]): Table {
  const table: Table = { columns: [], rows: [], cells: {} }
  for (const price of one.prices) {
    addColumn(table, { species: price.species, coat: price.coat })
    table.cells[keyOf(price, price.size)] = { minutes: price.minutes, yuan: price.price_cents / 100 }
  }
  if (!table.columns.length) addColumn(table, { species: one.species.length === 1 ? one.species[0]! : null, coat: null })
  const isSized = one.prices.some((price) => price.size !== null)
  const isFlat = !isSized || one.prices.some((price) => price.size === null)
  table.rows = [...(isFlat ? [null] : []), ...(isSized ? sizes : [])]
  for (const column of table.columns) for (const size of table.rows) cellAt(table, column, size)
  return table
}

export function addColumn(table: Table, column: Column): void {
  if (table.columns.some((one) => columnKey(one) === columnKey(column))) return
  table.columns.push({ species: column.species, coat: column.coat })
  for (const size of table.rows) cellAt(table, column, size)
}

export function dropColumn(table: Table, column: Column): void {
  table.columns = table.columns.filter((one) => columnKey(one) !== columnKey(column))
}

const cents = (yuan: Field): number => Math.round(Number(yuan) * 100)

/** The filled cells, row by row. */
export function pricesOf(table: Table): Price[] {
  return table.rows.flatMap((size) =>
    table.columns.flatMap(({ species, coat }) => {
      const cell = cellAt(table, { species, coat }, size)
      if (cell.minutes === '' && cell.yuan === '') return []
      return [{ species, size, coat, minutes: Number(cell.minutes), price_cents: cents(cell.yuan) }]
    }),
  )
}

/** Columns that the table could have besides: each species of the service with each coat. */
export function columnsToAdd(table: Table, one: Service, coats: readonly string[]): Column[] {
  const species = [...(one.species.length > 1 ? [null] : []), ...one.species]
  const all = species.flatMap((who) => [null, ...coats.filter((coat) => !who || COATS_OF[who]?.includes(coat))].map((coat) => ({ species: who, coat })))
  const taken = new Set(table.columns.map(columnKey))
  return all.filter((column) => !taken.has(columnKey(column)))
}

/** Other kinds of pets than dogs and cats have every coat here. */
const COATS_OF: Record<string, readonly string[] | undefined> = { dog: COATS.dog, cat: COATS.cat }
export const coatsOf = (species: string | null, coats: readonly Kind[]): Kind[] =>
  coats.filter((one) => !species || !COATS_OF[species] || COATS_OF[species]!.includes(one.code))

// Extra charges as a form

export interface ChargeForm extends For {
  id: number
  label: string
  labelEn: string
  minutes: Field
  yuan: Field
}

let lastId = 0
export const newId = (): number => ++lastId

export const chargeForm = (one?: Charge): ChargeForm => ({
  id: newId(),
  species: one?.species ?? null,
  size: one?.size ?? null,
  coat: one?.coat ?? null,
  label: one?.label.zh ?? '',
  labelEn: one && one.label.en !== one.label.zh ? one.label.en : '',
  minutes: one?.minutes ?? 0,
  yuan: one ? one.price_cents / 100 : '',
})

export const chargeOf = (one: ChargeForm): Charge => ({
  species: one.species,
  size: one.size,
  coat: one.coat,
  minutes: Number(one.minutes),
  price_cents: cents(one.yuan),
  label: { zh: one.label, en: one.labelEn },
})

// In a line

const range = (values: number[], write: (n: number) => string): string => {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  return least === most ? write(least) : `${write(least)}–${write(most).replace('¥', '')}`
}

/** ¥88–268 · 60–150 分钟; nothing when it has no price. */
export function summaryOf(one: Service, minutesWord: string): string {
  if (!one.prices.length) return ''
  const prices = range(one.prices.map((each) => each.price_cents), money)
  const longest = Math.max(...one.prices.map((each) => each.minutes))
  return longest ? `${prices} · ${range(one.prices.map((each) => each.minutes), String)} ${minutesWord}` : prices
}

/** The share of a visit that each step takes, in whole percent. */
export function shares(steps: readonly { weight: Field }[]): number[] {
  const whole = steps.reduce((sum, one) => sum + Number(one.weight), 0)
  return steps.map((one) => (whole ? Math.round((Number(one.weight) * 100) / whole) : 0))
}

const NAMES: Record<string, Label> = {
  check: { zh: '检查', en: 'Check-in' },
  brush: { zh: '洗前梳理', en: 'Brushing' },
  settle: { zh: '安静适应', en: 'Settling' },
  'step-bath': { zh: '洗澡', en: 'Bath' },
  dry: { zh: '吹干', en: 'Drying' },
  rest: { zh: '休息', en: 'Rest' },
  'step-style': { zh: '造型', en: 'Styling' },
  final: { zh: '收尾检查', en: 'Final check' },
}
/** What the shop calls a step; washing and styling are skills as well, under other names. */
export const stepName = (kind: string): string => say(NAMES[`step-${kind}`] ?? NAMES[kind]) || kind

const LABELS: Record<string, Label> = {
  bath: { zh: '洗澡', en: 'Bath' },
  spa: { zh: '精洗、SPA', en: 'Spa' },
  groom: { zh: '美容', en: 'Groom' },
  shave: { zh: '剃毛', en: 'Shave' },
  tidy: { zh: '局修', en: 'Tidy' },
  nail: { zh: '指甲', en: 'Nails' },
  ear: { zh: '耳朵', en: 'Ears' },
  paw: { zh: '脚底毛', en: 'Paws' },
  anal_gland: { zh: '肛门腺', en: 'Anal glands' },
  teeth: { zh: '刷牙', en: 'Teeth' },
  medicated_bath: { zh: '药浴', en: 'Medicated bath' },
  deshed: { zh: '去底毛', en: 'De-shed' },
  demat: { zh: '开结', en: 'De-mat' },
  pickup: { zh: '接送', en: 'Pick-up' },
  boarding: { zh: '寄养', en: 'Boarding' },
  daycare: { zh: '日托', en: 'Day care' },
}
export const labelName = (label: string): string => (LABELS[label] ? say(LABELS[label]) : label)
/** The usual words first, in their usual order; the shop's own after them. */
export function byLabel(a: string, b: string): number {
  const [at, to] = [a, b].map((one) => Object.keys(LABELS).indexOf(one) + 1 || Infinity) as [number, number]
  return at === to ? a.localeCompare(b) : at - to
}
export const namesOf = (codes: readonly string[], name: (code: string) => string): string => listed(codes.map(name))
