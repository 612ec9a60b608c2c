/** Notices while the page is closed: asked for by a tap, kept by the browser, taken back by a tap. */
import { get, post } from './http'

export type PushState = 'absent' | 'refused' | 'off' | 'on'

const canPush = (): boolean => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window

const own = async (): Promise<PushSubscription | null> => {
  const worker = await navigator.serviceWorker.getRegistration()
  return (await worker?.pushManager.getSubscription()) ?? null
}

const encoded = (key: ArrayBuffer | null): string =>
  btoa(String.fromCharCode(...new Uint8Array(key ?? new ArrayBuffer(0)))).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')

/** A subscription made for another key of the shop's than today's reaches nobody: it is given up. */
async function current(key: string): Promise<PushSubscription | null> {
  const made = await own()
  if (!made || encoded(made.options.applicationServerKey) === key) return made
  // Told first, or the server would call in vain; unheard, it is given up all the same.
  await post('/api/push/unsubscribe', { endpoint: made.endpoint }).catch(() => undefined)
  await made.unsubscribe()
  return null
}

/** `absent` where the browser or an address without TLS gives none; `refused` when the person said no. */
export async function pushState(): Promise<PushState> {
  if (!canPush() || !(await navigator.serviceWorker.getRegistration())) return 'absent'
  if (Notification.permission === 'denied') return 'refused'
  if (!(await own())) return 'off'
  const answer = await get<{ key: string }>('/api/push/key').catch(() => null)
  return !answer || (await current(answer.key)) ? 'on' : 'off'
}

/** Asks the browser, and tells the server where to reach it. `hasText`: the notice shows the words of messages. */
export async function pushOn(hasText: boolean): Promise<PushState> {
  if ((await Notification.requestPermission()) !== 'granted') return 'refused'
  const { key } = await get<{ key: string }>('/api/push/key')
  const worker = await navigator.serviceWorker.ready
  const made = (await current(key)) ?? (await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }))
  const { endpoint, keys } = made.toJSON()
  await post('/api/push/subscriptions', { endpoint, keys, has_text: hasText })
  return 'on'
}

export async function pushOff(): Promise<PushState> {
  const made = await own()
  if (made) {
    await post('/api/push/unsubscribe', { endpoint: made.endpoint })
    await made.unsubscribe()
  }
  return 'off'
}
