/** How messages leave: shown and kept at once, sent in their order, forgotten when the log has them. */
import { uuid7 } from '../platform/ids'
import { carryOver, forget, keep, plain, type Pending } from '../platform/outbox'
import { toast } from '../platform/toast'
import type { Ack, Body } from '../platform/types'
import { transmit } from './live'
import { Queue } from './queue'
import type { Outgoing, Talk } from './talk'

export interface Refused {
  code?: string
  cmid?: string
  temporary: boolean
  message: string
  retry_after_ms?: number
}

export type More = Pick<Pending, 'kind' | 'target_seq' | 'reply_to' | 'mentions'>

const waiting = (talk: Talk, cmid?: string): Outgoing | undefined => talk.outgoing.find((one) => one.cmid === cmid)

export class Leaving {
  private readonly queue: Queue

  constructor(
    talks: Map<string, Talk>,
    private readonly bump: () => void,
  ) {
    this.queue = new Queue(talks, transmitOne)
  }

  /** Another socket, on which so many messages may be unanswered. */
  restart(inFlight: number): void {
    this.queue.restart(inFlight)
  }

  clear(): void {
    this.queue.clear()
  }

  /** The log is in step: a missing ack is unknown, not failed, and the same id again gets the same answer. */
  goOn(talk: Talk): void {
    talk.isInStep = true
    this.queue.pump(talk)
  }

  /** Sends a message, or a change of one: in the outbox before it leaves, and a message on the page at once. */
  async send(talk: Talk, body: Body, more: More, cmid = uuid7()): Promise<void> {
    const where = talk.movedTo ? { c: talk.movedTo, body: plain(body) } : { c: talk.c, body, ...more }
    // Behind all that is on its way, also after the clock was set back.
    const at = Math.max(Date.now(), (talk.outgoing.at(-1)?.at ?? 0) + 1)
    const pending: Pending = { cmid, ...where, at }
    talk.outgoing.push({ ...pending, state: 'keeping' })
    this.bump()
    await keep(pending)
    this.letGo(talk, cmid)
  }

  /** Into the queue. It leaves after those before it, and only when the log is in step. */
  letGo(talk: Talk, cmid: string): void {
    const one = waiting(talk, cmid)
    if (!one || one.state === 'stored') return
    one.state = 'sending'
    this.queue.pump(talk)
  }

  /** Gives up a message that was refused. */
  async discard(talk: Talk, cmid: string): Promise<void> {
    talk.outgoing = talk.outgoing.filter((one) => one.cmid !== cmid)
    await forget(cmid)
  }

  /** A known phone was proved here: this conversation is over, and what is unsent goes on in the other one. */
  async moveOn(talk: Talk, to: { account: string; c: string }): Promise<void> {
    talk.movedTo = to.c
    await carryOver(talk.c, to)
  }

  /** What the outbox holds, of this page and of others, in the order of writing; then what is not in it yet. */
  pickUp(talk: Talk, left: Pending[]): void {
    const known = new Map(talk.outgoing.map((one) => [one.cmid, one]))
    const held = new Set(talk.log.entries.map((one) => one.cmid))
    const kept = new Set(left.map((one) => one.cmid))
    const found = left.filter((one) => !held.has(one.cmid)).map((one) => known.get(one.cmid) ?? { ...one, state: 'sending' as const })
    talk.outgoing = [...found, ...talk.outgoing.filter((one) => !kept.has(one.cmid))]
  }

  /** Another log: what the one before had taken in, this one may not have. The same id again is safe. */
  takeBack(talk: Talk): void {
    for (const one of talk.outgoing) if (one.state === 'stored') Object.assign(one, { state: 'sending', seq: undefined })
  }

  /** What the log holds, or is already past, is no longer on its way. */
  settle(talk: Talk): void {
    const held = new Set(talk.log.entries.map((entry) => entry.cmid))
    const done = talk.outgoing.filter((one) => held.has(one.cmid) || (one.seq ?? Infinity) <= talk.log.last)
    if (done.length) talk.outgoing = talk.outgoing.filter((one) => !done.includes(one))
    for (const one of done) {
      void forget(one.cmid)
      this.queue.answered(talk.c, one.cmid)
    }
    this.bump()
  }

  acknowledged(talk: Talk, ack: Ack): void {
    void forget(ack.cmid)
    const one = waiting(talk, ack.cmid)
    if (one) Object.assign(one, { state: 'stored', seq: ack.seq })
    this.settle(talk)
    this.queue.answered(talk.c, ack.cmid)
  }

  refused(talk: Talk, error: Refused): void {
    const one = waiting(talk, error.cmid)
    if (one?.state !== 'sending') return
    one.isSlow = error.code === 'slow_mode'
    if (error.temporary && !one.isSlow) {
      this.queue.postpone(talk.c, one.cmid, error.retry_after_ms)
      return
    }
    one.state = 'failed'
    one.words = error.message
    this.queue.answered(talk.c, one.cmid)
    // A change that was refused has no bubble of its own: it is said once, and over.
    if (one.kind) {
      toast(error.message, 'bad')
      void this.discard(talk, one.cmid)
    }
  }
}

/** Half a sign, as some keyboards leave it, is no text: the server could not even tell which message it was in. */
const wellFormed = (body: Body): Body => JSON.parse(JSON.stringify(body), (_, value: unknown) => (typeof value === 'string' ? value.replace(/\p{Cs}/gu, '\ufffd') : value)) as Body

function transmitOne(talk: Talk, cmid: string): boolean {
  const one = waiting(talk, cmid)
  if (!one) return false
  const { kind = 'message', body, target_seq, reply_to, mentions } = one
  return transmit({ t: 'send', c: one.c, d: { cmid, kind, body: wellFormed(body), target_seq, reply_to, mentions } })
}
