// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import BookingCard from '../src/booking/BookingCard.vue'
import { isReworded, sentOf, turned, type ConsentForm } from '../src/desk/consent-forms'
import ConsentBook from '../src/pets/ConsentBook.vue'
import ConsentList from '../src/pets/ConsentList.vue'
import { agreedTo, type ConsentsView } from '../src/pets/consents'
import { setLang } from '../src/platform/i18n'
import type { BookingView, ConsentAsk } from '../src/platform/types'

const ask = (code: string, is_must: boolean, version = 1): ConsentAsk => ({
  code, version, is_must, name: { zh: `第 ${code} 份`, en: `No. ${code}` }, text: { zh: `${code} 的全文`, en: `All of ${code}` }, pets: [{ id: 'p', name: '豆豆' }, { id: 'q', name: '球球' }],
})
const view = (consents?: ConsentAsk[], over: Partial<BookingView> = {}): BookingView =>
  ({
    id: 'b1', version: 3, status: 'held', pet: { id: 'p', name: '豆豆', look: 'corgi', breed_label: null, care: [] }, services: [], starts_ms: Date.now() + 86_400_000, ends_ms: Date.now() + 90_000_000,
    groomer: null, lines: [], total_cents: 18_800, care: [], hold_until_ms: Date.now() + 600_000, can_extend: false, policy: { free_until_ms: Date.now(), late_percent: 50, is_late: false, fee_cents: 0 }, visit_stage: null, consents, ...over,
  }) as unknown as BookingView

const sent: { path: string; body: unknown; key: string | undefined }[] = []
let answer: () => Response

beforeEach(() => {
  setLang('zh')
  setActivePinia(createPinia())
  sent.length = 0
  vi.stubGlobal('fetch', (path: string, options: RequestInit) => {
    sent.push({ path, body: options.body ? JSON.parse(options.body as string) : undefined, key: (options.headers as Record<string, string>)['Idempotency-Key'] })
    return Promise.resolve(answer())
  })
})
afterEach(() => vi.unstubAllGlobals())

const shown = (one: BookingView, side: 'owner' | 'desk' = 'owner') => mount(BookingCard, { props: { state: { card: 'booking', id: 'b1', version: one.version, view: one }, c: 'c', side, demoInbox: null } })
const yes = (asked: ConsentAsk[]) => asked.flatMap(({ code, version, pets }) => pets.map((pet) => ({ code, version, pet_id: pet.id })))

describe('a booking card that asks for consents', () => {
  it('says yes to what must be and to what was ticked, for each pet', () => {
    const asked = [ask('a', true), ask('b', false, 2), ask('c', false)]
    expect(agreedTo(asked, [])).toEqual(yes([asked[0]!]))
    expect(agreedTo(asked, ['b/2', 'c/9'])).toEqual(yes(asked.slice(0, 2)))
  })

  it('says nothing of what was not there to be read yet', async () => {
    const card = shown(view([ask('a', true)]))
    answer = () => Response.json({ error: { code: 'consent_needed', message: '还差', temporary: false, data: { consents: [ask('a', true)] } } }, { status: 409 })
    expect(card.get('[data-testid=confirm-booking]').text()).toBe('同意并确认')
    await card.get('[data-testid=confirm-booking]').trigger('click')
    expect(sent[0]!.body).toEqual({ version: 3, agreed: [] })
  })

  it('sends what was agreed to with the yes, shows what is asked anew, and a newer card says it itself', async () => {
    const card = shown(view([ask('a', true), ask('b', false)]))
    await vi.waitFor(() => expect(card.findComponent(ConsentList).exists()).toBe(true))
    await card.get('[data-testid=tick-b]').trigger('change')
    answer = () => Response.json({ error: { code: 'consent_needed', message: '还差「c」', temporary: false, data: { consents: [ask('a', true, 2), ask('c', true), ask('b', false)] } } }, { status: 409 })
    await card.get('[data-testid=confirm-booking]').trigger('click')
    await flushPromises()
    expect(sent[0]!.body).toEqual({ version: 3, agreed: yes([ask('a', true), ask('b', false)]) })
    expect(card.get('[role=alert]').text()).toBe('还差「c」')
    expect(card.text()).toContain('第 c 份')
    answer = () => Response.json(view([], { status: 'confirmed', version: 4 }))
    await card.get('[data-testid=confirm-booking]').trigger('click')
    await flushPromises()
    expect(sent[1]!.body).toEqual({ version: 3, agreed: yes([ask('a', true, 2), ask('c', true), ask('b', false)]) })
    const moved = view([ask('d', false)], { version: 5 })
    await card.setProps({ state: { card: 'booking', id: 'b1', version: 5, view: moved } })
    expect(card.text()).toContain('第 d 份')
    expect(card.text()).not.toContain('第 c 份')
    expect(card.get('[data-testid=confirm-booking]').text()).toBe('确认预约')
  })

  it('asks nobody at the desk, and nobody on a card of before', async () => {
    for (const card of [shown(view([ask('a', true)]), 'desk'), shown(view())]) {
      await flushPromises()
      expect(card.find('[data-testid=card-consents]').exists()).toBe(false)
      answer = () => Response.json(view([], { status: 'confirmed', version: 4 }))
      await card.get('[data-testid=confirm-booking]').trigger('click')
      await flushPromises()
      expect(sent.findLast((one) => one.path.endsWith('/confirm'))!.body).toEqual({ version: 3, agreed: [] })
    }
  })
})

