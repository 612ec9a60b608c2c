// @vitest-environment happy-dom
import 'fake-indexeddb/auto'

import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import type { Frame } from '../src/platform/socket'
import type { Entry } from '../src/platform/types'
import { until } from './until'

const wire = vi.hoisted(() => ({
  sent: [] as Frame[],
  isOpen: true,
  hear: [] as ((frame: Frame) => void)[],
  welcome: [] as ((epoch: string, inFlight: number) => void)[],
  stored: [] as Entry[],
  epoch: 'e1',
  lost: [] as (() => void)[],
}))

vi.mock('../src/chat/live', async () => {
  const { ref } = await import('vue')
  const lineState = ref('on')
  wire.lost.push(() => {
    lineState.value = 'off'
    wire.isOpen = false
  })
  return {
    lineState,
    transmit: (frame: Frame) => {
      if (wire.isOpen) wire.sent.push(frame)
      return wire.isOpen
    },
    onFrame: (hear: (frame: Frame) => void) => wire.hear.push(hear),
    onWelcome: (hear: (epoch: string, inFlight: number) => void) => wire.welcome.push(hear),
  }
})
vi.mock('../src/platform/http', async (original) => ({
  ...(await original<typeof import('../src/platform/http')>()),
  get: (path: string) => Promise.resolve(path.includes('/people') ? { people: [] } : { entries: wire.stored, first: 1, head: wire.stored.length, epoch: wire.epoch }),
}))

const { useConversations } = await import('../src/chat/conversation')

const frame = (t: string, d: Record<string, unknown>, c = 'c1'): void => wire.hear.forEach((hear) => hear({ t, c, d }))
const sends = (): string[] => wire.sent.filter((one) => one.t === 'send').map((one) => (one.d.body as { text: string }).text)
const cmids = (): string[] => wire.sent.filter((one) => one.t === 'send').map((one) => one.d.cmid as string)
function comeBack(epoch = 'e1', inFlight = 16): void {
  wire.epoch = epoch
  wire.isOpen = true
  wire.welcome.forEach((hear) => hear(epoch, inFlight))
}
const say = (text: string): { type: string; text: string } => ({ type: 'text', text })
/** The server took in what was sent last. */
const ack = (seq: number, c = 'c1'): void => frame('ack', { cmid: cmids().at(-1), msg_id: 'm', seq, n: seq, ts: 0 }, c)
const refuse = (more: Record<string, unknown>, c = 'c1'): void => frame('err', { cmid: cmids().at(-1), message: '忙', ...more }, c)
function entry(seq: number, cmid: string): Entry {
  return { c: 'c1', seq, n: seq, msg_id: `m${seq}`, cmid, sender: 'me', device: 'd', kind: 'message', target_seq: null, body: { type: 'text', text: cmid }, ts: seq }
}

beforeEach(async () => {
  Object.assign(wire, { sent: [], hear: [], welcome: [], stored: [], isOpen: true, epoch: 'e1' })
  const { unsent, forget, setAccount } = await import('../src/platform/outbox')
  setAccount('me')
  for (const left of await unsent('c1')) await forget(left.cmid)
  setActivePinia(createPinia())
})

async function opened() {
  const store = useConversations()
  const talk = store.open('c1')
  comeBack()
  await until(() => talk.isLoaded)
  frame('synced', { head: 0 })
  wire.sent.length = 0
  return { store, talk }
}

