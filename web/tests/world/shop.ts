/** The oracle: a shop with one conversation, which keeps to the protocol and is simple enough to be right by looking. */
import type { Frame } from '../../src/platform/socket'
import type { Body, Entry, Page } from '../../src/platform/types'
import type { Chance } from './chance'
import type { Wire } from './wire'

export const C = 'c1'
/** Far smaller than the real ones, so that short schedules meet gaps and pages. */
const REPLAY = 6
const LATEST = 3
const PAGE = 5

export class Shop {
  log: Entry[] = []
  epoch = 1
  readonly wires = new Set<Wire>()
  /** Answers "not now" to a third of what is sent. */
  isBusy = false
  private readonly following = new Set<Wire>()
  private readonly known = new Map<string, Entry>()

  constructor(private readonly chance: Chance) {}

  get head(): number {
    return this.log.length
  }

  page(asked: URLSearchParams): Page {
    const [after, before] = [asked.get('after'), asked.get('before')]
    const last = after === null ? (before === null ? this.head : Number(before) - 1) : Math.min(this.head, Number(after) + PAGE)
    const from = after === null ? Math.max(0, last - PAGE) : Number(after)
    return { entries: this.log.slice(from, last), first: 1, head: this.head, epoch: `e${this.epoch}` }
  }

  /** A frame of a client, in the order of that client's wire. */
  hear(wire: Wire, frame: Frame): void {
    if (frame.t === 'hello') wire.push({ t: 'welcome', d: { epoch: `e${this.epoch}`, server_time: Date.now(), limits: { in_flight: 1 + this.chance.below(3) } } })
    else if (frame.t === 'ping') wire.push({ t: 'pong', d: {} })
    else if (frame.t === 'resume') this.replay(wire, (frame.d.conversations as Record<string, number>)[C]!)
    else if (frame.t === 'send') this.take(wire, frame)
  }

  /** Somebody else says something. */
  say(sender: string, text: string): void {
    this.append(sender, `other-${this.epoch}-${this.head}`, { type: 'text', text })
  }

  /** A wire is no more, whether its client knows or not. */
  leave(wire: Wire): void {
    this.wires.delete(wire)
    this.following.delete(wire)
  }

  beat(wire: Wire): void {
    if (this.following.has(wire)) wire.push({ t: 'beat', d: { heads: { [C]: this.head } } })
  }

  /** Put back to an older backup: another epoch, and all lines are cut. */
  restore(head: number): void {
    for (const lost of this.log.splice(head)) this.known.delete(lost.cmid)
    this.epoch++
    for (const wire of [...this.wires]) wire.cut(4004)
  }

  private replay(wire: Wire, cursor: number): void {
    if (this.isBusy && this.chance.once(3)) {
      wire.push({ t: 'err', c: C, d: { code: 'busy', temporary: true, message: '', ...(this.chance.once(2) ? { retry_after_ms: 500 } : {}) } })
      return
    }
    this.following.add(wire)
    if (cursor > this.head) wire.push({ t: 'cursor_ahead', c: C, d: { head: this.head } })
    else if (this.head - cursor > REPLAY) wire.push({ t: 'gap', c: C, d: { from: cursor + 1, entries: this.log.slice(-LATEST) } })
    else if (this.head > cursor) wire.push({ t: 'entries', c: C, d: { entries: this.log.slice(cursor) } })
    wire.push({ t: 'synced', c: C, d: { head: this.head } })
  }

  private take(wire: Wire, frame: Frame): void {
    const { cmid, body } = frame.d as { cmid: string; body: Body }
    const was = this.known.get(cmid)
    if (!was && this.isBusy && this.chance.once(3)) {
      wire.push({ t: 'err', c: C, d: { cmid, code: 'busy', temporary: true, message: '', ...(this.chance.once(2) ? { retry_after_ms: 500 } : {}) } })
      return
    }
    const pushesFirst = this.chance.once(2)
    const acknowledge = (one: Entry): void => wire.push({ t: 'ack', c: C, d: { cmid, msg_id: one.msg_id, seq: one.seq, n: one.n, ts: one.ts, ...(was ? { dup: true } : {}) } })
    // Push and answer of one commit come in either order.
    if (was) acknowledge(was)
    else this.append('me', cmid, body, pushesFirst ? undefined : acknowledge, pushesFirst ? acknowledge : undefined)
  }

  private append(sender: string, cmid: string, body: Body, before?: (one: Entry) => void, after?: (one: Entry) => void): void {
    const seq = this.head + 1
    const one: Entry = { c: C, seq, n: seq, msg_id: `m${this.epoch}-${seq}`, cmid, sender, device: 'd', kind: 'message', target_seq: null, body, ts: Date.now() }
    this.log.push(one)
    this.known.set(cmid, one)
    before?.(one)
    for (const wire of this.following) wire.push({ t: 'entries', c: C, d: { entries: [one] } })
    after?.(one)
  }
}