describe('a pet’s consents', () => {
  const file: ConsentsView = {
    pet_id: 'p',
    consents: [{ code: 'a', version: 2, name: { zh: '送医', en: 'Vet' }, text: { zh: '新的', en: 'New' }, is_must: true, is_on: true, state: 'changed', signed: [{ version: 1, text: { zh: '旧的', en: 'Old' }, by: '林女士', noted_by: '小林', at_ms: 1, withdrawn_by: null, withdrawn_ms: null }] }],
  }

  it('tell who agreed to which words, and are agreed to or taken back', async () => {
    const book = mount(ConsentBook, { props: { view: file, side: 'desk' } })
    expect(book.text()).toContain('林女士当面同意，小林记的')
    expect(book.text()).toContain('当时的文字：旧的')
    answer = () => Response.json(file)
    await book.get('[data-testid=agree]').trigger('click')
    await flushPromises()
    expect(sent[0]).toMatchObject({ path: '/api/pets/p/consents/a/agree', body: { version: 2 } })
    await book.get('[data-testid=withdraw]').trigger('click')
    await book.get('[data-testid=withdraw-sure]').trigger('click')
    await flushPromises()
    expect(sent[1]!.path).toBe('/api/pets/p/consents/a/withdraw')
    expect(book.emitted('changed')).toEqual([[file], [file]])
  })

  it('are read anew when the words have just changed', async () => {
    const book = mount(ConsentBook, { props: { view: file, side: 'owner' } })
    answer = () => Response.json({ error: { code: 'consent_changed', message: '改过了', temporary: false } }, { status: 409 })
    await book.get('[data-testid=agree]').trigger('click')
    await flushPromises()
    expect(book.emitted('stale')).toHaveLength(1)
    expect(book.get('[role=alert]').text()).toBe('改过了')
  })
})

describe('the shop’s form of a consent', () => {
  const form: ConsentForm = { code: 'a', version: 1, name: { zh: '送医', en: 'Vet' }, text: { zh: '好', en: 'Fine' }, services: [], species: [], from_years: null, is_must: false, is_on: true }

  it('knows when owners are asked anew, and what an empty age means', () => {
    expect(isReworded(form, { ...form, name: { zh: ' 送医 ', en: 'Vet' }, is_must: true })).toBe(false)
    expect(isReworded(form, { ...form, text: { zh: '好吧', en: 'Fine' } })).toBe(true)
    expect(sentOf({ ...form, from_years: '' as unknown as number }).from_years).toBeNull()
    expect(sentOf({ ...form, from_years: 8 }).from_years).toBe(8)
    expect(turned(turned(['bath'], 'groom'), 'bath')).toEqual(['groom'])
  })
})
