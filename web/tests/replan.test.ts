import { describe, expect, it } from 'vitest'

import { columnsFor, drawnOf, sumsOf, type DayPlan, type PlanMove } from '../src/desk/replan'
import type { Block, ScheduleView } from '../src/desk/shapes'
import type { SpotView } from '../src/platform/types'

const HOUR = 3_600_000
const spot = (hour: number, who: string, place: string): SpotView => ({ start_ms: hour * HOUR, end_ms: (hour + 1) * HOUR, groomer_id: who, groomer_name: who, stays: [{ place_id: place, start_ms: hour * HOUR, end_ms: (hour + 1) * HOUR }] })
const block = (id: string, column: string, kind: Block['kind'], hour: number): Block =>
  ({ booking_id: id, column_id: column, kind, start_ms: hour * HOUR, end_ms: (hour + 1) * HOUR, status: 'confirmed' }) as Block
const move = (more: Partial<PlanMove>): PlanMove => ({ id: 'm', booking_id: 'a', kind: 'move', state: 'draft', here: spot(10, 'lin', 'tub'), to: spot(12, 'may', 'tub'), minutes: 120, ...more }) as PlanMove
const view = {
  day: '2026-11-24',
  columns: [{ id: 'may', kind: 'staff' }, { id: 'tub', kind: 'station' }, { id: 'box', kind: 'station' }],
  blocks: [block('a', 'lin', 'work', 10), block('a', 'tub', 'link', 10), block('b', 'may', 'work', 9)],
} as unknown as ScheduleView
const marks = (moves: PlanMove[], side: 'before' | 'after') => drawnOf(view, moves, side).map(({ block: one, mark }) => [one.booking_id, one.column_id, one.start_ms / HOUR, mark])

describe('the picture of a plan', () => {
  it('shows before what will go, and after where it has come and where it was', () => {
    expect(marks([move({})], 'before')).toEqual([['b', 'may', 9, null], ['a', 'lin', 10, 'goes'], ['a', 'tub', 10, 'goes']])
    expect(marks([move({})], 'after')).toEqual([['b', 'may', 9, null], ['a', 'lin', 10, 'was'], ['a', 'may', 12, 'came'], ['a', 'tub', 12, 'came']])
  })

  it('leaves what is the same without a mark', () => {
    const other = move({ kind: 'place', to: spot(10, 'lin', 'box'), minutes: 0 })
    expect(marks([other], 'after')).toEqual([['b', 'may', 9, null], ['a', 'lin', 10, null], ['a', 'box', 10, 'came']])
  })

  it('shows what cannot be kept on both sides', () => {
    const gone = move({ kind: 'out', to: null, minutes: 0 })
    for (const side of ['before', 'after'] as const) expect(marks([gone], side)).toContainEqual(['a', 'lin', 10, 'out'])
  })

  it('draws the day as it is for what was left out or came to nothing', () => {
    for (const state of ['left_out', 'declined', 'stale', 'lapsed', 'withdrawn'] as const) expect(drawnOf(view, [move({ state })], 'after').every((one) => one.mark === null)).toBe(true)
  })

  it('keeps a column for somebody who is off that day as long as something is drawn in it', () => {
    const drawn = drawnOf(view, [move({})], 'before')
    expect(columnsFor(view, [move({})], drawn).map((one) => one.id)).toEqual(['may', 'lin', 'tub'])
  })

  it('adds up what is chosen', () => {
    const plan = { moves: [move({}), move({ kind: 'place', to: spot(10, 'lin', 'box'), minutes: 0 }), move({ kind: 'out', to: null, minutes: 0 }), move({ state: 'left_out' })] } as DayPlan
    expect(sumsOf(plan)).toEqual({ owners: 1, minutes: 120, groomers: 1, places: 1, out: 1 })
  })

  it('counts the owner of two that come together once', () => {
    const plan = { moves: [move({}), move({ booking_id: 'b', asked_with: 'a' }), move({ booking_id: 'c' })] } as DayPlan
    expect(sumsOf(plan).owners).toBe(2)
  })
})
