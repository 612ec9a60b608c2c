// @vitest-environment happy-dom
import 'fake-indexeddb/auto'

import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import type { Frame } from '../src/platform/socket'
import type { Entry } from '../src/platform/types'

const wire = vi.hoisted(() => ({
  sent: [] as Frame[],
  isOpen: true,
  hear: [] as ((frame: Frame) => void)[],
  welcome: [] as ((epoch: string) => void)[],
  stored: [] as Entry[],
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
    onWelcome: (hear: (epoch: string) => void) => wire.welcome.push(hear),
  }
})
vi.mock('../src/platform/http', async (original) => ({
  ...(await original<typeof import('../src/platform/http')>()),
  get: (path: string) => Promise.resolve(path.includes('/people') ? { people: [] } : { entries: wire.stored, epoch: 'e1' }),
}))

const { useConversations } = await import('../src/chat/conversation')

const settle = (): Promise<void> => new Promise((done) => setTimeout(done, 30))
const frame = (t: string, d: Record<string, unknown>, c = 'c1'): void => wire.hear.forEach((hear) => hear({ t, c, d }))
const sends = (): string[] => wire.sent.filter((one) => one.t === 'send').map((one) => (one.d.body as { text: string }).text)
const cmids = (): string[] => wire.sent.filter((one) => one.t === 'send').map((one) => one.d.cmid as string)
function comeBack(epoch = 'e1'): void {
  wire.isOpen = true
  wire.welcome.forEach((hear) => hear(epoch))
}
function entry(seq: number, cmid: string): Entry {
  return { c: 'c1', seq, n: seq, msg_id: `m${seq}`, cmid, sender: 'me', device: 'd', kind: 'message', target_seq: null, body: { type: 'text', text: cmid }, ts: seq }
}

beforeEach(async () => {
  Object.assign(wire, { sent: [], hear: [], welcome: [], stored: [], isOpen: true })
  const { unsent, forget } = await import('../src/platform/outbox')
  for (const left of await unsent('c1')) await forget(left.cmid)
  setActivePinia(createPinia())
})

async function opened() {
  const store = useConversations()
  const talk = store.open('c1')
  comeBack()
  await settle()
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
    await settle()
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
    expect(sends()).toEqual(['first', 'second', 'third'])
  })

  it('keeps a refused message where it is, with the reason', async () => {
    const { store, talk } = await opened()
    await store.send('c1', { type: 'text', text: 'no' })
    frame('err', { cmid: cmids()[0], temporary: false, message: 'too long' })
    expect(talk.outgoing[0]).toMatchObject({ state: 'failed', words: 'too long' })
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
    await settle()
    expect(talk.log.entries.map((one) => one.cmid)).toEqual(['restored'])
    frame('synced', { head: 1 })
    expect(sends()).toEqual(['mine'])
  })
})
