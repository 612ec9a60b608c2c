/** Dates, times and money, the one way they are written: always with weekday and date where it matters. */
import { lang } from './i18n'

let zone = 'Asia/Shanghai'

/** All times are the shop's, wherever the phone is. */
export function setZone(wanted: string): void {
  zone = wanted
}

const part = (ms: number, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(lang.value === 'en' ? 'en-GB' : 'zh-CN', { timeZone: zone, ...options }).format(ms)

/** 15:00 */
export const clock = (ms: number): string => part(ms, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

/** 11月24日 周二 · Tue 24 Nov */
export function day(ms: number): string {
  if (lang.value === 'en') return part(ms, { weekday: 'short', day: 'numeric', month: 'short' }).replace(',', '')
  return `${part(ms, { month: 'numeric', day: 'numeric' }).replace('/', '月')}日 ${part(ms, { weekday: 'short' })}`
}

/** 11月24日 周二 15:00–17:00 · Tue 24 Nov, 15:00–17:00; over a night each end has its day. */
export function span(startMs: number, endMs: number): string {
  const comma = lang.value === 'en' ? ',' : ''
  if (isoDay(startMs) !== isoDay(endMs)) return `${day(startMs)}${comma} ${clock(startMs)} – ${day(endMs)}${comma} ${clock(endMs)}`
  return `${day(startMs)}${comma} ${clock(startMs)}–${clock(endMs)}`
}

/** The day after the shop's clock, as 2026-11-24. */
export const isoDay = (ms: number): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(ms)

/** Noon UTC of a calendar day: for writing its weekday and number, nothing else. */
export const noonOf = (iso: string): number => Date.parse(`${iso}T12:00:00Z`)

/** Formats a calendar day without any zone in play. */
export const ofDay = (iso: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(lang.value === 'en' ? 'en-GB' : 'zh-CN', { timeZone: 'UTC', ...options }).format(noonOf(iso))

/** A calendar day, without any zone in play: 11月24日 · 24 Nov */
export const dated = (iso: string): string =>
  lang.value === 'en' ? ofDay(iso, { day: 'numeric', month: 'short' }) : `${ofDay(iso, { month: 'numeric', day: 'numeric' }).replace('/', '月')}日`

/** The same with its weekday: 11月24日 周二 · Tue 24 Nov */
export function shortDay(iso: string): string {
  const weekday = ofDay(iso, { weekday: 'short' })
  return lang.value === 'en' ? `${weekday} ${dated(iso)}` : `${dated(iso)} ${weekday}`
}

/** 11月23日–29日 · 23–29 Nov · 11月30日–12月6日 · 30 Nov–6 Dec */
export function daysSpan(first: string, last: string): string {
  const number = (iso: string): number => Number(iso.slice(8))
  if (first === last) return dated(first)
  if (first.slice(0, 7) !== last.slice(0, 7)) return `${dated(first)}–${dated(last)}`
  return lang.value === 'en' ? `${number(first)}–${dated(last)}` : `${dated(first)}–${number(last)}日`
}

/** The hour of the shop's clock. */
export const hourOf = (ms: number): number => Number(clock(ms).slice(0, 2))

/** ¥268 · −¥9 */
export function money(cents: number): string {
  const yuan = Math.abs(cents) / 100
  return `${cents < 0 ? '−' : ''}¥${cents % 100 ? yuan.toFixed(2) : yuan}`
}

/** 9:41 */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
