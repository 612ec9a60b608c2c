/** How a log is laid out: date lines, runs of one speaker, who may be shown as what. Pure. */
import type { Body, Entry } from '../platform/types'

export type Row =
  | { kind: 'date'; key: string; ts: number }
  | { kind: 'line'; key: string; entry: Entry }
  | { kind: 'message'; key: string; entry: Entry; isFirst: boolean }

const GAP_MS = 30 * 60_000
const SHOWN_LINES = new Set(['handover', 'notice'])

/** Rows in order: a date line on a new day or after half an hour, a name only on the first of a run. */
export function rowsOf(entries: Entry[], dayOf: (ms: number) => string): Row[] {
  const rows: Row[] = []
  let before: Entry | null = null
  for (const entry of entries) {
    if (!isShown(entry)) continue
    const isApart = !before || dayOf(before.ts) !== dayOf(entry.ts) || entry.ts - before.ts > GAP_MS
    if (isApart) rows.push({ kind: 'date', key: `d${entry.seq}`, ts: entry.ts })
    if (isSpoken(entry)) {
      const isFirst = isApart || !before || !isSpoken(before) || before.sender !== entry.sender
      rows.push({ kind: 'message', key: `m${entry.seq}`, entry, isFirst })
    } else {
      rows.push({ kind: 'line', key: `l${entry.seq}`, entry })
    }
    before = entry
  }
  return rows
}

/** What was taken back leaves a line, not a bubble. */
const isSpoken = (entry: Entry): boolean => entry.kind === 'message' && entry.body.type !== 'recalled'

/** Changes are drawn on what they change; kinds we do not know are kept and drawn as a line. */
function isShown(entry: Entry): boolean {
  if (entry.kind === 'message' || entry.kind === 'member') return true
  if (entry.kind === 'system') return SHOWN_LINES.has(entry.body.type ?? '')
  return !['booking', 'edit', 'recall', 'reaction'].includes(entry.kind)
}

/** The newest card of free times. What is said after it changes nothing: only a newer one takes its place. */
export const newestSlots = (entries: Entry[]): number =>
  entries.findLast((entry) => entry.kind === 'message' && entry.body.type === 'card' && entry.body.card === 'slots')?.seq ?? 0

/** The chips under the newest message, if it brings any. */
export function openChips(entries: Entry[]): { seq: number; chips: NonNullable<Body['chips']> } | null {
  const last = entries.findLast((entry) => entry.kind === 'message')
  return last?.body.chips?.length ? { seq: last.seq, chips: last.body.chips } : null
}
