// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'

import { later } from '../src/platform/later'
import { toasts } from '../src/platform/toast'

const Part = defineComponent({ render: () => h('p', 'there') })

beforeEach(() => {
  vi.useFakeTimers()
  vi.spyOn(console, 'warn').mockImplementation(() => undefined)
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** A part whose first so many imports fail. */
function failing(times: number): { tries: () => number; text: () => string } {
  let tries = 0
  const Lazy = later(() => (++tries > times ? Promise.resolve(Part) : Promise.reject(new Error('offline'))))
  const page = mount(defineComponent({ render: () => h('div', [h(Lazy)]) }), { global: { config: { errorHandler: () => undefined } } })
  return { tries: () => tries, text: () => page.text() }
}

it('a part that could not be fetched is tried again after one second, then two', async () => {
  const part = failing(2)
  await vi.advanceTimersByTimeAsync(999)
  expect(part.tries()).toBe(1)
  await vi.advanceTimersByTimeAsync(2)
  expect(part.tries()).toBe(2)
  await vi.advanceTimersByTimeAsync(2_001)
  await vi.advanceTimersByTimeAsync(8_000)
  await flushPromises()
  expect(part.text()).toBe('there')
})

it('the network that comes back is waited for no longer', async () => {
  const part = failing(1)
  await vi.advanceTimersByTimeAsync(10)
  window.dispatchEvent(new Event('online'))
  await vi.advanceTimersByTimeAsync(8_000)
  expect(part.text()).toBe('there')
  expect(part.tries()).toBe(2)
})

it('what is not there with a network is given up and said', async () => {
  const part = failing(1_000)
  await vi.advanceTimersByTimeAsync(92_000)
  expect(toasts.value.at(-1)?.text).toContain('open it anew')
  await vi.advanceTimersByTimeAsync(600_000)
  expect(part.tries()).toBe(9)
  expect(console.warn).toHaveBeenCalled()
})
