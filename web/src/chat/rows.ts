/** Everything that a log shows, in its order: what was said, notes beside it, and what is on its way. Pure. */
import type { Body, Entry } from '../platform/types'
import type { Sending } from './parcels'
import type { Row } from './runs'
import type { Outgoing } from './talk'

type Chips = { seq: number; chips: NonNullable<Body['chips']> }

export type Note = { kind: 'note'; key: string; entry: Entry }
export type Tail = { kind: 'parcel'; key: string; one: Sending } | { kind: 'outgoing'; key: string; one: Outgoing } | ({ kind: 'chips'; key: string } & Chips)
export type Shown = Row | Note | Tail

/** Notes stand where they were written: after what the conversation held then. `first`: where the log that is held begins. */
export function withNotes(rows: Row[], written: Entry[], first: number): (Row | Note)[] {
  const notes = written.filter((one) => (one.body.after_seq ?? 0) >= first - 1)
  if (!notes.length) return rows
  const all: (Row | Note)[] = []
  let next = 0
  const place = (before: number): void => {
    for (let note = notes[next]; note && (note.body.after_seq ?? 0) < before; note = notes[++next]) all.push({ kind: 'note', key: `n${note.seq}`, entry: note })
  }
  for (const row of rows) {
    if (row.kind !== 'date') place(row.entry.seq)
    all.push(row)
  }
  place(Infinity)
  return all
}

/** What is on its way, then the answers that the newest message suggests; a change of a message has no bubble of its own. */
export function tailOf(parcels: Sending[], outgoing: Outgoing[], chips: Chips | null): Tail[] {
  return [
    ...parcels.map((one) => ({ kind: 'parcel' as const, key: `parcel-${one.cmid}`, one })),
    ...outgoing.filter((one) => !one.kind).map((one) => ({ kind: 'outgoing' as const, key: one.cmid, one })),
    ...(chips && !outgoing.length ? [{ kind: 'chips' as const, key: 'chips', ...chips }] : []),
  ]
}
