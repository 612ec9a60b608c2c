/** Messages on their way: stored before they are sent, forgotten only after their acknowledgement. */
import { openDB, type IDBPDatabase } from 'idb'

import { currentSide, type Side } from './http'
import type { Body } from './types'

export interface Pending {
  cmid: string
  c: string
  body: Body
  at: number
}

const opening = new Map<Side, Promise<IDBPDatabase>>()

// One store a side: an owner and a desk open in one browser must not send, or show, each other's words.
function database(): Promise<IDBPDatabase> {
  const side = currentSide()
  const known = opening.get(side)
  if (known) return known
  const opened = openDB(`pawline-${side}`, 1, {
    upgrade(db) {
      db.createObjectStore('outbox', { keyPath: 'cmid' })
      db.createObjectStore('drafts')
    },
  })
  opening.set(side, opened)
  return opened
}

/** Keeps a message until it is acknowledged; where the browser has no storage, the page itself keeps it. */
export async function keep(pending: Pending): Promise<void> {
  try {
    await (await database()).put('outbox', pending)
  } catch {
    // Private windows may refuse storage: the message then lives as long as the page.
  }
}

export async function forget(cmid: string): Promise<void> {
  try {
    await (await database()).delete('outbox', cmid)
  } catch {
    // Nothing was stored, so nothing is left.
  }
}

/** What was not acknowledged before, of one conversation, in the order in which it was written. */
export async function unsent(c: string): Promise<Pending[]> {
  try {
    const all = (await (await database()).getAll('outbox')) as Pending[]
    return all.filter((one) => one.c === c).sort((a, b) => a.at - b.at || a.cmid.localeCompare(b.cmid))
  } catch {
    return []
  }
}

export async function saveDraft(c: string, text: string): Promise<void> {
  try {
    await (await database()).put('drafts', text, c)
  } catch {
    // A draft that cannot be stored stays in the composer.
  }
}

export async function draftOf(c: string): Promise<string> {
  try {
    return ((await (await database()).get('drafts', c)) as string | undefined) ?? ''
  } catch {
    return ''
  }
}
