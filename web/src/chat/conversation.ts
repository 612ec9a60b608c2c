/** The conversations this page has open: log, outbox, people, receipts. */
import { defineStore } from 'pinia'
import { markRaw, reactive, shallowReactive, shallowRef } from 'vue'

import { get, Refusal } from '../platform/http'
import { uuid7 } from '../platform/ids'
import { ConversationLog } from '../platform/log'
import { carryOver, forget, keep, plain, unsent, type Pending } from '../platform/outbox'
import type { Frame } from '../platform/socket'
import { toast } from '../platform/toast'
import type { Ack, Body, Entry, Person, Presence } from '../platform/types'
import { onFrame, onWelcome, transmit } from './live'
import { Queue } from './queue'

export interface Outgoing extends Pending {
  /** On its way into the outbox; waiting for the line or the ack; in the server's log; or refused for good, with its sentence. */
  state: 'keeping' | 'sending' | 'stored' | 'failed'
  words?: string
  /** Refused because the group is in slow mode: its words go back into the box. */
  isSlow?: boolean
  /** Where the server has it. */
  seq?: number
}

export interface Talk {
  c: string
  /** Not reactive itself: `revision` of the store counts its changes. */
  log: ConversationLog
  outgoing: Outgoing[]
  people: Map<string, Person>
  /** How far each account has read, and how far messages have arrived at one of its devices. */
  read: Map<string, number>
  delivered: Map<string, number>
  typing: Map<string, Typist>
  /** Who is connected besides this account, and when that was last said. */
  here: Map<string, Presence & { at: number }>
  /** The message that is being answered, and the one that is being rewritten. */
  replyTo: number | null
  editing: number | null
  isLoaded: boolean
  /** The log is in step with the server since the last welcome: only then may new messages leave. */
  isInStep: boolean
  isAtStart: boolean
  /** This person's conversation goes on there: what is written here is kept for it. */
  movedTo: string | null
  /** This person is not in it any more: nothing is asked of the server until they are let in again. */
  isOver: boolean
}

export interface Typist {
  name: string
  kind: 'typing' | 'recording'
}

interface Refused {
  code?: string
  cmid?: string
  temporary: boolean
  message: string
  retry_after_ms?: number
}

const PAGE = 50
const RETRY_MS = 3_000
const TYPING_MS = 6_000
const PUSH_GRACE_MS = 400
const PRESENCE_MS = 60_000