describe('sending', () => {
  it('shows at once, and gives way to the entry with its id', async () => {
    const { store, talk } = await opened()
    await store.send('c1', { type: 'text', text: 'hi' })
    expect(talk.outgoing).toHaveLength(1)
    frame('entries', { entries: [entry(1, cmids()[0]!)] })
    expect(talk.outgoing).toHaveLength(0)
    expect(talk.log.entries).toHaveLength(1)
  })

  it('takes a missing acknowledgement for unknown: the same id goes again after the log is in step', async () => {
    const { store } = await opened()
    await store.send('c1', { type: 'text', text: 'one' })
    const first = cmids()
    wire.lost[0]!()
    comeBack()
    expect(wire.sent.at(-1)?.t).toBe('resume')
    expect(cmids()).toEqual(first)
    frame('synced', { head: 0 })
    expect(cmids()).toEqual([first[0], first[0]])
  })

  it('never lets a new message overtake those that wait for the log', async () => {
    const { store } = await opened()
    wire.lost[0]!()
    await store.send('c1', { type: 'text', text: 'first' })
    await store.send('c1', { type: 'text', text: 'second' })
    comeBack()
    await store.send('c1', { type: 'text', text: 'third' })
    frame('synced', { head: 0 })
    ack(1)
    ack(2)
    expect(sends()).toEqual(['first', 'second', 'third'])
  })

  it('keeps a refused message where it is, with the reason', async () => {
    const { store, talk } = await opened()
    await store.send('c1', { type: 'text', text: 'no' })
    frame('err', { cmid: cmids()[0], temporary: false, message: 'too long' })
    expect(talk.outgoing[0]).toMatchObject({ state: 'failed', words: 'too long' })
  })
})

describe('the queue of a conversation', () => {
  afterEach(() => vi.useRealTimers())

  /** Opened with the clock in our hands; messages are stored before they leave, which takes real turns of the loop. */
  async function queued(...texts: string[]) {
    const { store, talk } = await opened()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    for (const text of texts) await store.send('c1', say(text))
    return { store, talk }
  }

  it('lets nothing overtake a message that has to wait', async () => {
    const { store } = await queued('m1', 'm2')
    refuse({ temporary: true, retry_after_ms: 700 })
    await store.send('c1', say('m3'))
    vi.advanceTimersByTime(699)
    expect(sends()).toEqual(['m1'])
    vi.advanceTimersByTime(1)
    ack(1)
    ack(2)
    expect(sends()).toEqual(['m1', 'm1', 'm2', 'm3'])
  })

  it('waits longer each time where the server names no time, and from the start after an answer', async () => {
    await queued('m1', 'm2')
    const tries = (): number => sends().length
    for (const wait of [1_000, 2_000, 4_000]) {
      const before = tries()
      refuse({ temporary: true })
      vi.advanceTimersByTime(wait - 1)
      expect(tries()).toBe(before)
      vi.advanceTimersByTime(1)
      expect(tries()).toBe(before + 1)
    }
    ack(1)
    refuse({ temporary: true })
    vi.advanceTimersByTime(1_000)
    expect(sends().slice(-2)).toEqual(['m2', 'm2'])
  })

  it('never sends again what was acknowledged meanwhile', async () => {
    const { talk } = await queued('m1', 'm2')
    const [first] = cmids()
    refuse({ temporary: true, retry_after_ms: 500 })
    frame('ack', { cmid: first, msg_id: 'm', seq: 1, n: 1, ts: 0 })
    vi.advanceTimersByTime(500)
    expect(sends()).toEqual(['m1', 'm2'])
    expect(talk.outgoing[0]).toMatchObject({ state: 'stored' })
    comeBack()
    frame('synced', { head: 0 })
    expect(sends()).toEqual(['m1', 'm2', 'm2'])
  })

  it('lets go of an acknowledged message when a gap leaves it behind', async () => {
    const { talk } = await queued('m1')
    ack(4)
    frame('gap', { entries: [entry(70, 'far'), entry(71, 'on')] })
    expect(talk.outgoing).toHaveLength(0)
  })

  it('goes on after a message that was refused for good, and takes it up again on a tap', async () => {
    const { store, talk } = await queued('m1', 'm2')
    const [first] = cmids()
    refuse({ temporary: false, message: 'no' })
    expect(sends()).toEqual(['m1', 'm2'])
    expect(talk.outgoing[0]).toMatchObject({ state: 'failed', words: 'no' })
    ack(1)
    await store.retry('c1', first!)
    expect(sends()).toEqual(['m1', 'm2', 'm1'])
  })

  it('keeps to the number of unanswered messages that a socket may have', async () => {
    const { store } = await opened()
    const others = ['c2', 'c3'].map((c) => store.open(c))
    await until(() => others.every((one) => one.isLoaded))
    comeBack('e1', 2)
    for (const c of ['c1', 'c2', 'c3']) frame('synced', { head: 0 }, c)
    wire.sent.length = 0
    for (const c of ['c1', 'c2', 'c3']) await store.send(c, say(c))
    expect(sends()).toEqual(['c1', 'c2'])
    frame('ack', { cmid: cmids()[0], msg_id: 'm', seq: 1, n: 1, ts: 0 }, 'c1')
    expect(sends()).toEqual(['c1', 'c2', 'c3'])
  })
})

