/** One conversation's log as this device holds it. Pure: no network, no clock, no Vue. */
import type { Body, CardName, Entry } from './types'

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
  /** Who has reacted with what, by the message's seq. */
  readonly reactions = new Map<number, Map<string, Set<string>>>()
  /** Pinned messages, by the message's seq: where the newest word about it stands in the log, and what it says. */
  private readonly pins = new Map<number, { at: number; isOn: boolean }>()
  private readonly said = new Map<string, number>()
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
    this.clearChanges()
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

  /** The seqs of what is pinned, in order. */
  get pinned(): number[] {
    return [...this.pins].filter(([, pin]) => pin.isOn).map(([seq]) => seq).sort((a, b) => a - b)
  }

  /** Pins from before the first entry held. */
  showPins(seqs: number[]): void {
    for (const seq of seqs) if (!this.pins.has(seq)) this.pins.set(seq, { at: 0, isOn: true })
  }

  at(seq: number): Entry | undefined {
    const found = this.entries[seq - this.first]
    return found?.seq === seq ? found : undefined
  }

  private clearChanges(): void {
    this.reactions.clear()
    this.pins.clear()
    this.said.clear()
  }

  private draw(entry: Entry): void {
    if (entry.target_seq !== null && entry.target_seq !== undefined) this.change(entry, entry.target_seq)
    const { card, id, version, view } = entry.body
    const isCard = entry.kind === 'booking' || entry.body.type === 'card'
    if (isCard && card && id) this.show({ card, id, version: version ?? 0, view })
  }

  /** A change of another entry. Older pages come later and bring older changes: the newest word about a thing counts. */
  private change(entry: Entry, seq: number): void {
    const { kind, body, sender } = entry
    if (kind === 'edit' && body.type !== 'text') return
    if (kind === 'edit') {
      if (this.isNewest(`${seq} edit`, entry.seq)) this.rewrite(seq, (was) => ({ ...was, text: body.text, edited_ms: entry.ts }))
    } else if (kind === 'recall') this.rewrite(seq, () => ({ type: 'recalled', by: sender }))
    else if (kind === 'reaction' && body.emoji && this.isNewest(`${seq} ${body.emoji} ${sender}`, entry.seq)) this.react(seq, body.emoji, sender, !!body.is_on)
    else if (body.type === 'pin' && entry.seq > (this.pins.get(seq)?.at ?? -1)) this.pins.set(seq, { at: entry.seq, isOn: !!body.is_on })
  }

  private isNewest(about: string, seq: number): boolean {
    if (seq <= (this.said.get(about) ?? 0)) return false
    this.said.set(about, seq)
    return true
  }

  /** What the server sends with a page is changed already: only what this device holds has to be. */
  private rewrite(seq: number, now: (was: Body) => Body): void {
    const was = this.at(seq)
    if (was && was.body.type !== 'recalled') this.entries[seq - this.first] = { ...was, body: now(was.body) }
  }

  private react(seq: number, emoji: string, sender: string, isOn: boolean): void {
    const shown = this.reactions.get(seq) ?? new Map<string, Set<string>>()
    const people = new Set(shown.get(emoji))
    if (isOn) people.add(sender)
    else people.delete(sender)
    if (people.size) shown.set(emoji, people)
    else shown.delete(emoji)
    this.reactions.set(seq, shown)
  }
}
