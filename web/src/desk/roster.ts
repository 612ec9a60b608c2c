/** Who works when and which places there are, as the server says it; minutes are of the shop's wall clock. */
import { say } from '../platform/i18n'
import type { Label, PetView } from '../platform/types'

export interface Shift {
  weekday: number
  start_min: number
  end_min: number
  break_start_min: number | null
  break_end_min: number | null
}

export interface ChangedDay {
  day: string
  shift: Shift | null
  reason: string
}

export interface Mate {
  account_id: string
  name: string
  title: Label
  skills: string[]
  shifts: Shift[]
  is_active: boolean
  /** The most in a day; null is any number, 0 none at all. */
  pets_a_day: number | null
  large_a_day: number | null
  /** Percent of the listed minutes: 120 is slower, 80 quicker. */
  pace_percent: number
  days: ChangedDay[]
}

export interface Closure {
  id: string
  start_ms: number
  end_ms: number
  reason: string
}

export interface Place {
  id: string
  kind: string
  name: Label
  sizes: string[]
  species: string[]
  buffer_min: number
  closures: Closure[]
}

export interface RosterView {
  people: Mate[]
  places: Place[]
  skills: string[]
  undone: Label[]
}

export interface Trouble {
  booking_id: string
  c: string
  day: string
  starts_ms: number
  ends_ms: number
  pet: PetView | null
  services: Label
  groomer_name: string
  why: Label
}

export interface Opening {
  weekday: number
  opens_min: number
  closes_min: number
}

export interface HoursView {
  week: Opening[]
  closed: { day: string; reason: Label }[]
}

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7]
export const KINDS = ['tub', 'blower', 'box', 'table', 'crate', 'kennel']
export const SIZES = ['XS', 'S', 'M', 'L', 'XL']
export const SPECIES = ['dog', 'cat']

const NAMES: Record<string, Label> = {
  bath: { zh: '洗护', en: 'Bathing' },
  style: { zh: '造型', en: 'Styling' },
  cat: { zh: '猫咪', en: 'Cats' },
  large: { zh: '大型犬', en: 'Large dogs' },
  tub: { zh: '浴池', en: 'Tub' },
  blower: { zh: '吹风机', en: 'Blower' },
  box: { zh: '烘干箱', en: 'Dryer box' },
  table: { zh: '美容台', en: 'Table' },
  crate: { zh: '笼位', en: 'Crate' },
  kennel: { zh: '寄养间', en: 'Kennel' },
  dog: { zh: '狗', en: 'Dogs' },
}

/** What the shop calls a skill, a kind of place or of pet; its own codes are shown as they are. */
export const nameOf = (code: string): string => (NAMES[code] ? say(NAMES[code]) : code)

/** What a field for a number holds: left empty it sets no limit. */
export type Typed = number | ''
export const typed = (limit: number | null): Typed => limit ?? ''
export const limitOf = (field: Typed): number | null => (field === '' ? null : field)

/** 540 → 09:00. The midnight at the end of a day is 00:00. */
export function clockOf(minute: number): string {
  const inside = minute % 1440
  return `${String(Math.floor(inside / 60)).padStart(2, '0')}:${String(inside % 60).padStart(2, '0')}`
}

/** 09:00 → 540; as an end, 00:00 is the midnight after. */
export function minuteOf(text: string, isEnd = false): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number)
  return isEnd && !hours && !minutes ? 1440 : hours * 60 + minutes
}

export const hoursOf = (shift: Shift): string => `${clockOf(shift.start_min)}–${clockOf(shift.end_min)}`

/** The dates of one leave stand together: first, last, and what holds on them. */
export interface Leave {
  first: string
  last: string
  days: string[]
  shift: Shift | null
  reason: string
}

const DAY_MS = 86_400_000
const sameHours = (a: Shift | null, b: Shift | null): boolean => (a && hoursOf(a)) === (b && hoursOf(b))

export function leavesOf(days: readonly ChangedDay[]): Leave[] {
  const found: Leave[] = []
  for (const one of days) {
    const last = found[found.length - 1]
    const isNext = last && Date.parse(one.day) - Date.parse(last.last) === DAY_MS
    if (last && isNext && last.reason === one.reason && sameHours(last.shift, one.shift)) {
      last.last = one.day
      last.days.push(one.day)
    } else {
      found.push({ first: one.day, last: one.day, days: [one.day], shift: one.shift, reason: one.reason })
    }
  }
  return found
}
