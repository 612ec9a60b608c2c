/** One page in one browser tab: the real store, queue, log, outbox and socket, in modules of its own. */
import { createPinia } from 'pinia'
import { vi } from 'vitest'

import type { Page } from '../../src/platform/types'
import type { Chance } from './chance'
import { C, type Shop } from './shop'

export interface Modules {
  log: typeof import('../../src/platform/log')
  outbox: typeof import('../../src/platform/outbox')
  socket: typeof import('../../src/platform/socket')
  queue: typeof import('../../src/chat/queue')
  leaving: typeof import('../../src/chat/leaving')
  arriving: typeof import('../../src/chat/arriving')
}
/** Damages the modules of a tab before it starts, to see whether that is noticed. */
export type Sabotage = (modules: Modules) => void

interface Request {
  answer: (page: Page | Error) => void
  asked: URLSearchParams
  /** What the shop held when it was asked: an answer may be under way for long. */
  then: Page
}

export interface Said {
  text: string
  /** Stored on this device: from then on it may not be lost. */
  isKept: boolean
}

type Store = ReturnType<(typeof import('../../src/chat/conversation'))['useConversations']>

export class Tab {
  readonly requests: Request[] = []
  readonly said: Said[] = []
  store!: Store
  outbox!: Modules['outbox']
  isDead = false

  private constructor(
    readonly name: string,
    private readonly shop: Shop,
    private readonly chance: Chance,
  ) {}

  static async open(name: string, shop: Shop, chance: Chance, sabotage?: Sabotage): Promise<Tab> {
    const tab = new Tab(name, shop, chance)
    vi.resetModules()
    vi.doMock('../../src/platform/http', async (original) => ({
      ...(await original<typeof import('../../src/platform/http')>()),
      get: (path: string) => tab.get(path),
    }))
    const { useConversations } = await import('../../src/chat/conversation')
    const { openLine } = await import('../../src/chat/live')
    tab.outbox = await import('../../src/platform/outbox')
    sabotage?.({
      log: await import('../../src/platform/log'),
      outbox: tab.outbox,
      socket: await import('../../src/platform/socket'),
      queue: await import('../../src/chat/queue'),
      leaving: await import('../../src/chat/leaving'),
      arriving: await import('../../src/chat/arriving'),
    })
    tab.outbox.setAccount('me')
    tab.store = useConversations(createPinia())
    tab.store.open(C)
    sessionStorage.setItem('pawline.device', name)
    openLine('test')
    return tab
  }

  get talk(): ReturnType<Store['open']> {
    return this.store.open(C)
  }

  /** A person types. Kept once the outbox has it. */
  say(text: string): void {
    const said = { text, isKept: false }
    this.said.push(said)
    void this.store.send(C, { type: 'text', text }).then(() => {
      if (!this.isDead) said.isKept = true
    })
  }

  /** Closed or reloaded: nothing of it moves any more. */
  kill(): void {
    this.isDead = true
    this.requests.length = 0
  }

  /** The shop's answer to one request, as it was asked or as it is at this moment; a request may fail instead. */
  answer(at: number, isWell: boolean): void {
    const [one] = this.requests.splice(at, 1)
    if (one && !isWell) one.answer(new TypeError('offline'))
    else one?.answer(this.chance.once(2) ? one.then : this.shop.page(one.asked))
  }

  private get(path: string): Promise<unknown> {
    if (this.isDead) return new Promise(() => undefined)
    if (path.endsWith('/people')) return this.shop.isBusy && this.chance.once(3) ? Promise.reject(new TypeError('offline')) : Promise.resolve({ people: [] })
    const asked = new URL(path, 'http://shop').searchParams
    return new Promise((resolve, reject) => {
      const answer = (page: Page | Error): void => (page instanceof Error ? reject(page) : resolve(page))
      this.requests.push({ asked, answer, then: this.shop.page(asked) })
    })
  }
}
