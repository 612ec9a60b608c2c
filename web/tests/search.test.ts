// @vitest-environment happy-dom
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import Search from '../src/chat/Search.vue'
import { setLang } from '../src/platform/i18n'
import { until } from './until'

const PEOPLE: Record<string, object[]> = {
  c1: [
    { id: 'lin', name: '林女士', kind: 'owner' },
    { id: 'boss', name: '店长', kind: 'staff' },
    { id: 'bot', name: 'bot', kind: 'bot', role: 'bot' },
  ],
  g1: [{ id: 'wu', name: '吴叔', kind: 'owner' }],
}
const hit = (c: string, sender: string, body: object, title = ''): object => ({ entry: { c, seq: 1, msg_id: `${c}${sender}`, sender, ts: 0, body }, kind: title ? 'group' : 'owner', title, owner_id: null })
const FOUND = [
  hit('c1', 'lin', { type: 'file', name: '疫苗本.pdf', caption: '' }),
  hit('c1', 'boss', { type: 'text', text: '疫苗本收到' }),
  hit('c1', 'bot', { type: 'text', text: '疫苗要打' }),
  hit('g1', 'wu', { type: 'text', text: '疫苗哪里打' }, '柯基妈妈群'),
  hit('gone', 'x', { type: 'text', text: '疫苗' }),
]

let asked: string[] = []
let page: VueWrapper

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  setLang('zh')
  asked = []
  vi.stubGlobal('fetch', (path: string) => {
    asked.push(path)
    if (path.startsWith('/api/search')) return Promise.resolve(Response.json({ found: FOUND }))
    const people = PEOPLE[path.split('/')[3]!]
    return Promise.resolve(people ? Response.json({ people }) : new Response('{}', { status: 404 }))
  })
})
afterEach(() => {
  page.unmount()
  vi.useRealTimers()
})

async function search(props: { c?: string; me?: string }): Promise<string[]> {
  page = mount(Search, { props, attachTo: document.body })
  await page.get('input').setValue('疫苗')
  await vi.advanceTimersByTimeAsync(250)
  await until(() => page.findAll('small')[3]?.text().includes('吴叔'))
  return page.findAll('small').map((one) => one.text().split(' · ').slice(0, -1).join(' · '))
}

describe('what was found', () => {
  it('says who said it, and with whom or in which group', async () => {
    expect(await search({ me: 'boss' })).toEqual(['林女士', '我 · 林女士', '小助手 · 林女士', '吴叔 · 柯基妈妈群', ''])
    expect(page.findAll('button span')[0]!.text()).toBe('[文件] 疫苗本.pdf')
    // Each conversation is asked for once, however many hits are in it.
    expect(asked.filter((path) => path.endsWith('/people')).sort()).toEqual(['/api/conversations/c1/people', '/api/conversations/g1/people', '/api/conversations/gone/people'])
  })

  it('in the one conversation that is looked through does not say which', async () => {
    expect((await search({ c: 'c1', me: 'lin' })).slice(0, 3)).toEqual(['我', '店长', '小助手'])
  })
})

describe('a filled search', () => {
  it('is left by one Escape, unless an input method has it', async () => {
    await search({ me: 'boss' })
    const input = page.get('input')
    await flushPromises()
    expect(document.activeElement).toBe(input.element)
    await input.trigger('keydown', { key: 'Escape', isComposing: true })
    expect(page.emitted('close')).toBeUndefined()
    await input.trigger('keydown', { key: 'Escape' })
    expect(page.emitted('close')).toHaveLength(1)
  })
})
