/** Everything that a log shows, in its order: what was said, notes beside it, and what is on its way. Pure. */
import type { Body, Entry } from '../platform/types'
import type { Sending } from './parcels'
import type { Row } from './runs'
import type { Outgoing } from './talk'

type Chips = { seq: number; chips: NonNullable<Body['chips']> }

export type Note = { kind: 'note'; key: string; entry: Entry }
export type Own = ({ kind: 'parcel'; key: string; one: Sending } | { kind: 'outgoing'; key: string; one: Outgoing }) & { isFirst: boolean }
export type Making = { kind: 'draft'; key: string; sender: string; text: string; isFirst: boolean }
export type Tail = Own | Making | ({ kind: 'chips'; key: string } & Chips)
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

/** Whether a next message of `sender` would go on with a run, as it will stand when the server has it. */
export function isRunOf(rows: Row[], sender: string): boolean {
  const last = rows.at(-1)
  return last?.kind === 'message' && last.entry.sender === sender
}

/** The newest words for a message, or its recall, that is on its way: who wrote it sees at once what will stand there. */
export const changeOf = (outgoing: Outgoing[], seq: number): Outgoing | undefined =>
  outgoing.findLast((one) => one.target_seq === seq && (one.kind === 'edit' || one.kind === 'recall') && one.state !== 'failed')

/** Answers in the making, where they will stand. */
export const makingOf = (drafts: Map<string, { text: string }>, rows: Row[]): Making[] =>
  [...drafts].map(([sender, { text }]) => ({ kind: 'draft', key: `draft-${sender}`, sender, text, isFirst: !isRunOf(rows, sender) }))

/** What is on its way, then the answers that the newest message suggests; a change of a message has no bubble of its own. */
export function tailOf(parcels: Sending[], outgoing: Outgoing[], chips: Chips | null, goesOn = false): Tail[] {
  const isFirst = (index: number): boolean => !goesOn && index === 0
  const said = outgoing.filter((one) => !one.kind)
  return [
    ...parcels.map((one, index) => ({ kind: 'parcel' as const, key: `parcel-${one.cmid}`, one, isFirst: isFirst(index) })),
    ...said.map((one, index) => ({ kind: 'outgoing' as const, key: one.cmid, one, isFirst: isFirst(parcels.length + index) })),
    ...(chips && !outgoing.length ? [{ kind: 'chips' as const, key: 'chips', ...chips }] : []),
  ]
}
