/** One conversation's log as this device holds it. Pure: no network, no clock, no Vue. */
import type { CardName, Entry } from './types'

export interface CardState {
  card: CardName
  id: string
  version: number
  view: unknown
}

export class ConversationLog {
  /** Entries in order of seq, without holes. */
  readonly entries: Entry[] = []
  /** The newest state of every card, by card and id. */
  readonly cards = new Map<string, CardState>()
  private readonly ahead = new Map<number, Entry>()

  /** The newest seq held, or `floor` while nothing is. */
  get last(): number {
    return this.entries.at(-1)?.seq ?? this.floor
  }

  get first(): number {
    return this.entries[0]?.seq ?? this.floor + 1
  }

  constructor(private floor = 0) {}

  /**
   * The receiver's rule: what is known is dropped, what follows is applied, what is further ahead is held.
   * Returns the first missing seq when there is a hole, else null.
   */
  receive(entries: Entry[]): number | null {
    for (const entry of entries) {
      if (entry.seq > this.last) this.ahead.set(entry.seq, entry)
    }
    for (let next = this.ahead.get(this.last + 1); next; next = this.ahead.get(this.last + 1)) {
      this.ahead.delete(next.seq)
      this.entries.push(next)
      this.draw(next)
    }
    return this.ahead.size > 0 ? this.last + 1 : null
  }

  /** The newest page of a log that is too long to replay: everything older is fetched when scrolled to. */
  restart(page: Entry[]): void {
    this.entries.length = 0
    this.ahead.clear()
    this.floor = (page[0]?.seq ?? 1) - 1
    this.receive(page)
  }

  /** Before a log of another epoch: its cards may have lower versions than those held. */
  forget(): void {
    this.cards.clear()
  }

  /** Older entries that end right before the first one held. */
  prepend(page: Entry[]): void {
    const older = page.filter((entry) => entry.seq < this.first)
    if (older.length === 0 || older.at(-1)!.seq !== this.first - 1) return
    this.entries.unshift(...older)
    for (const entry of older) this.draw(entry)
  }

  card(card: string, id: string): CardState | undefined {
    return this.cards.get(`${card}:${id}`)
  }

  /** Takes a card's state from elsewhere (an answer to a tap); older ones change nothing. */
  show(state: CardState): void {
    const key = `${state.card}:${state.id}`
    const known = this.cards.get(key)
    if (!known || state.version >= known.version) this.cards.set(key, state)
  }

  private draw(entry: Entry): void {
    const { card, id, version, view } = entry.body
    const isCard = entry.kind === 'booking' || entry.body.type === 'card'
    if (isCard && card && id) this.show({ card, id, version: version ?? 0, view })
  }
}
