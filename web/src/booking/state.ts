/** What a booking still allows. */
import type { BookingView } from '../platform/types'

/** The pet has arrived, or the visit is over: from then on the shop looks after it. */
export const isBegun = (one: BookingView): boolean => !!one.visit_stage && !['booked', 'confirmed'].includes(one.visit_stage)

/** A confirmed booking that can still be moved or cancelled. */
export const isOpen = (one: BookingView): boolean => one.status === 'confirmed' && !isBegun(one)

/** How long before the start a change costs nothing: the shop's own number. */
export const freeHours = (one: BookingView): number => Math.round((one.starts_ms - one.policy.free_until_ms) / 3_600_000)
