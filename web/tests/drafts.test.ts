// @vitest-environment happy-dom
import 'fake-indexeddb/auto'

import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import Composer from '../src/chat/Composer.vue'
import { useConversations } from '../src/chat/conversation'
import Notes from '../src/desk/Notes.vue'
import { draftOf, saveDraft, setAccount, unsent } from '../src/platform/outbox'
import { until } from './until'

let account = 0
let shown: VueWrapper | undefined

beforeEach(() => {
  setAccount(`a${account++}`)
  setActivePinia(createPinia())
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')))
})
afterEach(() => shown?.unmount())

type Room = typeof Composer | typeof Notes

async function open(room: Room, c = 'c1', box = 'composer-input'): Promise<{ box: () => string; type: (words: string) => Promise<void>; send: () => Promise<void> }> {
  shown?.unmount()
  const page = mount(room as typeof Notes, { props: { c } })
  shown = page
  const area = () => page.get<HTMLTextAreaElement>(`[data-testid=${box}]`)
  await flushPromises()
  return {
    box: () => area().element.value,
    type: async (words) => area().setValue(words),
    send: async () => page.get('form').trigger('submit'),
  }
}
const talk = () => useConversations().open('c1')
const edit = async (seq: number, text: string): Promise<void> => {
  talk().editing = { seq, text }
  await flushPromises()
}
const left = async (c = 'c1') => (await unsent(c)).map((one) => [one.kind ?? 'message', one.body.text])

describe('a draft', () => {
  it('is there again after an edit was sent, and is stored all the while', async () => {
    const page = await open(Composer)
    await page.type('周六来可以吗')
    await edit(3, '我周三过来')
    expect(page.box()).toBe('我周三过来')
    await page.type('我周四过来')
    expect(await draftOf('c1')).toBe('周六来可以吗')
    await page.send()
    expect(page.box()).toBe('周六来可以吗')
    expect(await draftOf('c1')).toBe('周六来可以吗')
    await until(async () => (await left()).length)
    expect(await left()).toEqual([['edit', '我周四过来']])
  })

  it('is there again after an edit was called off, by the button and by Escape', async () => {
    const page = await open(Composer)
    await page.type('周六')
    for (const how of ['button', 'key']) {
      await edit(3, '我周三过来')
      if (how === 'button') await shown!.get('[data-testid=composer-drop]').trigger('click')
      else await shown!.get('textarea').trigger('keydown', { key: 'Escape' })
      expect(page.box()).toBe('周六')
      expect(talk().editing).toBeNull()
    }
  })

  it('is what whoever comes back finds, and it is sent as a message', async () => {
    const before = await open(Composer)
    await before.type('周六')
    await edit(3, '我周三过来')
    await before.type('我周四过来')
    useConversations().leave('c1')
    const after = await open(Composer)
    await until(() => after.box() === '周六')
    await after.send()
    await until(async () => (await left()).length)
    expect(await left()).toEqual([['message', '周六']])
  })

  it('goes on answering what it answered before the edit', async () => {
    await saveDraft('c1', '好的')
    const page = await open(Composer)
    await until(() => page.box() === '好的')
    talk().replyTo = 2
    await edit(3, '我周三过来')
    await page.send()
    await page.send()
    await until(async () => (await left()).length === 2)
    expect((await unsent('c1')).map((one) => one.reply_to)).toEqual([undefined, 2])
  })

  it('of another conversation is another one', async () => {
    const first = await open(Composer)
    await first.type('给第一位')
    const second = await open(Composer, 'c2')
    expect(second.box()).toBe('')
    const again = await open(Composer)
    await until(() => again.box() === '给第一位')
  })

  it('stays with the page where the browser keeps nothing', async () => {
    vi.stubGlobal('indexedDB', { open: () => { throw new Error('private') } })
    const before = await open(Composer)
    await before.type('周六')
    const after = await open(Composer)
    await until(() => after.box() === '周六')
    vi.unstubAllGlobals()
  })
})

describe('a note that is being written', () => {
  it('is there again after a reply, and neither takes the other for its own', async () => {
    const note = await open(Notes, 'c1', 'note-input')
    await note.type('上次咬过小美')
    const reply = await open(Composer)
    expect(reply.box()).toBe('')
    await reply.type('您好')
    const again = await open(Notes, 'c1', 'note-input')
    await until(() => again.box() === '上次咬过小美')
    const other = await open(Notes, 'c2', 'note-input')
    expect(other.box()).toBe('')
    const back = await open(Composer)
    await until(() => back.box() === '您好')
  })

  it('is forgotten when it is kept', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(Response.json({})))
    const note = await open(Notes, 'c1', 'note-input')
    await note.type('戴嘴套')
    await note.send()
    await until(async () => (await draftOf('note c1')) === '')
    expect(note.box()).toBe('')
  })
})
