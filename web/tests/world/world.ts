/** A browser, a network and a shop, in which everything that can happen does, by chance. */
import { IDBFactory } from 'fake-indexeddb'
import { expect, vi } from 'vitest'

import { chance, type Chance } from './chance'
import { Shop } from './shop'
import { Tab, type Sabotage, type Said } from './tab'
import { Wire } from './wire'

export interface Kind {
  /** What may befall a schedule. */
  tabs?: number
  restores?: boolean
  /** The clock of the device is set, to and fro. */
  clock?: boolean
  sabotage?: Sabotage
}

const CLOSES = [1006, 1006, 4001, 4002, 4004]
const HEALING = 400
const HOUR_MS = 3_600_000

export class World {
  readonly shop: Shop
  readonly tabs: Tab[] = []
  /** What was said in a tab and in those that took its place, in the order of typing. */
  readonly lives: Said[][] = []
  private readonly chance: Chance
  private wires: Wire[] = []
  private count = 0

  constructor(seed: number, private readonly kind: Kind) {
    this.chance = chance(seed)
    this.shop = new Shop(this.chance)
    this.shop.isBusy = this.chance.once(2)
    globalThis.indexedDB = new IDBFactory()
    Wire.shop = this.shop
    Wire.made = (wire) => this.wires.push(wire)
    vi.stubGlobal('WebSocket', Wire)
    vi.spyOn(Math, 'random').mockImplementation(() => this.chance.below(1000) / 1000)
  }

  /** Runs a schedule, looks at the pages after each step, and at everything when all is well again. */
  async run(steps: number): Promise<void> {
    await this.openTab()
    for (let step = 0; step < steps; step++) {
      await this.step()
      await vi.advanceTimersByTimeAsync(1 + this.chance.below(40))
      await this.turns(this.chance.below(3))
      for (const tab of this.tabs) this.look(tab)
    }
    await this.heal()
    // What only a closed tab knew comes with the next one.
    for (const tab of this.tabs.splice(0)) this.close(tab)
    await this.openTab()
    await this.heal()
    await this.judge()
  }

  private async openTab(life = this.lives.push([]) - 1): Promise<void> {
    const tab = await Tab.open(`${life} ${this.count++}`, this.shop, this.chance, this.kind.sabotage)
    this.tabs.push(tab)
    // No finger beats the storage of its own device, whatever the clock says.
    if (this.kind.clock) await this.turns(20)
  }

  private close(tab: Tab): void {
    tab.kill()
    for (const wire of this.wires) if (wire.device === tab.name || !wire.device) wire.cut(1006, true)
  }

  private async step(): Promise<void> {
    const tab = this.chance.of(this.tabs)
    const wire = this.chance.of(this.alive().length ? this.alive() : [null])
    const roll = this.chance.below(100)
    if (roll < 14) this.type(tab)
    else if (roll < 22) this.shop.say('other', `other ${this.count++}`)
    else if (roll < 42) wire?.deliverUp()
    else if (roll < 66) this.arrive(wire)
    else if (roll < 76) this.answer(tab, !this.chance.once(5))
    else if (roll < 80) await vi.advanceTimersByTimeAsync(this.chance.of([50, 600, 3_000, 46_000]))
    else if (roll < 81 && this.kind.clock) vi.setSystemTime(Date.now() + this.chance.of([-1, 1]) * HOUR_MS)
    else if (roll < 84) wire?.cut(this.chance.of(CLOSES), this.chance.once(4))
    else if (roll < 87) this.duplicate(wire)
    else if (roll < 89) this.loseAPush(wire)
    else if (roll < 91) this.crowd()
    else if (roll < 93) void tab.store.older(tab.talk).catch(() => undefined)
    else if (roll < 95) for (const one of this.alive()) this.shop.beat(one)
    else if (roll < 97) await this.reload(tab)
    else if (roll < 99) await this.anotherTab()
    else if (this.kind.restores) this.shop.restore(this.chance.below(this.shop.head + 1))
  }

  private alive(): Wire[] {
    this.wires = this.wires.filter((wire) => !wire.isOver)
    for (const wire of this.wires) if (wire.readyState === 0 && this.chance.once(2)) wire.open()
    return this.wires
  }

  private type(tab: Tab): void {
    tab.say(`mine ${this.count++}`)
    this.lives[Number(tab.name.split(' ')[0])]!.push(tab.said.at(-1)!)
  }

