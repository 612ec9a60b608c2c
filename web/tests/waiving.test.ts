import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import LetCome from '../src/desk/LetCome.vue'
import { barredBy } from '../src/desk/waiving'
import { Refusal } from '../src/platform/http'
import { setLang } from '../src/platform/i18n'

const asked: { path: string; body: unknown }[] = []
let refuses = ''

beforeEach(() => {
  setLang('zh')
  asked.length = 0
  refuses = ''
  vi.stubGlobal('fetch', (path: string, options: RequestInit) => {
    asked.push({ path, body: JSON.parse(options.body as string) })
    const isRefused = refuses !== '' && path.includes(refuses)
    return Promise.resolve(isRefused ? Response.json({ error: { code: 'no_such_pet', message: '没有找到', temporary: false } }, { status: 404 }) : Response.json({}))
  })
})
afterEach(() => vi.unstubAllGlobals())

describe('a pet that cannot come', () => {
  it('is named by the refusal, each once', () => {
    const obstacles = [{ pet_id: 'a' }, { pet_id: 'a' }, { pet_id: 'b' }]
    expect(barredBy(new Refusal('health_gate', '', 409, false, { day: '2026-11-24', obstacles }))).toEqual({ day: '2026-11-24', petIds: ['a', 'b'] })
    expect(barredBy(new Refusal('slot_taken', '', 409, false, {}))).toBeNull()
    expect(barredBy(new Error('x'))).toBeNull()
  })

  it('is let through with a reason, and only with one', async () => {
    const form = mount(LetCome, { props: { barred: { day: '2026-11-24', petIds: ['a', 'b'] } } })
    await form.get('[data-testid=let-why]').setValue('   ')
    await form.get('[data-testid=let-why]').trigger('keydown', { key: 'Enter' })
    expect((form.get('[data-testid=let-come]').element as HTMLButtonElement).disabled).toBe(true)
    expect(asked).toEqual([])
    await form.get('[data-testid=let-why]').setValue(' 兽医说可以 ')
    refuses = '/b/'
    await form.get('[data-testid=let-come]').trigger('click')
    await flushPromises()
    expect(form.get('[role=alert]').text()).toBe('没有找到')
    expect(form.emitted('let')).toBeUndefined()
    refuses = ''
    await form.get('[data-testid=let-come]').trigger('click')
    await flushPromises()
    expect(asked.at(-1)).toEqual({ path: '/api/pets/b/waivers', body: { day: '2026-11-24', reason: '兽医说可以' } })
    expect(form.emitted('let')).toHaveLength(1)
  })
})
