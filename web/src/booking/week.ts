/** Free times for who would rather look: a week as the server says it, and what is seen of it. */
import { post } from '../platform/http'
import type { BookingView, DayPrice, Label, PetTime, PetWish } from '../platform/types'

export interface FreeTime {
  start_ms: number
  end_ms: number
  groomer: { id: string; name: string; is_last: boolean } | null
  /** Whose turn is when, of several pets. */
  pets?: PetTime[]
}

export interface FreeDay {
  date: string
  state: 'open' | 'full' | 'closed' | 'barred' | 'none' | 'past' | 'beyond'
  why: Label | null
  times: FreeTime[]
  /** What it costs that day; null: what it costs in the week. */
  price: DayPrice | null
}

/** From Monday to Sunday; `before` and `after` are the Mondays beside it, null where nothing can be booked. */
export interface WeekView {
  days: FreeDay[]
  before: string | null
  after: string | null
  /** As listed. */
  lines: BookingView['lines']
  total_cents: number
  /** What the booking costs now that would be moved; null: none would be. */
  agreed_cents: number | null
  /** Of a stay for how many, 0 for a day: then a start is the day on which it begins. Null or none: a visit. */
  nights?: number | null
}

/** What free times are looked at for: as a card of offers names it, and where it stands. */
export interface Looked {
  pets: PetWish[]
  groomer_id?: string | null
  moving?: string | null
  c?: string
}

export type DayPart = 'morning' | 'afternoon' | 'evening'
export const DAY_PARTS: readonly DayPart[] = ['morning', 'afternoon', 'evening']

export function askWeek({ pets, groomer_id = null, moving = null, c = '' }: Looked, day: string): Promise<WeekView> {
  const [first, ...also] = pets
  return post<WeekView>('/api/times/week', { ...first, also, groomer_id, moving, c, day })
}

/** What a tap on a time says in the chat: that very moment, which nobody has offered one by one. */
export const momentOf = (time: { start_ms: number }): string => `at:${time.start_ms}`

/** The moment that such a choice names; null for any other. */
export const momentIn = (choice: string | null): number | null => (choice && /^at:\d+$/.test(choice) ? Number(choice.slice(3)) : null)

/** Times of one part of the day stand together; `hourOf` is on the shop's clock. */
export function partsOf<T extends { start_ms: number }>(times: readonly T[], hourOf: (ms: number) => number): { part: DayPart; times: T[] }[] {
  const found: Record<DayPart, T[]> = { morning: [], afternoon: [], evening: [] }
  for (const one of times) {
    const hour = hourOf(one.start_ms)
    found[hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening'].push(one)
  }
  return DAY_PARTS.filter((part) => found[part].length).map((part) => ({ part, times: found[part] }))
}

/** How many are free in each part of a day, none as well. */
export function countsOf(day: FreeDay, hourOf: (ms: number) => number): { part: DayPart; n: number }[] {
  const parts = partsOf(day.times, hourOf)
  return DAY_PARTS.map((part) => ({ part, n: parts.find((one) => one.part === part)?.times.length ?? 0 }))
}

/** Days that may be looked at: what is over is nobody's any more. */
export const daysAhead = (week: WeekView): FreeDay[] => week.days.filter((one) => one.state !== 'past')

/** The day before or after in a week, or the week in which it is; nothing where nothing can be booked. */
export function beside(week: WeekView, date: string, way: -1 | 1): { day: string; inWeek: boolean } | null {
  const near = week.days.filter((one) => one.state !== 'past' && one.state !== 'beyond')
  const next = near[near.findIndex((one) => one.date === date) + way]
  if (next && near.some((one) => one.date === date)) return { day: next.date, inWeek: true }
  const monday = way > 0 ? week.after : week.before
  if (!monday) return null
  return { day: way > 0 ? monday : dayBefore(week.days[0]!.date), inWeek: false }
}

const dayBefore = (iso: string): string => new Date(Date.parse(`${iso}T12:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
