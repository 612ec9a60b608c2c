/** The times of the week at which pets are brought: one row for those that differ in their weekday alone. */
import { pick } from './policies'
import { clockOf, minuteOf } from './roster'

export interface DropSlot {
  weekday: number
  at_min: number
  most: number
  begin_within_min: number
}

export interface DropRow {
  at: string
  most: number
  within: number
  weekdays: number[]
}

export function rowsOf(slots: readonly DropSlot[]): DropRow[] {
  const rows: DropRow[] = []
  const inOrder = [...slots].sort((one, other) => one.at_min - other.at_min || one.weekday - other.weekday)
  for (const { weekday, at_min, most, begin_within_min: within } of inOrder) {
    const at = clockOf(at_min)
    const same = rows.find((one) => one.at === at && one.most === most && one.within === within && !one.weekdays.includes(weekday))
    if (same) same.weekdays.push(weekday)
    else rows.push({ at, most, within, weekdays: [weekday] })
  }
  return rows
}

/** A row without weekdays is nothing. */
export const slotsOf = (rows: readonly DropRow[]): DropSlot[] =>
  rows.flatMap(({ at, most, within, weekdays }) => weekdays.map((weekday) => ({ weekday, at_min: minuteOf(at), most, begin_within_min: within })))

/** A row more: as the last one, half a day on, or nine o'clock on all days on which the shop is open. */
export function another(rows: readonly DropRow[], open: readonly number[]): DropRow {
  const last = rows.at(-1)
  if (!last) return { at: '09:00', most: 4, within: 120, weekdays: [...open] }
  return { ...last, at: clockOf(Math.min(minuteOf(last.at) + 240, 1200)), weekdays: [...last.weekdays] }
}

/** What the first of the times comes to. */
export function dropExample(slots: readonly DropSlot[]): string {
  const isWell = (one: DropSlot): boolean => [one.at_min, one.most, one.begin_within_min].every(Number.isInteger)
  const first = rowsOf(slots.filter(isWell))[0]
  if (!first) return pick('没有设送店时间，客人约几点就几点送来。', 'No drop-off times are set: a pet comes when its visit begins.')
  const until = clockOf(Math.min(minuteOf(first.at) + first.within, 1435))
  return pick(
    `${first.at} 最多一起送来 ${first.most} 只，美容师一只只轮着做，最晚 ${until} 开始最后一只；客人约的时候就看到自己那只几点可接。`,
    `Up to ${first.most} pets are brought at ${first.at} and take turns, the last one beginning by ${until}. When booking, owners see when theirs is ready.`,
  )
}
