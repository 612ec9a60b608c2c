/** Days on which services cost more or less, as the server says it. */
import { dated, daysSpan, money } from '../platform/format'
import { lang, listed, say } from '../platform/i18n'
import type { Label } from '../platform/types'

export interface Season {
  id: string
  name: Label
  first: string
  last: string
  percent: number
  /** None: every day. */
  weekdays: number[]
  /** None: everything. */
  services: string[]
  is_over: boolean
}

export interface ListedService {
  code: string
  name: Label
  is_extra: boolean
  sold_by: 'visit' | 'night' | 'day'
  /** One of its prices, and for which pets; null: it has none. */
  pet: Label | null
  price_cents: number | null
}

export interface SeasonsView {
  seasons: Season[]
  services: ListedService[]
  least_percent: number
  most_percent: number
}

/** What one of them costs then; the line of a season is in whole yuan, half of one away from nothing. */
export function seasonal(cents: number, percent: number): number {
  const yuan = Math.round(Math.abs(cents * percent) / 10_000)
  return cents + Math.sign(percent) * yuan * 100
}

/** +20%, −10% */
export const signed = (percent: number): string => `${percent < 0 ? '−' : '+'}${Math.abs(percent)}%`

/** 2027年2月6日–20日 · 6–20 Feb 2027: such days may lie in another year. */
export function yearSpan(first: string, last: string): string {
  const [from, to] = [first.slice(0, 4), last.slice(0, 4)]
  const of = (days: string, year: string): string => (lang.value === 'en' ? `${days} ${year}` : `${year}年${days}`)
  return from === to ? of(daysSpan(first, last), from) : `${of(dated(first), from)}–${of(dated(last), to)}`
}

export const namesOf = (codes: readonly string[], services: readonly ListedService[]): string =>
  listed(services.filter((one) => codes.includes(one.code)).map((one) => say(one.name)))

/** The first main service that it is for, with what it costs then: 基础洗护（狗 · 小型）¥88 → ¥106. Nothing without a price. */
export function exampleOf(codes: readonly string[], percent: number, services: readonly ListedService[]): string {
  const priced = services.filter((one) => one.price_cents && (!codes.length || codes.includes(one.code)))
  const one = priced.find((each) => !each.is_extra) ?? priced[0]
  if (!one || !one.price_cents) return ''
  const pet = lang.value === 'en' ? ` (${say(one.pet)})` : `（${say(one.pet)}）`
  return `${say(one.name)}${pet} ${money(one.price_cents)}\u00a0→\u00a0${money(seasonal(one.price_cents, percent))}`.replace('） ', '）')
}
