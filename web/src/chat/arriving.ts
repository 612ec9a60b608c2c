/** How the log arrives: the newest page, then what follows; what is missing is fetched, and older pages when asked for. */
import { get, Refusal } from '../platform/http'
import { unsent } from '../platform/outbox'
import type { Ack, Entry, Page, Person } from '../platform/types'
import type { Leaving } from './leaving'
import { transmit } from './live'
import type { Talk } from './talk'

const PAGE = 50
const MOST = 100
const RETRY_MS = 3_000
const PUSH_GRACE_MS = 400

export class Arriving {
  /** Of the line that is on; empty before the first welcome. */
  private epoch = ''
  private readonly asking = new Map<string, ReturnType<typeof setTimeout>>()

  constructor(
    private readonly talks: Map<string, Talk>,
    private readonly leaving: Leaving,
  ) {}

  /** A welcome: what was missed is asked for. Another epoch is another log: everything is read anew. */
  catchUp(epoch: string): void {
    this.epoch = epoch
    for (const talk of this.talks.values()) {
      talk.isInStep = false
      if (talk.isLoaded && talk.epoch !== epoch) void this.startAnew(talk)
      else if (talk.isLoaded) this.resume(talk)
    }
  }

  async start(talk: Talk): Promise<void> {
    this.leaving.pickUp(talk, await unsent(talk.c))
    try {
      const page = await this.page(talk, `limit=${PAGE}`)
      // Two may have been asked for at once: the first one counts, the other may be older.
      if (talk.isLoaded) return
      talk.log.restart(page.entries)
      talk.epoch = page.epoch
      talk.isAtStart = talk.log.first <= page.first
      talk.isLoaded = true
      this.leaving.settle(talk)
      this.resume(talk)
      await this.meet(talk)
    } catch (error) {
      this.again(talk, error, () => (talk.isLoaded ? this.meet(talk) : this.start(talk)))
    }
  }

  /** The log held is not that of the server. What is unsent stays and is sent again. */
  startAnew(talk: Talk): Promise<void> {
    talk.isLoaded = false
    talk.log.forget()
    talk.read.clear()
    talk.delivered.clear()
    this.leaving.takeBack(talk)
    return this.start(talk)
  }

  /** Refused for now: without the answer nothing may leave and nothing is told, so it is asked for again. */
  resumeLater(talk: Talk, ms = RETRY_MS): void {
    clearTimeout(this.asking.get(talk.c))
    this.asking.set(talk.c, setTimeout(() => {
      if (!talk.isInStep && talk.isLoaded && this.talks.get(talk.c) === talk) this.resume(talk)
    }, ms))
  }

  resume(talk: Talk): void {
    transmit({ t: 'resume', d: { conversations: { [talk.c]: talk.log.last } } })
  }

  /** Older messages, when somebody scrolls up to them. */
  async older(talk: Talk): Promise<void> {
    const { log } = talk
    const page = await this.page(talk, `before=${log.first}&limit=${PAGE}`)
    if (page.epoch !== talk.epoch) return
    log.prepend(page.entries)
    talk.isAtStart = log.first <= page.first || page.entries.length === 0
    this.leaving.settle(talk)
  }

  /** What a heartbeat says is there. */
  noticed(talk: Talk, head: number): void {
    if (talk.isLoaded && head > talk.log.last) this.resume(talk)
  }

  take(talk: Talk, entries: Entry[]): void {
    if (!talk.isLoaded) return
    if (talk.log.receive(entries) !== null) void this.fill(talk)
    // Names that cannot be read now are asked for again with the next entry.
    if (entries.some((entry) => entry.kind === 'member' || !talk.people.has(entry.sender))) void this.meet(talk).catch(() => undefined)
    for (const entry of entries) {
      talk.typing.delete(entry.sender)
      talk.drafts.delete(entry.sender)
      // Who writes has read what stands above.
      if (talk.people.get(entry.sender)?.kind !== 'bot') this.mark(talk, entry.sender, entry.seq, entry.kind === 'message' ? entry.seq : 0)
    }
    // Said once for what came together; the page that shows it says `read` by itself.
    if (entries.at(-1)?.kind === 'message') transmit({ t: 'delivered', c: talk.c, d: { seq: talk.log.last } })
    this.leaving.settle(talk)
  }

  /** Too much was missed: the newest page stands alone, older ones are fetched when scrolled to. */
  leap(talk: Talk, entries: Entry[]): void {
    if (!talk.isLoaded) return
    talk.log.restart(entries)
    talk.isAtStart = false
    this.leaving.settle(talk)
  }

  /** An acknowledged entry is in the log; its push is usually right behind the ack. */
  expect(talk: Talk, ack: Ack): void {
    setTimeout(() => {
      if (talk.isLoaded && ack.seq > talk.log.last) void this.fill(talk)
    }, PUSH_GRACE_MS)
  }

  mark(talk: Talk, account: string, delivered: number, read: number): void {
    if (read > (talk.read.get(account) ?? 0)) talk.read.set(account, read)
    const most = Math.max(delivered, read)
    if (most > (talk.delivered.get(account) ?? 0)) talk.delivered.set(account, most)
  }

  /** Fetches what is missing. When that fails, the next welcome or heartbeat asks again. */
  private async fill(talk: Talk): Promise<void> {
    try {
      const page = await this.page(talk, `after=${talk.log.last}&limit=${MOST}`)
      if (!talk.isLoaded || page.epoch !== talk.epoch) return
      const hole = talk.log.receive(page.entries)
      this.leaving.settle(talk)
      if (hole !== null && page.entries.length > 0) await this.fill(talk)
    } catch {
      this.leaving.settle(talk)
    }
  }

  private async meet(talk: Talk): Promise<void> {
    const { people } = await get<{ people: Person[] }>(`/api/conversations/${talk.c}/people`)
    for (const person of people) {
      talk.people.set(person.id, person)
      this.mark(talk, person.id, person.delivered_seq, person.read_seq)
    }
  }

  /** A stretch of the log. One of another epoch than the line's was under way too long, or is ahead of the welcome. */
  private async page(talk: Talk, asked: string): Promise<Page> {
    const page = await get<Page>(`/api/conversations/${talk.c}/entries?${asked}`)
    if (this.epoch && page.epoch !== this.epoch) throw new Refusal('other_epoch', '', 0, true)
    return page
  }

  /** Tried again in a while. Where somebody is not let in, nothing more is asked. */
  private again(talk: Talk, error: unknown, ask: () => Promise<void>): void {
    if (error instanceof Refusal && error.status === 404) talk.isOver = true
    if (talk.isOver || this.talks.get(talk.c) !== talk) return
    setTimeout(() => void ask().catch((next: unknown) => this.again(talk, next, ask)), RETRY_MS)
  }
}
