/** What may be done with a message, as far as a page can tell; the server decides. Pure. */
import type { Entry } from '../platform/types'

const EDIT_MS = 15 * 60_000
/** What stays as it is: a card is the state of a booking, not words. */
const LASTING = ['card', 'choice', 'recalled']

export interface Allowed {
  reply: boolean
  copy: boolean
  edit: boolean
  recall: boolean
  /** Somebody else's words, or own ones of a while ago, by the shop: a reason has to be given. */
  moderate: boolean
  react: boolean
}

/** `me`: the account; `recallMs`: for how long own words can be taken back; by the shop, with a reason, at any time. */
export function allowed(entry: Entry, me: string, side: 'owner' | 'desk', now: number, recallMs: number): Allowed {
  const kind = entry.body.type ?? ''
  const isOwn = entry.sender === me
  const age = now - entry.ts
  const isLasting = LASTING.includes(kind)
  const recall = isOwn && !isLasting && age < recallMs
  return {
    reply: kind !== 'recalled',
    copy: !!entry.body.text,
    edit: isOwn && kind === 'text' && age < EDIT_MS,
    recall,
    moderate: side === 'desk' && !isLasting && !recall,
    react: kind !== 'recalled',
  }
}
