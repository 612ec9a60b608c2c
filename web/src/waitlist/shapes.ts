/** Waiting for a time, as the server says it, and in words. */
import { shortDay } from '../platform/format'
import { say, together } from '../platform/i18n'
import type { WaitView } from '../platform/types'
import { t } from './words'

export type Part = 'any' | 'morning' | 'afternoon' | 'evening'

const DAY_MIN = 1440
/** Minutes of the shop's clock between which a pet is brought. */
export const PARTS: Record<Part, [number, number]> = { any: [0, DAY_MIN], morning: [0, 720], afternoon: [720, 1080], evening: [1080, DAY_MIN] }

const clockOf = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** 11月24日 周二 · 12:00–18:00 到店 */
export function windowWords(one: Pick<WaitView, 'from_day' | 'to_day' | 'from_min' | 'to_min'>): string {
  const days = one.from_day === one.to_day ? shortDay(one.from_day) : `${shortDay(one.from_day)} – ${shortDay(one.to_day)}`
  return `${days} · ${minuteWords(one.from_min, one.to_min)}`
}

function minuteWords(from: number, to: number): string {
  if (from === 0 && to === DAY_MIN) return t('any_time')
  if (from === 0) return t('before', { to: clockOf(to) })
  return to === DAY_MIN ? t('after', { from: clockOf(from) }) : t('between', { from: clockOf(from), to: clockOf(to) })
}

export const namesOf = (one: WaitView): string => together(one.pets.map((each) => each.pet.name))

/** What is done to all of them, each service once. */
export const servicesOf = (one: WaitView): string =>
  [...new Set(one.pets.flatMap((each) => each.services).map((service) => say(service.name)))].join(' + ')
