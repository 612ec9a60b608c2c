// @vitest-environment happy-dom
import 'fake-indexeddb/auto'

import { mount } from '@vue/test-utils'
import { createPinia, disposePinia, setActivePinia, type Pinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const line = vi.hoisted(() => ({ takeBack: vi.fn() }))
vi.mock('../src/chat/live', async () => {
  const { ref } = await import('vue')
  const quiet = (): (() => void) => () => undefined
  return { lineState: ref('on'), isAway: ref(false), takeBack: line.takeBack, openLine: quiet, transmit: () => false, onFrame: quiet, onWelcome: quiet }
})

const { lineState } = await import('../src/chat/live')
const { useConversations } = await import('../src/chat/conversation')
const { currentAccount } = await import('../src/platform/outbox')
const { setLang } = await import('../src/platform/i18n')
const { useSession } = await import('../src/owner/session')
const { until } = await import('./until')
const LineBar = (await import('../src/owner/LineBar.vue')).default

const who = (account: string) => ({
  account_id: account,
  conversation_id: `c-${account}`,
  now_ms: Date.now(),
  shop: { zone: 'Asia/Shanghai', name: { zh: '店', en: 'Shop' } },
})
const arrivals = (): number => fetched.mock.calls.filter(([path]) => path === '/api/owner/session').length
const fetched = vi.fn()
let answer: () => Promise<Response>
let pinia: Pinia

async function opened() {
  const session = useSession()
  await session.start()
  lineState.value = 'on'
  fetched.mockClear()
  line.takeBack.mockClear()
  return session
}
async function signedOut(isDealtWith: () => unknown): Promise<void> {
  lineState.value = 'signed_out'
  await until(isDealtWith)
}
const isBack = (): boolean => line.takeBack.mock.calls.length > 0

beforeEach(() => {
  localStorage.clear()
  setLang('zh')
  pinia = createPinia()
  setActivePinia(pinia)
  answer = () => Promise.resolve(Response.json(who('guest')))
  fetched.mockImplementation((path: string) => (path === '/api/owner/session' ? answer() : Promise.resolve(Response.json({ entries: [], people: [] }))))
  vi.stubGlobal('fetch', fetched)
})
// Each page has a session of its own, which must not hear the line of the next.
afterEach(() => disposePinia(pinia))

describe('a session that ends while the page is open', () => {
  it('is begun anew without a word, and the line comes back', async () => {
    const session = await opened()
    await signedOut(isBack)
    expect(arrivals()).toBe(1)
    expect(line.takeBack).toHaveBeenCalledTimes(1)
    expect(mount(LineBar).text()).toBe('')
    expect(session.isOut).toBe(false)
  })

  it('that cannot be begun anew is told, with a button', async () => {
    const session = await opened()
    answer = () => Promise.reject(new TypeError('offline'))
    await signedOut(() => session.isOut)
    expect(session.isOut).toBe(true)
    expect(line.takeBack).not.toHaveBeenCalled()
    expect(mount(LineBar).find('[data-testid=reload]').exists()).toBe(true)
  })

  it('is not asked for twice when the new one is refused as well', async () => {
    const session = await opened()
    await signedOut(isBack)
    lineState.value = 'connecting'
    await signedOut(() => session.isOut)
    expect(arrivals()).toBe(1)
    expect(session.isOut).toBe(true)
  })

  it('is tried for again after the line was on', async () => {
    await opened()
    await signedOut(isBack)
    lineState.value = 'on'
    await signedOut(() => arrivals() === 2)
    expect(arrivals()).toBe(2)
  })

  it('brings the whole page over when this browser is another account by now', async () => {
    const session = await opened()
    const before = useConversations().open('c-guest')
    answer = () => Promise.resolve(Response.json(who('known')))
    await signedOut(() => session.me?.account_id === 'known')
    expect(session.me?.account_id).toBe('known')
    expect(currentAccount()).toBe('known')
    expect(useConversations().open('c-guest')).not.toBe(before)
  })

  it('leaves the card alone on which a phone was proved: the person goes over by a tap', async () => {
    const session = await opened()
    await useConversations().moveOn('c-guest', { account: 'known', c: 'c-known' })
    answer = () => Promise.resolve(Response.json(who('known')))
    await signedOut(() => localStorage.getItem('pawline.me')?.includes('known'))
    expect(session.me?.account_id).toBe('guest')
    expect(mount(LineBar).text()).toContain('去那里')
  })
})

describe('calls that may change who this browser is', () => {
  it('go one after the other, also after one that failed', async () => {
    const { signIn } = await import('../src/platform/http')
    const order: string[] = []
    fetched.mockImplementation(async (path: string) => {
      order.push(`ask ${path}`)
      await new Promise((done) => setImmediate(done))
      order.push(`done ${path}`)
      if (path === 'verify') throw new TypeError('offline')
      return Response.json({})
    })
    const verify = signIn('verify', {}).catch(() => undefined)
    await Promise.all([verify, signIn('arrive', {})])
    expect(order).toEqual(['ask verify', 'done verify', 'ask arrive', 'done arrive'])
  })
})
