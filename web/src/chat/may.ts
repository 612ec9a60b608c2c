/** What may be done with a message, as far as a page can tell; the server decides. Pure. */
import type { Entry } from '../platform/types'

const RECALL_MS = 2 * 60_000
const EDIT_MS = 15 * 60_000
/** What stays as it is: a card is the state of a booking, not words. */
const LASTING = ['card', 'choice', 'recalled']

export interface Allowed {
  reply: boolean
  copy: boolean
  edit: boolean
  recall: boolean
  /** Somebody else's words, by the shop: a reason has to be given. */
  moderate: boolean
  react: boolean
}

/** `me`: the account; `side`: owners take back only for two minutes, staff whenever they must. */
export function allowed(entry: Entry, me: string, side: 'owner' | 'desk', now: number): Allowed {
  const kind = entry.body.type ?? ''
  const isOwn = entry.sender === me
  const age = now - entry.ts
  const isLasting = LASTING.includes(kind)
  return {
    reply: kind !== 'recalled',
    copy: !!entry.body.text,
    edit: isOwn && kind === 'text' && age < EDIT_MS,
    recall: isOwn && !isLasting && (side === 'desk' || age < RECALL_MS),
    moderate: !isOwn && side === 'desk' && !isLasting,
    react: kind !== 'recalled',
  }
}
