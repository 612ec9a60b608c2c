/** What a shop says of its rides: one row for windows that differ in their weekday alone. */
import { lang } from '../platform/i18n'
import { money } from '../platform/format'
import type { Way } from '../booking/rides'
import { clockOf, minuteOf } from './roster'

export interface RideWindowRule {
  weekday: number
  way: Way
  from_min: number
  to_min: number
  stops: number
}

export interface RideZoneRule {
  code: string
  name: string
  name_en: string
  price_cents: number
}

export interface RideRulesValue {
  zones: RideZoneRule[]
  windows: RideWindowRule[]
  margin_min: number
}

export interface RideRow {
  way: Way
  from: string
  to: string
  stops: number
  weekdays: number[]
}

export function rideRowsOf(windows: readonly RideWindowRule[]): RideRow[] {
  const rows: RideRow[] = []
  const inOrder = [...windows].sort((one, other) => one.way.localeCompare(other.way) || one.from_min - other.from_min || one.weekday - other.weekday)
  for (const { weekday, way, from_min, to_min, stops } of inOrder) {
    const [from, to] = [clockOf(from_min), clockOf(to_min)]
    const same = rows.find((one) => one.way === way && one.from === from && one.to === to && one.stops === stops && !one.weekdays.includes(weekday))
    if (same) same.weekdays.push(weekday)
    else rows.push({ way, from, to, stops, weekdays: [weekday] })
  }
  return rows
}

/** A row without weekdays is nothing. */
export const windowsOfRows = (rows: readonly RideRow[]): RideWindowRule[] =>
  rows.flatMap(({ way, from, to, stops, weekdays }) =>
    weekdays.map((weekday) => ({ weekday, way, from_min: minuteOf(from), to_min: minuteOf(to, true), stops })),
  )

/** A row more of a way: in the morning to the shop, in the evening home. */
export const newRow = (way: Way, open: readonly number[]): RideRow =>
  way === 'fetch' ? { way, from: '09:00', to: '11:00', stops: 4, weekdays: [...open] } : { way, from: '17:00', to: '19:00', stops: 4, weekdays: [...open] }

/** A code that no other zone has; nobody reads it. */
export function newZone(zones: readonly RideZoneRule[]): RideZoneRule {
  let n = zones.length + 1
  while (zones.some((one) => one.code === `z${n}`)) n++
  return { code: `z${n}`, name: '', name_en: '', price_cents: 2000 }
}

/** What the rides come to for somebody. */
export function ridesExample(value: RideRulesValue): string {
  const zone = value.zones.find((one) => one.name && Number.isFinite(one.price_cents))
  const window = value.windows.find((one) => one.way === 'fetch' && Number.isFinite(one.to_min)) ?? value.windows[0]
  const isEnglish = lang.value === 'en'
  if (!zone || !window || !Number.isFinite(window.from_min + window.to_min)) {
    return isEnglish ? 'Without a zone and a window nobody is driven.' : '至少写一片和一个时间，才有接送。'
  }
  const stretch = `${clockOf(window.from_min)}–${clockOf(window.to_min)}`
  if (window.way === 'home') {
    return isEnglish
      ? `${zone.name_en || zone.name}: ${money(zone.price_cents)} a way. Home ${stretch} is for pets that are ready by ${clockOf(window.from_min)}.`
      : `${zone.name}每趟 ${money(zone.price_cents)}；${stretch} 送回的，要在 ${clockOf(window.from_min)} 前做好。`
  }
  const first = clockOf(Math.min(window.to_min + (Number.isFinite(value.margin_min) ? value.margin_min : 0), 1435))
  return isEnglish
    ? `${zone.name_en || zone.name}: ${money(zone.price_cents)} a way. Fetched ${stretch}, a visit can begin at ${first} or later.`
    : `${zone.name}每趟 ${money(zone.price_cents)}；${stretch} 来接的，最早 ${first} 开始做。`
}