describe('another account', () => {
  it('of a guest who turns out to be known: what is unsent waits in the other conversation, nothing leaves here', async () => {
    const { unsent, setAccount } = await import('../src/platform/outbox')
    setAccount('guest')
    const { store, talk } = await opened()
    await store.send('c1', say('on its way'))
    await store.send('c1', say('behind it'))
    await store.moveOn('c1', { account: 'known', c: 'c9' })
    await store.send('c1', say('typed after'))
    refuse({ temporary: false })
    expect(sends()).toEqual(['on its way'])
    expect(talk.movedTo).toBe('c9')
    expect((await unsent('c9')).map((one) => one.body.text)).toEqual(['on its way', 'behind it', 'typed after'])
    expect(await unsent('c1', 'guest')).toEqual([])
  })

  it('finds nothing of the one before', async () => {
    const { store, talk } = await opened()
    wire.lost[0]!()
    await store.send('c1', say("somebody else's"))
    store.clear()
    const { setAccount } = await import('../src/platform/outbox')
    setAccount('other')
    const other = store.open('c1')
    expect(other).not.toBe(talk)
    comeBack()
    await until(() => other.isLoaded)
    frame('synced', { head: 0 })
    expect(sends()).toEqual([])
  })
})

describe('another epoch', () => {
  it('reads everything anew and keeps what was not sent', async () => {
    const { store, talk } = await opened()
    frame('entries', { entries: [entry(1, 'old1'), entry(2, 'old2')] })
    wire.lost[0]!()
    await store.send('c1', { type: 'text', text: 'mine' })
    wire.stored = [entry(1, 'restored')]
    comeBack('e2')
    await until(() => talk.isLoaded)
    expect(talk.log.entries.map((one) => one.cmid)).toEqual(['restored'])
    frame('synced', { head: 1 })
    expect(sends()).toEqual(['mine'])
  })
})

describe('groups', () => {
  it('gives up a message that slow mode refused, although the refusal is for now', async () => {
    const { store, talk } = await opened()
    await store.send('c1', say('too soon'))
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    refuse({ code: 'slow_mode', temporary: true, retry_after_ms: 10 })
    vi.advanceTimersByTime(60_000)
    vi.useRealTimers()
    expect(sends()).toEqual(['too soon'])
    expect(talk.outgoing[0]).toMatchObject({ state: 'failed', isSlow: true, words: '忙' })
  })

  it('is over for whoever is shown out, and begins anew for whoever is let in again', async () => {
    const { talk } = await opened()
    frame('left', { kind: 'group' })
    expect(talk.isOver).toBe(true)
    wire.stored = [entry(1, 'again')]
    frame('joined', { kind: 'group' })
    await until(() => talk.isLoaded)
    expect(talk.isOver).toBe(false)
    expect(talk.log.last).toBe(1)
  })

  it('knows that it was shown out while it was away', async () => {
    const { talk } = await opened()
    frame('err', { code: 'no_such_conversation', temporary: false, message: '' })
    expect(talk.isOver).toBe(true)
  })

  it('asks again when it was refused for now at coming back, and then what waits may leave', async () => {
    const { store } = await opened()
    wire.lost[0]!()
    await store.send('c1', say('有人吗'))
    comeBack()
    vi.useFakeTimers()
    frame('err', { code: 'busy', temporary: true, message: '忙', retry_after_ms: 700 })
    wire.sent.length = 0
    await vi.advanceTimersByTimeAsync(699)
    expect(wire.sent).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(wire.sent.map((one) => one.t)).toEqual(['resume'])
    vi.useRealTimers()
    frame('synced', { head: 0 })
    expect(sends()).toEqual(['有人吗'])
  })

  it('sends a sign in the place of half a one: the server could not read the message, nor say which it was', async () => {
    const { store } = await opened()
    await store.send('c1', say('你好 \ud83d'))
    await until(() => sends().length)
    expect(sends()).toEqual(['你好 \ufffd'])
  })
})
