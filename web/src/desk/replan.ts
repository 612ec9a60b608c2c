/** A plan for the rest of a day, and the day's picture before and after it. Pure, except for asking the server. */
import type { Label, PetView, ProposalState, SpotView } from '../platform/types'
import type { Block, Column, ScheduleView } from './shapes'

export interface PlanMove {
  id: string
  version: number
  booking_id: string
  c: string
  kind: 'move' | 'place' | 'out'
  state: 'draft' | 'left_out' | ProposalState
  pet: PetView
  services: { code: string; name: Label }[]
  owner_name: string
  phone_tail: string | null
  here: SpotView
  to: SpotView | null
  minutes: number
  /** The bookings that have to go first. */
  needs: string[]
  /** The pets that are still in the way. */
  waits_for: string[]
  why: Label
  note: Label | null
  lapses_ms: number
  answered_ms: number | null
  answered_by: string | null
  /** The booking with whose card the owner is asked; none: with one of its own. */
  asked_with: string | null
}

export interface DayPlan {
  id: string
  version: number
  day: string
  state: 'draft' | 'sent' | 'done' | 'dropped'
  cause: Label
  made_ms: number
  made_by: string
  sent_ms: number | null
  is_best: boolean
  moves: PlanMove[]
}

export type Side = 'before' | 'after'

/** What a picture shows of a booking that the plan touches: it goes, it has come, it was there, it cannot be kept. */
export type Mark = 'goes' | 'came' | 'was' | 'out'

export interface Drawn {
  block: Block
  mark: Mark | null
}

/** Moves that the picture shows: those that were left out or came to nothing change nothing. */
export const isShown = (move: PlanMove): boolean => ['draft', 'proposed', 'waiting', 'applied'].includes(move.state)

/** Moves that ask something of an owner. */
export const asks = (move: PlanMove): boolean => move.kind !== 'place'

export interface Sums {
  owners: number
  minutes: number
  groomers: number
  places: number
  out: number
}

/** What a plan costs, as far as it is chosen. */
export function sumsOf(plan: DayPlan): Sums {
  const moves = plan.moves.filter((move) => move.state !== 'left_out')
  const moved = moves.filter((move) => move.minutes > 0)
  return {
    owners: new Set(moved.map((move) => move.asked_with ?? move.booking_id)).size,
    minutes: moved.reduce((sum, move) => sum + move.minutes, 0),
    groomers: moves.filter((move) => move.to && move.to.groomer_id !== move.here.groomer_id).length,
    places: moves.filter((move) => move.kind === 'place').length,
    out: moves.filter((move) => move.kind === 'out').length,
  }
}

/** The day as it was before the plan, or as it will be when everybody has agreed. */
export function drawnOf(view: ScheduleView, moves: PlanMove[], side: Side): Drawn[] {
  const shown = new Map(moves.filter(isShown).map((move) => [move.booking_id, move]))
  const rest = view.blocks.filter((block) => !block.booking_id || !shown.has(block.booking_id)).map((block): Drawn => ({ block, mark: null }))
  const moved = [...shown.values()].flatMap((move) => (side === 'before' ? before(view, move) : after(view, move)))
  return [...rest, ...moved]
}

const before = (view: ScheduleView, move: PlanMove): Drawn[] => blocksAt(view, move, move.here, move.to, move.to ? 'goes' : 'out')

function after(view: ScheduleView, move: PlanMove): Drawn[] {
  const old = blocksAt(view, move, move.here, move.to, move.to ? 'was' : 'out')
  if (!move.to) return old
  // Where it was is drawn for people only: the places are many, and what is free there says enough.
  const left = old.filter((one) => one.mark && one.block.kind === 'work')
  return [...left, ...blocksAt(view, move, move.to, move.here, 'came')]
}

/** The person's block and the places' blocks of a booking at a spot; what is the same at the other spot has no mark. */
function blocksAt(view: ScheduleView, move: PlanMove, spot: SpotView, other: SpotView | null, mark: Mark): Drawn[] {
  const like = view.blocks.find((block) => block.booking_id === move.booking_id && block.kind === 'work')
  const base: Block = like ?? {
    booking_id: move.booking_id, column_id: '', kind: 'work', start_ms: 0, end_ms: 0, status: 'confirmed', stage: null, pet: move.pet,
    owner_name: move.owner_name, services: null, label: null, is_new_owner: false, trouble: null, anyway: null, health: null,
  }
  const work: Block = { ...base, kind: 'work', column_id: spot.groomer_id, start_ms: spot.start_ms, end_ms: spot.end_ms }
  const links = spot.stays.map((stay): Block => ({ ...base, kind: 'link', column_id: stay.place_id, start_ms: stay.start_ms, end_ms: stay.end_ms }))
  const same = other ? [{ place_id: other.groomer_id, start_ms: other.start_ms }, ...other.stays] : []
  const isSame = (block: Block): boolean => same.some((one) => one.place_id === block.column_id && one.start_ms === block.start_ms)
  return [work, ...links].map((block) => ({ block, mark: isSame(block) ? null : mark }))
}

/** People first, then the places that are used; somebody who is off that day has a column as long as something is in it. */
export function columnsFor(view: ScheduleView, moves: PlanMove[], drawn: Drawn[]): Column[] {
  const used = new Set(drawn.map((one) => one.block.column_id))
  const known = new Set(view.columns.map((column) => column.id))
  const missing = new Map<string, Column>()
  for (const move of moves)
    for (const spot of [move.here, move.to])
      if (spot && used.has(spot.groomer_id) && !known.has(spot.groomer_id))
        missing.set(spot.groomer_id, { id: spot.groomer_id, kind: 'staff', name: spot.groomer_name, title: '', station_kind: null, load_percent: 0 })
  const staff = view.columns.filter((column) => column.kind === 'staff')
  return [...staff, ...missing.values(), ...view.columns.filter((column) => column.kind === 'station' && used.has(column.id))]
}
