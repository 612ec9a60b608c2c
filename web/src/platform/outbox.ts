/** Messages on their way: stored before they are sent, forgotten only after their acknowledgement. */
import { openDB, type IDBPDatabase } from 'idb'

import { currentSide } from './http'
import type { Body } from './types'

export interface Pending {
  cmid: string
  c: string
  body: Body
  at: number
  /** A change of another message; absent for a message. */
  kind?: 'edit' | 'recall' | 'reaction' | 'system'
  target_seq?: number
  reply_to?: number
  mentions?: string[]
}

const opening = new Map<string, Promise<IDBPDatabase>>()
let account = ''

export const currentAccount = (): string => account

/** Says whose words are kept from now on; what others wrote in this browser waits for them. */
export function setAccount(id: string): void {
  account = id
}

// One store a side and account: nobody in one browser sends, or sees, the words of somebody else.
function database(owner = account): Promise<IDBPDatabase> {
  const name = `pawline-${currentSide()}-${owner}`
  const known = opening.get(name)
  if (known) return known
  const opened = openDB(name, 1, {
    upgrade(db) {
      db.createObjectStore('outbox', { keyPath: 'cmid' })
      db.createObjectStore('drafts')
    },
  })
  opening.set(name, opened)
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
export async function unsent(c: string, owner = account): Promise<Pending[]> {
  try {
    const all = (await (await database(owner)).getAll('outbox')) as Pending[]
    return all.filter((one) => one.c === c).sort((a, b) => a.at - b.at || a.cmid.localeCompare(b.cmid))
  } catch {
    return []
  }
}

/** A person turned out to have an account already: what is unsent here, and the draft, go over to its conversation. */
export async function carryOver(c: string, to: { account: string; c: string }): Promise<void> {
  const was = account
  // At once: what is written from now on is the other account's already.
  account = to.account
  const [left, draft] = await Promise.all([unsent(c, was), draftOf(c, was)])
  // Stored over there before it is forgotten here: a page that dies in between loses nothing.
  for (const one of left) await keep({ ...one, c: to.c, body: plain(one.body) })
  if (draft && !(await draftOf(to.c))) await saveDraft(to.c, draft)
  try {
    const before = await database(was)
    await Promise.all([...left.map((one) => before.delete('outbox', one.cmid)), before.delete('drafts', c)])
  } catch {
    // Nothing was stored, so nothing is left.
  }
}

/** A tapped answer points at a line of the old conversation: over there it is what it says. */
export const plain = (body: Body): Body => (body.type === 'choice' ? { type: 'text', text: body.text } : body)

// Of this page only: what a browser without storage would forget.
const unkept = new Map<string, string>()

/** Keeps what is being written under its key: a conversation, or what else somebody writes. */
export async function saveDraft(key: string, text: string): Promise<void> {
  try {
    await (await database()).put('drafts', text, key)
  } catch {
    unkept.set(`${account} ${key}`, text)
  }
}

export async function draftOf(key: string, owner = account): Promise<string> {
  try {
    return ((await (await database(owner)).get('drafts', key)) as string | undefined) ?? ''
  } catch {
    return unkept.get(`${owner} ${key}`) ?? ''
  }
}