export const useConversations = defineStore('conversations', () => {
  const talks = new Map<string, Talk>()
  let epoch = ''
  let isListening = false
  let watched: string[] = []
  const revision = shallowRef(0)
  const queue = new Queue(talks, transmitOne)

  function open(c: string): Talk {
    listen()
    const known = talks.get(c)
    if (known) return known
    const talk: Talk = reactive({
      c,
      log: markRaw(new ConversationLog()),
      outgoing: [],
      people: shallowReactive(new Map()),
      read: shallowReactive(new Map()),
      delivered: shallowReactive(new Map()),
      typing: shallowReactive(new Map()),
      here: shallowReactive(new Map()),
      replyTo: null,
      editing: null,
      isLoaded: false,
      isInStep: false,
      isAtStart: false,
      movedTo: null,
      isOver: false,
    }) as Talk
    talks.set(c, talk)
    void start(talk)
    return talk
  }

  function listen(): void {
    if (isListening) return
    isListening = true
    onFrame(hear)
    onWelcome((now, inFlight) => {
      queue.restart(inFlight)
      const isOther = epoch !== '' && epoch !== now
      epoch = now
      for (const talk of talks.values()) {
        talk.isInStep = false
        // Another epoch is another log: everything is read anew, what is unsent stays and is sent again.
        if (isOther) void startAnew(talk)
        else if (talk.isLoaded) resume(talk)
      }
      if (watched.length) transmit({ t: 'watch', d: { conversations: watched } })
    })
  }

  async function start(talk: Talk): Promise<void> {
    const left = await unsent(talk.c)
    const known = new Set(talk.outgoing.map((one) => one.cmid))
    // Before whatever was typed while they were being read.
    talk.outgoing.unshift(...left.filter((one) => !known.has(one.cmid)).map((one) => ({ ...one, state: 'sending' as const })))
    try {
      const page = await get<{ entries: Entry[]; first: number }>(`/api/conversations/${talk.c}/entries?limit=${PAGE}`)
      const { log } = talk
      log.restart(page.entries)
      talk.isAtStart = log.first <= page.first
      talk.isLoaded = true
      await meet(talk)
      settle(talk)
      resume(talk)
    } catch (error) {
      talk.isOver = error instanceof Refusal && error.status === 404
      // Without a network the welcome will come later and start again.
      if (talks.get(talk.c) === talk && !talk.isOver) setTimeout(() => void start(talk), RETRY_MS)
    }
  }

  function startAnew(talk: Talk): Promise<void> {
    talk.log.forget()
    talk.read.clear()
    talk.delivered.clear()
    // What that log had taken in, this one may not have: the same id again is safe.
    for (const one of talk.outgoing) if (one.state === 'stored') Object.assign(one, { state: 'sending', seq: undefined })
    return start(talk)
  }

  async function meet(talk: Talk): Promise<void> {
    const { people } = await get<{ people: Person[] }>(`/api/conversations/${talk.c}/people`)
    for (const person of people) {
      talk.people.set(person.id, person)
      mark(talk, person.id, person.delivered_seq, person.read_seq)
    }
  }

  function resume(talk: Talk): void {
    transmit({ t: 'resume', d: { conversations: { [talk.c]: talk.log.last } } })
  }

  /** Older messages, when somebody scrolls up to them. */
  async function older(talk: Talk): Promise<void> {
    const { log } = talk
    const page = await get<{ entries: Entry[]; first: number }>(`/api/conversations/${talk.c}/entries?before=${log.first}&limit=${PAGE}`)
    log.prepend(page.entries)
    talk.isAtStart = log.first <= page.first || page.entries.length === 0
    bump()
  }

  function hear(frame: Frame): void {
    const talk = frame.c ? talks.get(frame.c) : undefined
    if (frame.t === 'beat') {
      for (const [c, head] of Object.entries(frame.d.heads as Record<string, number>)) {
        const behind = talks.get(c)
        if (behind?.isLoaded && head > behind.log.last) resume(behind)
      }
      return
    }
    if (!talk) return
    if (frame.t === 'left') talk.isOver = true
    else if (frame.t === 'joined') letBackIn(talk)
    else if (frame.t === 'entries') take(talk, frame.d.entries as Entry[])
    else if (frame.t === 'gap') restart(talk, frame.d.entries as Entry[])
    else if (frame.t === 'cursor_ahead') void startAnew(talk)
    else if (frame.t === 'synced') resend(talk)
    else if (frame.t === 'ack') acknowledged(talk, frame.d as unknown as Ack)
    else if (frame.t === 'err') refused(talk, frame.d as unknown as Refused)
    else if (frame.t === 'receipt') mark(talk, frame.d.account_id as string, frame.d.delivered_seq as number, frame.d.read_seq as number)
    else if (frame.t === 'typing') typing(talk, frame.d as unknown as Typist & { account_id: string })
    else if (frame.t === 'presence') present(talk, frame.d as unknown as Presence)
  }

  function letBackIn(talk: Talk): void {
    if (!talk.isOver) return
    talk.isOver = false
    void startAnew(talk)
  }

  function take(talk: Talk, entries: Entry[]): void {
    if (!talk.isLoaded) return
    const hole = talk.log.receive(entries)
    if (hole !== null) void fill(talk)
    // Names that cannot be read now are asked for again with the next entry.
    if (entries.some((entry) => entry.kind === 'member' || !talk.people.has(entry.sender))) void meet(talk).catch(() => undefined)
    for (const entry of entries) {
      talk.typing.delete(entry.sender)
      // Who writes has read what stands above.
      if (talk.people.get(entry.sender)?.kind !== 'bot') mark(talk, entry.sender, entry.seq, entry.kind === 'message' ? entry.seq : 0)
    }
    tellDelivered(talk, entries)
    settle(talk)
  }

  function mark(talk: Talk, account: string, delivered: number, read: number): void {
    if (read > (talk.read.get(account) ?? 0)) talk.read.set(account, read)
    const most = Math.max(delivered, read)
    if (most > (talk.delivered.get(account) ?? 0)) talk.delivered.set(account, most)
  }

  /** What arrived is said once for what came together; the page that shows it says `read` by itself. */
  function tellDelivered(talk: Talk, entries: Entry[]): void {
    const last = entries.at(-1)
    if (last && last.kind === 'message') transmit({ t: 'delivered', c: talk.c, d: { seq: talk.log.last } })
  }

  /** Fetches what is missing. When that fails, the next welcome or heartbeat asks again. */
  async function fill(talk: Talk): Promise<void> {
    try {
      const page = await get<{ entries: Entry[] }>(`/api/conversations/${talk.c}/entries?after=${talk.log.last}&limit=100`)
      const hole = talk.log.receive(page.entries)
      settle(talk)
      if (hole !== null && page.entries.length > 0) await fill(talk)
    } catch {
      settle(talk)
    }
  }

  function restart(talk: Talk, entries: Entry[]): void {
    talk.log.restart(entries)
    talk.isAtStart = false
    settle(talk)
  }

  /** What the log holds, or is already past, is no longer on its way. */
  function settle(talk: Talk): void {
    const held = new Set(talk.log.entries.map((entry) => entry.cmid))
    const done = talk.outgoing.filter((one) => held.has(one.cmid) || (one.seq ?? Infinity) <= talk.log.last)
    if (done.length) talk.outgoing = talk.outgoing.filter((one) => !done.includes(one))
    for (const one of done) {
      void forget(one.cmid)
      queue.answered(talk.c, one.cmid)
    }
    bump()
  }

  function bump(): void {
    revision.value++
  }

  function resend(talk: Talk): void {
    talk.isInStep = true
    // A missing ack is unknown, not failed: the same id again gets the same answer.
    queue.pump(talk)
  }

  function transmitOne(talk: Talk, cmid: string): boolean {
    const one = waiting(talk, cmid)
    if (!one) return false
    const { kind = 'message', body, target_seq, reply_to, mentions } = one
    return transmit({ t: 'send', c: one.c, d: { cmid, kind, body, target_seq, reply_to, mentions } })
  }

  const waiting = (talk: Talk, cmid?: string): Outgoing | undefined => talk.outgoing.find((one) => one.cmid === cmid)

  function acknowledged(talk: Talk, ack: Ack): void {
    void forget(ack.cmid)
    const one = waiting(talk, ack.cmid)
    if (one) Object.assign(one, { state: 'stored', seq: ack.seq })
    settle(talk)
    queue.answered(talk.c, ack.cmid)
    // The push of the same commit is usually right behind the ack.
    setTimeout(() => {
      if (ack.seq > talk.log.last) void fill(talk)
    }, PUSH_GRACE_MS)
  }

  function refused(talk: Talk, error: Refused): void {
    if (!error.cmid && error.code === 'no_such_conversation') talk.isOver = true
    const one = waiting(talk, error.cmid)
    if (one?.state !== 'sending') return
    one.isSlow = error.code === 'slow_mode'
    if (error.temporary && !one.isSlow) {
      queue.postpone(talk.c, one.cmid, error.retry_after_ms)
      return
    }
    one.state = 'failed'
    one.words = error.message
    queue.answered(talk.c, one.cmid)
    // A change that was refused has no bubble of its own: it is said once, and over.
    if (one.kind) {
      toast(error.message, 'bad')
      void discard(talk.c, one.cmid)
    }
  }

  function typing(talk: Talk, who: Typist & { account_id: string }): void {
    const typist = { name: who.name, kind: who.kind }
    talk.typing.set(who.account_id, typist)
    setTimeout(() => {
      if (talk.typing.get(who.account_id) === typist) talk.typing.delete(who.account_id)
    }, TYPING_MS)
  }

  /** Believed for a minute: whoever is still there says so again. */
  function present(talk: Talk, one: Presence): void {
    const now = { ...one, at: Date.now() }
    talk.here.set(one.account_id, now)
    setTimeout(() => {
      if (talk.here.get(one.account_id) === now) talk.here.delete(one.account_id)
    }, PRESENCE_MS)
  }

  /** Sends a message, or a change of one: in the outbox before it leaves, and a message on the page at once. */
  async function send(c: string, body: Body, more: Pick<Pending, 'kind' | 'target_seq' | 'reply_to' | 'mentions'> = {}, cmid = uuid7()): Promise<void> {
    const talk = open(c)
    const where = talk.movedTo ? { c: talk.movedTo, body: plain(body) } : { c, body, ...more }
    const pending: Pending = { cmid, ...where, at: Date.now() }
    talk.outgoing.push({ ...pending, state: 'keeping' })
    bump()
    await keep(pending)
    letGo(talk, cmid)
  }

  async function retry(c: string, cmid: string): Promise<void> {
    letGo(open(c), cmid)
  }

  /** Into the queue. It leaves after those before it, and only when the log is in step. */
  function letGo(talk: Talk, cmid: string): void {
    const one = waiting(talk, cmid)
    if (!one || one.state === 'stored') return
    one.state = 'sending'
    queue.pump(talk)
  }

  /** Gives up a message that was refused. */
  async function discard(c: string, cmid: string): Promise<void> {
    const talk = open(c)
    talk.outgoing = talk.outgoing.filter((one) => one.cmid !== cmid)
    await forget(cmid)
  }

  /** A known phone was proved here: this conversation is over, and what is unsent goes on in the other one. */
  async function moveOn(c: string, to: { account: string; c: string }): Promise<void> {
    open(c).movedTo = to.c
    await carryOver(c, to)
  }

  /** Another account: nothing that the one before had open stays. */
  function clear(): void {
    talks.clear()
    queue.clear()
    bump()
  }

  function readTo(c: string, seq: number): void {
    transmit({ t: 'read', c, d: { seq } })
  }

  function tellTyping(c: string, kind: Typist['kind'] = 'typing'): void {
    transmit({ t: 'typing', c, d: { kind } })
  }

  /** What is on the screen now: the server tells who is there, and tells them. */
  function watchOn(conversations: string[]): void {
    watched = conversations
    transmit({ t: 'watch', d: { conversations } })
  }

  const react = (c: string, seq: number, emoji: string, isOn: boolean): Promise<void> =>
    send(c, { type: 'reaction', emoji, is_on: isOn }, { kind: 'reaction', target_seq: seq })
  const recall = (c: string, seq: number, reason = ''): Promise<void> => send(c, { type: 'recall', reason }, { kind: 'recall', target_seq: seq })
  const edit = (c: string, seq: number, text: string): Promise<void> => send(c, { type: 'text', text }, { kind: 'edit', target_seq: seq })
  const pin = (c: string, seq: number, isOn: boolean): Promise<void> => send(c, { type: 'pin', is_on: isOn }, { kind: 'system', target_seq: seq })

  return { bump, react, recall, edit, pin, watchOn, open, older, send, retry, discard, moveOn, clear, readTo, tellTyping, revision }
})
