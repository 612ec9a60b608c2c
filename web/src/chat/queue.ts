/** The order in which messages leave. One unanswered message a conversation: none can overtake another, whatever is refused. */
import type { Talk } from './talk'

const BASE_MS = 1_000
const CAP_MS = 30_000

export class Queue {
  /** What waits for its answer on this socket, by conversation. */
  private readonly flying = new Map<string, string>()
  private readonly pauses = new Map<string, ReturnType<typeof setTimeout>>()
  private readonly tries = new Map<string, number>()
  private most = Infinity

  constructor(
    private readonly talks: Map<string, Talk>,
    private readonly leave: (talk: Talk, cmid: string) => boolean,
  ) {}

  /** Another socket: no answer of the one before will come. `most` messages may be unanswered on it. */
  restart(most: number): void {
    this.flying.clear()
    this.most = most
  }

  /** Somebody else's page: nothing of before may leave. */
  clear(): void {
    this.pauses.forEach(clearTimeout)
    for (const one of [this.flying, this.pauses, this.tries]) one.clear()
  }

  /** Lets the oldest waiting message go, if it is its turn. What was acknowledged meanwhile is not waiting. */
  pump(talk: Talk): void {
    if (!talk.isInStep || talk.movedTo || this.pauses.has(talk.c)) return
    if (this.flying.has(talk.c) || this.flying.size >= this.most) return
    const next = talk.outgoing.find((one) => one.state === 'keeping' || one.state === 'sending')
    if (next?.state === 'sending' && this.leave(talk, next.cmid)) this.flying.set(talk.c, next.cmid)
  }

  /** The server has spoken about a message: the next ones may go, of any conversation that waited for room. */
  answered(c: string, cmid: string): void {
    this.tries.delete(c)
    this.land(c, cmid)
  }

  /** Refused for now: this message and all behind it wait, then go on in their order. */
  postpone(c: string, cmid: string, ms?: number): void {
    const tries = this.tries.get(c) ?? 0
    this.tries.set(c, tries + 1)
    clearTimeout(this.pauses.get(c))
    this.pauses.set(c, setTimeout(() => this.goOn(c), ms ?? Math.min(CAP_MS, BASE_MS * 2 ** tries)))
    this.land(c, cmid)
  }

  private goOn(c: string): void {
    this.pauses.delete(c)
    const talk = this.talks.get(c)
    if (talk) this.pump(talk)
  }

  private land(c: string, cmid: string): void {
    if (this.flying.get(c) !== cmid) return
    this.flying.delete(c)
    for (const talk of this.talks.values()) this.pump(talk)
  }
}
