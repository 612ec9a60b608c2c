/** The conversations this page has open: log, outbox, people, receipts. */
import { defineStore } from 'pinia'
import { markRaw, reactive, shallowReactive, shallowRef } from 'vue'

import { get } from '../platform/http'
import { uuid7 } from '../platform/ids'
import { ConversationLog } from '../platform/log'
import { carryOver, forget, keep, plain, unsent, type Pending } from '../platform/outbox'
import type { Frame } from '../platform/socket'
import type { Ack, Body, Entry, Person } from '../platform/types'
import { onFrame, onWelcome, transmit } from './live'
import { Queue } from './queue'

export interface Outgoing extends Pending {
  /** On its way into the outbox; waiting for the line or the ack; in the server's log; or refused for good, with its sentence. */
  state: 'keeping' | 'sending' | 'stored' | 'failed'
  words?: string
  /** Where the server has it. */
  seq?: number
}

export interface Talk {
  c: string
  /** Not reactive itself: `revision` of the store counts its changes. */
  log: ConversationLog
  outgoing: Outgoing[]
  people: Map<string, Person>
  /** How far each account has read. */
  read: Map<string, number>
  typing: Map<string, string>
  isLoaded: boolean
  /** The log is in step with the server since the last welcome: only then may new messages leave. */
  isInStep: boolean
  isAtStart: boolean
  /** This person's conversation goes on there: what is written here is kept for it. */
  movedTo: string | null
}

interface Refused {
  cmid?: string
  temporary: boolean
  message: string
  retry_after_ms?: number
}

const PAGE = 50
const RETRY_MS = 3_000
const TYPING_MS = 6_000
const PUSH_GRACE_MS = 400

export const useConversations = defineStore('conversations', () => {
  const talks = new Map<string, Talk>()
  let epoch = ''
  let isListening = false
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
      typing: shallowReactive(new Map()),
      isLoaded: false,
      isInStep: false,
      isAtStart: false,
      movedTo: null,
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
    })
  }

  async function start(talk: Talk): Promise<void> {
    const left = await unsent(talk.c)
    const known = new Set(talk.outgoing.map((one) => one.cmid))
    // Before whatever was typed while they were being read.
    talk.outgoing.unshift(...left.filter((one) => !known.has(one.cmid)).map((one) => ({ ...one, state: 'sending' as const })))
    try {
      const page = await get<{ entries: Entry[]; epoch: string }>(`/api/conversations/${talk.c}/entries?limit=${PAGE}`)
      const { log } = talk
      log.restart(page.entries)
      talk.isAtStart = log.first <= 1
      talk.isLoaded = true
      await meet(talk)
      settle(talk)
      resume(talk)
    } catch {
      // Without a network the welcome will come later and start again.
      if (talks.get(talk.c) === talk) setTimeout(() => void start(talk), RETRY_MS)
    }
  }

  function startAnew(talk: Talk): Promise<void> {
    talk.log.forget()
    talk.read.clear()
    // What that log had taken in, this one may not have: the same id again is safe.
    for (const one of talk.outgoing) if (one.state === 'stored') Object.assign(one, { state: 'sending', seq: undefined })
    return start(talk)
  }

  async function meet(talk: Talk): Promise<void> {
    const { people } = await get<{ people: Person[] }>(`/api/conversations/${talk.c}/people`)
    for (const person of people) talk.people.set(person.id, person)
  }

  function resume(talk: Talk): void {
    transmit({ t: 'resume', d: { conversations: { [talk.c]: talk.log.last } } })
  }

  /** Older messages, when somebody scrolls up to them. */
  async function older(talk: Talk): Promise<void> {
    const { log } = talk
    const page = await get<{ entries: Entry[] }>(`/api/conversations/${talk.c}/entries?before=${log.first}&limit=${PAGE}`)
    log.prepend(page.entries)
    talk.isAtStart = log.first <= 1 || page.entries.length === 0
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
    if (frame.t === 'entries') take(talk, frame.d.entries as Entry[])
    else if (frame.t === 'gap') restart(talk, frame.d.entries as Entry[])
    else if (frame.t === 'cursor_ahead') void startAnew(talk)
    else if (frame.t === 'synced') resend(talk)
    else if (frame.t === 'ack') acknowledged(talk, frame.d as unknown as Ack)
    else if (frame.t === 'err') refused(talk, frame.d as unknown as Refused)
    else if (frame.t === 'receipt') talk.read.set(frame.d.account_id as string, frame.d.read_seq as number)
    else if (frame.t === 'typing') typing(talk, frame.d as { account_id: string; name: string })
  }

  function take(talk: Talk, entries: Entry[]): void {
    if (!talk.isLoaded) return
    const hole = talk.log.receive(entries)
    if (hole !== null) void fill(talk)
    // Names that cannot be read now are asked for again with the next entry.
    if (entries.some((entry) => !talk.people.has(entry.sender))) void meet(talk).catch(() => undefined)
    for (const entry of entries) talk.typing.delete(entry.sender)
    settle(talk)
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
    return !!one && transmit({ t: 'send', c: one.c, d: { cmid, kind: 'message', body: one.body } })
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
    const one = waiting(talk, error.cmid)
    if (one?.state !== 'sending') return
    if (error.temporary) {
      queue.postpone(talk.c, one.cmid, error.retry_after_ms)
      return
    }
    one.state = 'failed'
    one.words = error.message
    queue.answered(talk.c, one.cmid)
  }

  function typing(talk: Talk, who: { account_id: string; name: string }): void {
    talk.typing.set(who.account_id, who.name)
    setTimeout(() => talk.typing.delete(who.account_id), TYPING_MS)
  }

  /** Sends a message: on the page at once, in the outbox before it leaves. */
  async function send(c: string, body: Body): Promise<void> {
    const talk = open(c)
    const cmid = uuid7()
    const pending: Pending = { cmid, ...(talk.movedTo ? { c: talk.movedTo, body: plain(body) } : { c, body }), at: Date.now() }
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

  function tellTyping(c: string): void {
    transmit({ t: 'typing', c, d: {} })
  }

  return { open, older, send, retry, discard, moveOn, clear, readTo, tellTyping, revision }
})
