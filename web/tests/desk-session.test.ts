// @vitest-environment happy-dom
import { flushPromises, shallowMount } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'

import { lineState } from '../src/chat/live'
import Desk from '../src/desk/Desk.vue'
import { enter, me, signOut } from '../src/desk/session'
import { setLang } from '../src/platform/i18n'
import { currentAccount, setAccount } from '../src/platform/outbox'
import type { Me } from '../src/platform/types'

const who = (account: string): Me => ({ account_id: account, lang: 'zh', now_ms: Date.now(), shop: { zone: 'Asia/Shanghai' } }) as Me
const reload = vi.fn()
const fetched = vi.fn()

beforeEach(() => {
  vi.restoreAllMocks()
  setLang('zh')
  fetched.mockReset()
  reload.mockReset()
  vi.spyOn(location, 'reload').mockImplementation(reload)
  vi.stubGlobal('fetch', fetched)
  setAccount('')
  me.value = undefined
})

describe('the desk', () => {
  it('shows its sign-in page when the session ends elsewhere', async () => {
    fetched.mockResolvedValue(Response.json(who('anna')))
    const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: { template: '<p/>' } }] })
    await router.push('/')
    const desk = shallowMount(Desk, { global: { plugins: [router] } })
    await flushPromises()
    expect(desk.find('shell-stub').exists()).toBe(true)
    lineState.value = 'signed_out'
    await flushPromises()
    expect(desk.find('sign-in-stub').exists()).toBe(true)
  })

  it('takes the same person in again where they were', async () => {
    await enter(who('anna'))
    me.value = null
    await enter(who('anna'))
    expect(me.value).toMatchObject({ account_id: 'anna' })
    expect(reload).not.toHaveBeenCalled()
  })

  it('begins with a fresh page for somebody else: nothing of the one before may leave as theirs', async () => {
    await enter(who('anna'))
    me.value = null
    await enter(who('ben'))
    expect(reload).toHaveBeenCalledTimes(1)
    expect(me.value).toBeNull()
    expect(currentAccount()).toBe('anna')
  })

  it('says so when signing out did not reach the server, instead of looking signed out', async () => {
    fetched.mockRejectedValue(new TypeError('offline'))
    await expect(signOut()).rejects.toMatchObject({ code: 'offline' })
    expect(reload).not.toHaveBeenCalled()
  })

  it('takes a session that is over already for signed out', async () => {
    fetched.mockResolvedValue(Response.json({ error: { code: 'sign_in_needed', message: '', temporary: false } }, { status: 401 }))
    await signOut()
    expect(reload).toHaveBeenCalledTimes(1)
  })
})
