/** A booking that is being carried to another time or person: where it may go, and why not elsewhere. */
import { computed, ref, type ComputedRef, type Ref } from 'vue'

import { get } from '../platform/http'
import type { Label } from '../platform/types'
import type { Block } from './shapes'
import { toastError } from './toast'

export interface Spot {
  start_ms: number
  /** Why the booking can't begin there; null when it can. */
  why: Label | null
}

export interface Lane {
  groomer_id: string
  name: string
  spots: Spot[]
}

export interface Spots {
  booking_id: string
  version: number
  lanes: Lane[]
}

export interface Target {
  column: string
  start: number
}

export const spotsOf = (bookingId: string, day: string): Promise<Spots> => get<Spots>(`/api/desk/bookings/${bookingId}/spots?day=${day}`)

/** What is confirmed and has not begun: the owner decides about a hold, and a pet in the shop stays where it is. */
export const canMove = (block: Block): boolean => block.kind === 'work' && block.status === 'confirmed' && [null, 'booked', 'confirmed'].includes(block.stage)

/** The start of a lane that is nearest to an instant. */
export function nearest(lane: Lane | undefined, ms: number): number | null {
  let best: number | null = null
  for (const { start_ms } of lane?.spots ?? []) if (best === null || Math.abs(start_ms - ms) < Math.abs(best - ms)) best = start_ms
  return best
}

export interface Moving {
  block: Ref<Block | null>
  target: Ref<Target | null>
  /** Why it can't go where it is held now; null when it can, undefined while nobody knows. */
  why: ComputedRef<Label | null | undefined>
  lift: (block: Block, day: string) => void
  aim: (column: string, ms: number) => void
  /** By keys: so many starts later, so many people to the right. Done when it is known where it may go. */
  nudge: (starts: number, people: number) => Promise<void>
  /** Lets go of it: where it was let go, or null when that is where it was. */
  drop: () => Target | null
  leave: () => void
}

export function useMoving(): Moving {
  const block = ref<Block | null>(null)
  const target = ref<Target | null>(null)
  const spots = ref<Spots | null>(null)
  let arrived: Promise<void> = Promise.resolve()

  const laneOf = (column: string): Lane | undefined => spots.value?.lanes.find((lane) => lane.groomer_id === column)
  const why = computed(() => {
    const aimed = target.value
    if (!aimed || !spots.value) return undefined
    return laneOf(aimed.column)?.spots.find((spot) => spot.start_ms === aimed.start)?.why
  })

  function lift(one: Block, day: string): void {
    block.value = one
    spots.value = null
    target.value = { column: one.column_id, start: one.start_ms }
    arrived = load(one, day)
  }

  async function load(one: Block, day: string): Promise<void> {
    try {
      const answer = await spotsOf(one.booking_id ?? '', day)
      if (block.value === one) spots.value = answer
    } catch (error) {
      if (block.value !== one) return
      leave()
      toastError(error)
    }
  }

  function aim(column: string, ms: number): void {
    const start = nearest(laneOf(column), ms)
    if (start !== null) target.value = { column, start }
  }

  async function nudge(starts: number, people: number): Promise<void> {
    await arrived
    const aimed = target.value
    const lanes = spots.value?.lanes ?? []
    if (!aimed) return
    const lane = lanes[lanes.findIndex((one) => one.groomer_id === aimed.column) + people]
    if (!lane) return
    const at = lane.spots.findIndex((spot) => spot.start_ms === nearest(lane, aimed.start))
    const spot = lane.spots[Math.min(lane.spots.length - 1, Math.max(0, at + starts))]
    if (spot) target.value = { column: lane.groomer_id, start: spot.start_ms }
  }

  function drop(): Target | null {
    const [one, aimed] = [block.value, target.value]
    leave()
    if (!one || !aimed || (aimed.column === one.column_id && aimed.start === one.start_ms)) return null
    return aimed
  }

  function leave(): void {
    block.value = null
    target.value = null
    spots.value = null
  }

  return { block, target, why, lift, aim, nudge, drop, leave }
}
