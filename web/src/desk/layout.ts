/** Where blocks lie in the day's grid. Pure. */
import type { Block, Column, ScheduleView } from './shapes'

export const HOUR_PX = 68
/** One line of small words. */
export const LINE_PX = 19
const HOUR_MS = 3_600_000

export interface Range {
  start: number
  end: number
}

/** The shown hours: those of the shop, wider when something lies outside of them. */
export function rangeOf(view: ScheduleView): Range {
  const starts = view.blocks.map((block) => block.start_ms)
  const ends = view.blocks.map((block) => block.end_ms)
  if (view.state === 'open') {
    starts.push(view.opens_ms)
    ends.push(view.closes_ms)
  }
  const offset = view.opens_ms % HOUR_MS
  const start = Math.floor((Math.min(...starts) - offset) / HOUR_MS) * HOUR_MS + offset
  return { start, end: Math.ceil((Math.max(...ends) - offset) / HOUR_MS) * HOUR_MS + offset }
}

/** People first, then places; a crate is shown only while something is in it. */
export function columnsOf(view: ScheduleView): Column[] {
  const used = new Set(view.blocks.map((block) => block.column_id))
  const staff = view.columns.filter((column) => column.kind === 'staff')
  const places = view.columns.filter((column) => column.kind === 'station' && (column.station_kind !== 'crate' || used.has(column.id)))
  return [...staff, ...places]
}

export const pixels = (ms: number): number => (ms / HOUR_MS) * HOUR_PX

/** How long after the top of the day something that many pixels down is. */
export const instant = (px: number): number => (px / HOUR_PX) * HOUR_MS

export function hoursOf(range: Range): number[] {
  const count = Math.round((range.end - range.start) / HOUR_MS)
  return Array.from({ length: count + 1 }, (_, index) => range.start + index * HOUR_MS)
}

/** A short stay is drawn as high as its words need, as long as the next one leaves room. */
export function heightOf(block: Block, next: Block | undefined): number {
  const gap = 3
  const own = pixels(block.end_ms - block.start_ms) - gap
  const room = next ? pixels(next.start_ms - block.start_ms) - gap : LINE_PX
  return Math.max(own, Math.min(LINE_PX, room))
}

/** A column's blocks from morning to evening. */
export const blocksOf = (view: ScheduleView, column: Column): Block[] =>
  view.blocks.filter((block) => block.column_id === column.id).sort((a, b) => a.start_ms - b.start_ms)
