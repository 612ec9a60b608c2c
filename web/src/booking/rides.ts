/** Being fetched and brought home: which windows there are, what is chosen, what it comes to. */
import type { Label } from '../platform/types'

export type Way = 'fetch' | 'home'
export const WAYS: Way[] = ['fetch', 'home']

export interface RideWindow {
  start_ms: number
  end_ms: number
  left: number
  /** Why nobody can be driven then; null when somebody can. */
  why: Label | null
}

export interface RideChoices {
  fetch: RideWindow[]
  home: RideWindow[]
  zones: { code: string; name: Label; price_cents: number }[]
  chosen: { way: Way; start_ms: number; end_ms: number; zone: string; address: string; price_cents: number; is_done: boolean }[]
  /** Where the owner was driven the last time. */
  kept: { zone: string; address: string } | null
  /** The price without any ride; null when it is not asked. */
  base_cents: number | null
  version: number
}

export interface RideWish {
  way: Way
  start_ms: number
  zone: string
  address: string
}

/** What is being filled in: one place for both ways, and a window for each, null for none. */
export interface Ordered {
  zone: string
  address: string
  starts: Record<Way, number | null>
}

/** As it is now; who is driven for the first time begins with where they were the last time, or the only zone. */
export function orderedOf(choices: RideChoices): Ordered {
  const start = (way: Way): number | null => choices.chosen.find((one) => one.way === way)?.start_ms ?? null
  const place = choices.chosen[0] ?? choices.kept
  const known = choices.zones.find((one) => one.code === place?.zone) ?? (choices.zones.length === 1 ? choices.zones[0] : undefined)
  return { zone: known?.code ?? '', address: place?.address ?? '', starts: { fetch: start('fetch'), home: start('home') } }
}

export const isAny = (order: Ordered): boolean => WAYS.some((way) => order.starts[way] !== null)
/** Nobody is driven to nowhere. */
export const isWhole = (order: Ordered): boolean => !isAny(order) || (!!order.zone && !!order.address.trim())

export const wishesOf = (order: Ordered): RideWish[] =>
  WAYS.flatMap((way) => (order.starts[way] === null ? [] : [{ way, start_ms: order.starts[way], zone: order.zone, address: order.address.trim() }]))

/** What the rides come to; one that stays as it was keeps its price. */
export function centsOf(order: Ordered, choices: RideChoices): number {
  const listed = choices.zones.find((one) => one.code === order.zone)?.price_cents ?? 0
  return wishesOf(order).reduce((sum, wish) => {
    const old = choices.chosen.find((one) => one.way === wish.way)
    const isSame = old && old.start_ms === wish.start_ms && old.zone === wish.zone && old.address === wish.address
    return sum + (isSame ? old.price_cents : listed)
  }, 0)
}

/** The windows of a way as they are shown: the chosen one as well when the shop no longer has it. */
export function windowsOf(choices: RideChoices, way: Way): RideWindow[] {
  const chosen = choices.chosen.find((one) => one.way === way)
  const isThere = !chosen || choices[way].some((one) => one.start_ms === chosen.start_ms)
  const all = isThere ? choices[way] : [...choices[way], { start_ms: chosen.start_ms, end_ms: chosen.end_ms, left: 1, why: null }]
  return [...all].sort((one, other) => one.start_ms - other.start_ms)
}
