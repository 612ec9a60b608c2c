/** What a booking still allows. */
import { clock, day } from '../platform/format'
import { say, together } from '../platform/i18n'
import type { BookingView, PetPart, SeriesView, SeriesVisit } from '../platform/types'

/** The pet has arrived, or the visit is over: from then on the shop looks after it. */
const hasCome = (stage: string | null): boolean => !!stage && !['booked', 'confirmed'].includes(stage)
export const isBegun = (one: BookingView): boolean => [one, ...(one.parts ?? [])].some((part) => hasCome(part.visit_stage))

const isLive = (one: { status: string }): boolean => ['held', 'confirmed'].includes(one.status)

/** Who comes, by name. */
export const petNames = (one: BookingView): string => together((one.parts?.length ? one.parts : [one]).map((part) => part.pet.name))

/** Who does it; of several pets everybody who does one, once. */
export const groomerNames = (one: BookingView): string =>
  together([...new Set((one.parts?.length ? one.parts : [one]).map((part) => part.groomer?.name ?? '').filter(Boolean))])

/** What is done to all of them, each service once. */
export const serviceNames = (one: BookingView): string =>
  [...new Set((one.parts?.length ? one.parts : [one]).flatMap((part) => part.services).map((service) => say(service.name)))].join(' + ')

/** One of several can stay at home as long as it has not arrived and somebody else still comes. */
export const canStayHome = (part: PetPart, parts: readonly PetPart[]): boolean =>
  isLive(part) && !hasCome(part.visit_stage) && parts.filter(isLive).length > 1

/** What is still to be paid ahead, in cents. */
export const owedCents = ({ deposit }: BookingView): number => Math.max(0, (deposit?.due_cents ?? 0) - (deposit?.paid_cents ?? 0))

/** A confirmed booking that can still be moved or cancelled. */
export const isOpen = (one: BookingView): boolean => one.status === 'confirmed' && !isBegun(one)

/** Until when cancelling costs nothing, as it was agreed. */
export const freeUntil = ({ policy }: BookingView): string => `${day(policy.free_until_ms)} ${clock(policy.free_until_ms)}`

/** A visit and those after it that can still be called off, in order of time. */
export function followingOf(series: SeriesView, bookingId: string): SeriesVisit[] {
  const from = series.visits.findIndex((one) => one.booking_id === bookingId)
  return from < 0 ? [] : series.visits.slice(from).filter((one) => one.is_open)
}

/** Bookings in order of time, of each series the first one only. */
export const nextOfEach = (all: readonly BookingView[]): BookingView[] =>
  all.filter((one, n) => !one.series || all.findIndex((other) => other.series?.id === one.series!.id) === n)
