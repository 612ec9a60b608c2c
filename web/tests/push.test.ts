/** Notices: a subscription that was made for another key of the shop's is made anew. */
import { afterEach, expect, test, vi } from 'vitest'

import { pushOn, pushState } from '../src/platform/push'

const KEY = 'BAEC_-8'
const GIVEN_UP = 'forget https://push.example/AQID'
const bytesOf = (key: string): ArrayBuffer =>
  Uint8Array.from(atob(key.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0)).buffer

/** A browser that has subscribed with `made`, or not at all; what it is asked is written down. */
function browser(made: string | null, answers = true, hears = true): string[] {
  const asked: string[] = []
  const subscription = (key: string) => ({
    endpoint: `https://push.example/${key}`,
    options: { applicationServerKey: bytesOf(key) },
    toJSON: () => ({ endpoint: `https://push.example/${key}`, keys: {} }),
    unsubscribe: async () => {
      asked.push('unsubscribe')
      known = null
    },
  })
  let known = made && subscription(made)
  const pushManager = {
    getSubscription: async () => known,
    subscribe: async (how: { applicationServerKey: string }) => {
      asked.push(`subscribe ${how.applicationServerKey}`)
      return (known = subscription(how.applicationServerKey))
    },
  }
  const worker = { pushManager }
  vi.stubGlobal('navigator', { serviceWorker: { getRegistration: async () => worker, ready: Promise.resolve(worker) } })
  vi.stubGlobal('PushManager', class {})
  vi.stubGlobal('Notification', { permission: 'granted', requestPermission: async () => 'granted' })
  vi.stubGlobal('fetch', async (path: string, how: { body?: string }) => {
    if (!answers) throw new TypeError('no network')
    if (path === '/api/push/subscriptions') asked.push(JSON.parse(how.body ?? '').endpoint)
    if (path === '/api/push/unsubscribe') {
      asked.push(`forget ${JSON.parse(how.body ?? '').endpoint}`)
      if (!hears) throw new TypeError('no network')
    }
    return new Response(JSON.stringify({ key: KEY }))
  })
  return asked
}

afterEach(() => vi.unstubAllGlobals())

test('a subscription for the key of today stays', async () => {
  const asked = browser(KEY)
  expect(await pushState()).toBe('on')
  expect(await pushOn(true)).toBe('on')
  expect(asked).toEqual([`https://push.example/${KEY}`])
})

test('one for another key is given up, and made anew by the next tap', async () => {
  const asked = browser('AQID')
  expect(await pushState()).toBe('off')
  expect(asked).toEqual([GIVEN_UP, 'unsubscribe'])
  expect(await pushOn(true)).toBe('on')
  expect(asked).toEqual([GIVEN_UP, 'unsubscribe', `subscribe ${KEY}`, `https://push.example/${KEY}`])
})

test('it is given up also when the server does not hear of it', async () => {
  const asked = browser('AQID', true, false)
  expect(await pushState()).toBe('off')
  expect(asked).toEqual([GIVEN_UP, 'unsubscribe'])
})

test('without a network nothing is given up', async () => {
  const asked = browser('AQID', false)
  expect(await pushState()).toBe('on')
  expect(asked).toEqual([])
})
