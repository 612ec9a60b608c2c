/** Who is on the other side right now, read from the conversation itself. Pure. */
import type { Entry, Person, ShopCard } from '../platform/types'

export type With = { kind: 'assistant' } | { kind: 'asked' } | { kind: 'person'; name: string }

/** The newest hand-over decides; in a stretch without one, somebody of the shop who wrote. */
export function withWhom(entries: Entry[], people: Map<string, Person>): With {
  const handover = entries.findLast((entry) => entry.kind === 'system' && entry.body.type === 'handover')
  if (handover) {
    if (handover.body.to === 'assistant') return { kind: 'assistant' }
    return handover.body.name ? { kind: 'person', name: handover.body.name } : { kind: 'asked' }
  }
  // Photos of a visit are sent by staff while the assistant has the conversation: only words count.
  const spoken = entries.findLast((entry) => entry.kind === 'message' && entry.body.type === 'text' && people.get(entry.sender)?.kind !== 'owner')
  const who = spoken && people.get(spoken.sender)
  return who?.kind === 'staff' ? { kind: 'person', name: who.name } : { kind: 'assistant' }
}

/** When the shop is next open, seen from a moment when it is closed: later today, tomorrow, or a weekday (1 Monday to 7 Sunday). */
export type NextOpen = { day: 'today'; at: string } | { day: 'tomorrow' } | { day: 'weekday'; weekday: number }

export function nextOpen(shop: Pick<ShopCard, 'opens' | 'closed_weekdays'>, weekday: number, clock: string): NextOpen {
  const isClosed = (day: number): boolean => shop.closed_weekdays.includes(day)
  if (!isClosed(weekday) && shop.opens && clock < shop.opens) return { day: 'today', at: shop.opens }
  const days = [1, 2, 3, 4, 5, 6, 7].map((ahead) => ({ ahead, weekday: ((weekday - 1 + ahead) % 7) + 1 }))
  const next = days.find((day) => !isClosed(day.weekday)) ?? days[0]!
  return next.ahead === 1 ? { day: 'tomorrow' } : { day: 'weekday', weekday: next.weekday }
}
