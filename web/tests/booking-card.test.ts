// @vitest-environment happy-dom
import 'fake-indexeddb/auto'

import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import BookingCard from '../src/booking/BookingCard.vue'
import PhoneStep from '../src/booking/PhoneStep.vue'
import { isAway } from '../src/chat/live'
import { setLang } from '../src/platform/i18n'
import { keep, setAccount, unsent } from '../src/platform/outbox'
import type { BookingView, Me } from '../src/platform/types'

const view = {
  id: 'b1',
  version: 1,
  status: 'held',
  pet: { id: 'p', name: '豆豆', look: 'corgi', breed_label: null, care: [] },
  services: [],
  starts_ms: Date.now() + 86_400_000,
  ends_ms: Date.now() + 90_000_000,
  groomer: null,
  lines: [],
  total_cents: 18_800,
  care: [],
  hold_until_ms: Date.now() + 600_000,
  can_extend: false,
  policy: { free_until_ms: Date.now(), late_percent: 50, is_late: false, fee_cents: 0 },
  visit_stage: null,
} as unknown as BookingView
const known = { account_id: 'known', conversation_id: 'c-known' } as Me
const error = (code: string, message: string): Response => Response.json({ error: { code, message, temporary: false } }, { status: 409 })
const reload = vi.fn()
let confirmed: () => Response

async function proving() {
  const card = mount(BookingCard, { props: { state: { card: 'booking', id: 'b1', version: 1, view }, c: 'c-guest', side: 'owner', demoInbox: null } })
  confirmed = () => error('phone_needed', '')
  await card.get('[data-testid=confirm-booking]').trigger('click')
  // The step is fetched with the first tap.
  await vi.waitFor(() => expect(card.findComponent(PhoneStep).exists()).toBe(true))
  return card
}

beforeEach(() => {
  setLang('zh')
  setActivePinia(createPinia())
  setAccount('guest')
  reload.mockReset()
  vi.spyOn(location, 'reload').mockImplementation(reload)
  vi.stubGlobal('fetch', (path: string) => {
    if (path.endsWith('/confirm')) return Promise.resolve(confirmed())
    return Promise.resolve(Response.json({ entries: [], people: [], epoch: 'e' }))
  })
})

describe('a guest whose phone is known', () => {
  it('goes over to the known conversation when the booking is confirmed, and what is unsent goes along', async () => {
    const card = await proving()
    await keep({ cmid: 'late', c: 'c-guest', at: 1, body: { type: 'text', text: '还有一句' } })
    confirmed = () => Response.json({ ...view, version: 2, status: 'confirmed' })
    card.findComponent(PhoneStep).vm.$emit('proved', known)
    await vi.waitFor(() => expect(reload).toHaveBeenCalledTimes(1))
    expect((await unsent('c-known')).map((one) => one.body.text)).toEqual(['还有一句'])
  })

  it('reads why the booking was refused: the page stays', async () => {
    const card = await proving()
    confirmed = () => error('hold_gone', '这个时间已经放掉了')
    card.findComponent(PhoneStep).vm.$emit('proved', known)
    await vi.waitFor(() => expect(card.get('[role=alert]').text()).toBe('这个时间已经放掉了'))
    expect(reload).not.toHaveBeenCalled()
  })
})

describe('a card without a network', () => {
  it('cannot be confirmed, and says why', async () => {
    const card = mount(BookingCard, { props: { state: { card: 'booking', id: 'b1', version: 1, view }, c: 'c-guest', side: 'owner', demoInbox: null } })
    isAway.value = true
    await flushPromises()
    expect(card.get<HTMLButtonElement>('[data-testid=confirm-booking]').element.disabled).toBe(true)
    expect(card.text()).toContain('没连上店里')
    isAway.value = false
  })

  it('says so', async () => {
    const card = await proving()
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')))
    card.findComponent(PhoneStep).vm.$emit('proved', { ...known, account_id: 'guest', conversation_id: 'c-guest' })
    await vi.waitFor(() => expect(card.get('[role=alert]').text()).toContain('没连上店里'))
  })
})

describe('a card on the desk', () => {
  const at = (over: object) =>
    mount(BookingCard, { props: { state: { card: 'booking', id: 'b1', version: 1, view: { ...view, ...over } as unknown as BookingView }, c: 'c', side: 'desk', demoInbox: null } })
  const has = (card: ReturnType<typeof at>, id: string): boolean => card.find(`[data-testid=${id}]`).exists()

  it('lets staff say yes for the owner', async () => {
    confirmed = () => Response.json({ ...view, version: 2, status: 'confirmed' })
    const card = at({})
    expect(card.get('[data-testid=confirm-booking]').text()).toBe('替客人确认')
    await card.get('[data-testid=confirm-booking]').trigger('click')
    await flushPromises()
    expect(card.find('[role=alert]').exists()).toBe(false)
  })

  it('moves and cancels a confirmed booking until the pet is there', () => {
    const open = at({ status: 'confirmed', visit_stage: 'confirmed' })
    expect([has(open, 'move-booking'), has(open, 'cancel-booking')]).toEqual([true, true])
    const begun = at({ status: 'confirmed', visit_stage: 'arrived' })
    expect([has(begun, 'move-booking'), has(begun, 'cancel-booking')]).toEqual([false, false])
  })
})

describe('two pets that come together', () => {
  const part = (id: string, name: string, status = 'confirmed') => ({
    id, version: 2, status, pet: { id, name, look: 'corgi', breed_label: null, care: [] }, services: [{ code: 'bath', name: { zh: '洗护', en: 'Bath' } }],
    starts_ms: view.starts_ms, ends_ms: view.ends_ms, groomer: { id: 'g', name: '小林', is_last: false }, total_cents: 9_400, care: [], visit_stage: null, fee_cents: 0,
  })
  const shown = (...parts: ReturnType<typeof part>[]) =>
    mount(BookingCard, {
      props: { state: { card: 'booking', id: 'b1', version: 2, view: { ...view, status: 'confirmed', parts } as unknown as BookingView }, c: 'c', side: 'owner', demoInbox: null },
    })

  it('stand on one card, and each can stay at home', () => {
    const card = shown(part('b1', '豆豆'), part('b2', '年糕'))
    expect(card.get('h2').text()).toBe('豆豆和年糕')
    expect(card.findAll('[data-testid=pet-part]').map((one) => one.text())).toEqual([expect.stringContaining('豆豆'), expect.stringContaining('年糕')])
    expect(card.findAll('[data-testid=stay-home]')).toHaveLength(2)
  })

  it('the last one that comes is called off with the whole visit', () => {
    const card = shown(part('b1', '豆豆', 'cancelled'), part('b2', '年糕'))
    expect(card.findAll('[data-testid=stay-home]')).toHaveLength(0)
  })
})
