// @vitest-environment happy-dom
import 'fake-indexeddb/auto'

import { flushPromises, mount, shallowMount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import Composer from '../src/chat/Composer.vue'
import { useParcels } from '../src/chat/parcels'
import AccountMenu from '../src/desk/AccountMenu.vue'
import ChatPage from '../src/owner/ChatPage.vue'
import { useSession } from '../src/owner/session'
import { setLang } from '../src/platform/i18n'
import { toast, toastRefusal, toasts } from '../src/platform/toast'
import type { Me } from '../src/platform/types'

const me = { account_id: 'a', conversation_id: 'c1', shop: { zone: 'Asia/Shanghai', name: { zh: '店', en: 'Shop' } } } as Me
const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: ChatPage }] })

beforeEach(() => {
  toasts.value = []
  setLang('zh')
  setActivePinia(createPinia())
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')))
})

describe('a tap that could not be done is told', () => {
  it.each([
    ['zh', '没连上店里'],
    ['en', "Can't reach the shop"],
  ] as const)('by the button for a person, in %s', async (lang, words) => {
    setLang(lang)
    useSession().me = me
    const page = shallowMount(ChatPage, { global: { plugins: [router], stubs: { SideScroll: false } } })
    await page.get('[data-testid=ask-person]').trigger('click')
    await flushPromises()
    expect(toasts.value).toMatchObject([{ tone: 'bad' }])
    expect(toasts.value[0]!.text).toContain(words)
  })

  it('by the sign-out of the desk', async () => {
    const menu = mount(AccountMenu, { global: { stubs: { Sheet: { template: '<div><slot /></div>' } } } })
    await menu.get('[data-testid=account-menu]').trigger('click')
    await menu.get('[data-testid=sign-out]').trigger('click')
    await flushPromises()
    expect(toasts.value[0]!.text).toContain('没连上店里')
  })

  it('not for a photo, which waits for the network', async () => {
    const composer = mount(Composer, { props: { c: 'c1' } })
    const picker = composer.get<HTMLInputElement>('input[type=file]')
    Object.defineProperty(picker.element, 'files', { value: [new File(['x'], 'x.png', { type: 'image/png' })] })
    await picker.trigger('change')
    await vi.waitFor(() => expect(useParcels().of('c1')).toMatchObject([{ purpose: 'image', isWaiting: true, words: '' }]))
    expect(composer.find('[role=status]').exists()).toBe(false)
  })
})

describe('toasts', () => {
  it('say the same sentence once', () => {
    toast('好了')
    toastRefusal(new Error('x'))
    toastRefusal(new Error('x'))
    expect(toasts.value.map((one) => one.text)).toEqual(['好了', '这一步没有完成，再点一次试试。'])
  })
})
