// @vitest-environment happy-dom
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import PhoneStep from '../src/booking/PhoneStep.vue'
import { setLang } from '../src/platform/i18n'

const fetched = vi.fn()
const codes = (): number => fetched.mock.calls.filter(([path]) => path === '/api/phone/code').length
const at = (step: VueWrapper, id: string) => step.find<HTMLInputElement>(`[data-testid=${id}]`)
let step: VueWrapper

async function asked(): Promise<void> {
  await at(step, 'phone-input').setValue('13800138001')
  await step.find('form').trigger('submit')
  await flushPromises()
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
  setLang('zh')
  fetched.mockReset().mockImplementation(() => Promise.resolve(Response.json({ tail: '8001' })))
  vi.stubGlobal('fetch', fetched)
  step = mount(PhoneStep, { props: { demoInbox: null }, attachTo: document.body })
})
afterEach(() => {
  step.unmount()
  vi.useRealTimers()
})

describe('proving a phone number', () => {
  it('goes back to a mistyped number, which is still there to be put right', async () => {
    await asked()
    expect(document.activeElement).toBe(at(step, 'code-input').element)
    await at(step, 'code-input').setValue('12')
    await at(step, 'phone-change').trigger('click')
    await flushPromises()
    expect(at(step, 'phone-input').element.value).toBe('13800138001')
    expect(document.activeElement).toBe(at(step, 'phone-input').element)
    await asked()
    expect(codes()).toBe(2)
    expect(at(step, 'code-input').element.value).toBe('')
  })

  it('sends another code after half a minute, counted down on the button', async () => {
    await asked()
    const again = at(step, 'code-again')
    expect(again.text()).toBe('重新发送（30 秒）')
    await vi.advanceTimersByTimeAsync(29_000)
    expect(again.attributes('disabled')).toBeDefined()
    expect(again.text()).toBe('重新发送（1 秒）')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(again.text()).toBe('重新发送')
    await again.trigger('click')
    await flushPromises()
    expect(codes()).toBe(2)
    expect(step.get('[role=status]').text()).toBe('新的验证码发到尾号 8001 了')
    expect(again.attributes('disabled')).toBeDefined()
    expect(document.activeElement).toBe(at(step, 'code-input').element)
  })

  it('speaks English as well', async () => {
    setLang('en')
    await asked()
    expect(at(step, 'phone-change').text()).toBe('Change number')
    expect(at(step, 'code-again').text()).toBe('Send again (30 s)')
  })

  it('says that there is no network', async () => {
    fetched.mockRejectedValue(new TypeError('offline'))
    await asked()
    expect(step.get('[role=alert]').text()).toContain('没连上店里')
  })
})
