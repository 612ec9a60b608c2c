/** A pet's vaccinations, as the server tells them. Days are the shop's, as 2026-11-24. */
import type { Label } from '../platform/types'
import { ofDay } from '../platform/format'

export type VaccineStatus = 'missing' | 'expired' | 'expiring' | 'unverified' | 'verified'

export interface Vaccine {
  id: string
  kind: string
  name: Label
  given: string
  /** The last day on which it protects. */
  expires: string
  brand: string | null
  batch: string | null
  status: VaccineStatus
  verified: { by: string; at_ms: number } | null
}

export interface VaccinesView {
  pet_id: string
  today: string
  /** What such a pet gets; empty for what is neither dog nor cat. */
  kinds: { kind: string; name: Label; status: VaccineStatus }[]
  vaccines: Vaccine[]
  /** Days on which staff let the pet come all the same; an owner is shown none. */
  waivers: { day: string; reason: string; by: string; at_ms: number }[]
}

/** What the form holds; empty text is what is not known. */
export interface Draft {
  kind: string
  given: string
  expires: string
  brand: string
  batch: string
}

export const TONES: Record<VaccineStatus, string> = {
  missing: 't-gray',
  expired: 't-rose',
  expiring: 't-lemon',
  unverified: 't-sky',
  verified: 't-brand',
}

/** The same day of the next year; the 29th of February becomes the 28th. Empty for what is no day. */
export function yearAfter(day: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)
  if (!parts) return ''
  const last = parts[2] === '02' && parts[3] === '29' ? '28' : parts[3]!
  return `${String(Number(parts[1]) + 1).padStart(4, '0')}-${parts[2]}-${last}`
}

/** 2027年11月1日 · 1 Nov 2027 */
export const dated = (day: string): string => ofDay(day, { year: 'numeric', month: 'short', day: 'numeric' })

export const draftOf = (one: Vaccine): Draft => ({ kind: one.kind, given: one.given, expires: one.expires, brand: one.brand ?? '', batch: one.batch ?? '' })

/** As it is sent: what was not filled in is left to the server. */
export const sentOf = ({ kind, given, expires, brand, batch }: Draft): object => ({ kind, given, expires: expires || null, brand: brand.trim() || null, batch: batch.trim() || null })
