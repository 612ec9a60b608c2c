/** Who is there and what they are doing: believed for a while, and kept nowhere. */
import type { Presence } from '../platform/types'
import type { Talk, Typist } from './talk'

const TYPING_MS = 6_000
const PRESENCE_MS = 60_000

export function typing(talk: Talk, who: Typist & { account_id: string }): void {
  expire(talk.typing, who.account_id, { name: who.name, kind: who.kind }, TYPING_MS)
}

/** Whoever is still there says so again within the minute; whose last device has gone is said to be gone. */
export function present(talk: Talk, one: Presence): void {
  if (!one.is_here) talk.here.delete(one.account_id)
  else expire(talk.here, one.account_id, { ...one, at: Date.now() }, PRESENCE_MS)
}

/** An answer in the making takes the place of the one before; an empty one comes to nothing. */
export function draft(talk: Talk, one: { account_id: string; text: string }): void {
  talk.typing.delete(one.account_id)
  if (one.text) expire(talk.drafts, one.account_id, { text: one.text }, TYPING_MS)
  else talk.drafts.delete(one.account_id)
}

function expire<T>(held: Map<string, T>, key: string, value: T, ms: number): void {
  held.set(key, value)
  setTimeout(() => {
    if (held.get(key) === value) held.delete(key)
  }, ms)
}