  /** In order, but a push of something new may overtake other entries. */
  private arrive(wire: Wire | null): void {
    if (!wire) return
    const pushes = wire.down.flatMap((frame, at) => (frame.t === 'entries' ? [at] : []))
    wire.deliverDown(pushes.length > 1 && this.chance.once(4) ? this.chance.of(pushes) : 0)
  }

  private answer(tab: Tab, isWell: boolean): void {
    if (tab.requests.length) tab.answer(this.chance.below(tab.requests.length), isWell)
  }

  private duplicate(wire: Wire | null): void {
    const entries = wire?.down.filter((frame) => frame.t === 'entries') ?? []
    if (entries.length) wire!.down.push(structuredClone(this.chance.of(entries)))
  }

  private loseAPush(wire: Wire | null): void {
    const at = wire?.down.findIndex((frame) => frame.t === 'entries') ?? -1
    if (at >= 0) wire!.down.splice(at, 1)
  }

  /** So much at once that whoever was away finds a gap. */
  private crowd(): void {
    for (let n = 0; n < 8; n++) this.shop.say('other', `other ${this.count++}`)
  }

  private async reload(tab: Tab): Promise<void> {
    this.close(tab)
    this.tabs.splice(this.tabs.indexOf(tab), 1)
    await this.openTab(Number(tab.name.split(' ')[0]))
  }

  private async anotherTab(): Promise<void> {
    if (this.tabs.length < (this.kind.tabs ?? 1)) return this.openTab()
    if (this.tabs.length > 1) this.close(this.tabs.pop()!)
  }

  /** The loop turns so often that the browser's storage has answered some of what it was asked. */
  private async turns(most: number): Promise<void> {
    for (let n = 0; n < most; n++) await new Promise((done) => setImmediate(done))
  }

  /** What has to hold at any moment, on every page. */
  private look(tab: Tab): void {
    const { log, outgoing } = tab.talk
    const seqs = log.entries.map((one) => one.seq)
    expect(seqs, 'without holes, in order').toEqual(seqs.map((_, at) => log.first + at))
    const held = new Set(log.entries.map((one) => one.cmid))
    expect(held.size, 'nothing twice in the log').toBe(seqs.length)
    expect(outgoing.filter((one) => held.has(one.cmid)), 'nothing both on its way and there').toEqual([])
    expect(new Set(outgoing.map((one) => one.cmid)).size, 'nothing twice on its way').toBe(outgoing.length)
    if (this.kind.restores) return
    for (const one of log.entries) expect(one.body.text, 'what the shop has').toBe(this.shop.log[one.seq - 1]?.body.text)
    const shown = new Set([...log.entries, ...outgoing, ...this.shop.log.slice(0, log.first - 1)].map((one) => one.body.text))
    for (const { text } of tab.said) expect(shown.has(text), `${text} is on the page`).toBe(true)
  }

  /** No more faults: everything arrives, and time passes. */
  private async heal(): Promise<void> {
    this.shop.isBusy = false
    for (let round = 0; round < HEALING; round++) {
      for (const wire of this.alive()) {
        while (wire.up.length) wire.deliverUp()
        while (wire.down.length) wire.deliverDown()
        if (round % 10 === 9) this.shop.beat(wire)
      }
      for (const tab of this.tabs) while (tab.requests.length) tab.answer(0, true)
      await this.turns(4)
      for (const tab of this.tabs) this.look(tab)
      if (round % 10 === 9 && this.tabs.every((tab) => this.isWell(tab))) return
      await vi.advanceTimersByTimeAsync(1_000)
    }
    expect(this.tabs.map((tab) => [tab.talk.log.last, tab.talk.outgoing]), 'in step again').toEqual(this.tabs.map(() => [this.shop.head, []]))
  }

  private isWell(tab: Tab): boolean {
    const { log, outgoing, isInStep } = tab.talk
    return isInStep && log.last === this.shop.head && outgoing.length === 0 && tab.requests.length === 0
  }

  /** What has to hold in the end. */
  private async judge(): Promise<void> {
    const [tab] = this.tabs as [Tab]
    const stored = this.shop.log.map((one) => one.body.text!)
    expect(new Set(stored).size, 'nothing was said twice').toBe(stored.length)
    for (const one of tab.talk.log.entries) expect(one.body.text, 'one truth').toBe(stored[one.seq - 1])
    expect(await tab.outbox.unsent('c1'), 'nothing is left behind').toEqual([])
    if (this.kind.restores) return
    for (const life of this.lives) {
      const texts = life.filter((one) => one.isKept || stored.includes(one.text)).map((one) => one.text)
      expect(stored.filter((text) => texts.includes(text)), 'everything, in the order of typing').toEqual(texts)
    }
  }
}
