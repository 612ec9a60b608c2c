/** Calls to the server. A refusal arrives as `Refusal`, with a sentence in the person's language. */

export class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status: number,
    readonly temporary: boolean,
    readonly data: Record<string, unknown> = {},
  ) {
    super(message)
  }
}

export type Side = 'owner' | 'desk'

let side: Side = 'owner'
/** The slug of a shop that is not the installation's first: its pages have sessions of their own in one browser. */
let shop = ''

export const currentSide = (): Side => side

/** Says which page this is: the two have sessions of their own in one browser. */
export function setSide(wanted: Side): void {
  side = wanted
  shop = (side === 'owner' ? /^\/s\/([\w-]+)/.exec(location.pathname)?.[1] : new URLSearchParams(location.search).get('shop')) ?? ''
}

export const currentShop = (): string => shop

interface Options {
  body?: unknown
  key?: string
  headers?: Record<string, string>
  signal?: AbortSignal
}

export async function call<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const headers: Record<string, string> = { 'X-Pawline-Side': side, ...(shop ? { 'X-Pawline-Shop': shop } : {}), ...options.headers }
  if (options.key) headers['Idempotency-Key'] = options.key
  let body: BodyInit | undefined
  if (options.body instanceof Blob) {
    body = options.body
    headers['Content-Type'] ??= options.body.type
  } else if (options.body !== undefined) {
    body = JSON.stringify(options.body)
    headers['Content-Type'] = 'application/json'
  }
  let answer: Response
  try {
    answer = await fetch(path, { method, headers, body, signal: options.signal })
  } catch {
    throw new Refusal('offline', '', 0, true)
  }
  if (answer.status === 204) return undefined as T
  const content: unknown = await answer.json().catch(() => null)
  if (answer.ok) return content as T
  const error = (content as { error?: { code: string; message: string; temporary: boolean; data?: Record<string, unknown> } } | null)?.error
  throw new Refusal(error?.code ?? 'error', error?.message ?? '', answer.status, error?.temporary ?? true, error?.data)
}

/** Locks need a secure context; without one, order within the page is what there is. */
const alone = async <T>(work: () => Promise<T>): Promise<T> =>
  navigator.locks ? await navigator.locks.request('pawline.session', work) : await work()

let signingIn: Promise<unknown> = Promise.resolve()

/**
 * Calls that may change who this browser is go one after the other, in all its tabs: each has to see the session that the
 * one before brought, or a page that comes back in the wrong moment becomes a new guest.
 */
export function signIn<T>(path: string, body: unknown): Promise<T> {
  const ask = (): Promise<T> => post<T>(path, body)
  const done = signingIn.then(() => alone(ask))
  signingIn = done.catch(() => undefined)
  return done
}

export const get = <T>(path: string): Promise<T> => call('GET', path)
export const post = <T>(path: string, body?: unknown, key?: string): Promise<T> => call('POST', path, { body: body ?? {}, key })
export const patch = <T>(path: string, body: unknown): Promise<T> => call('PATCH', path, { body })

/** What an address needs that is opened without our headers: a picture, a download, the socket. */
const asked = (): string => `side=${side}${shop ? `&shop=${shop}` : ''}`

/** The address of a picture, at the smallest stored width that fits. */
export const fileUrl = (uploadId: string, width: 320 | 1280): string => `/api/files/${uploadId}?w=${width}&${asked()}`

/** The address of a stored form of an upload: `audio`, `video`, `file`, or a picture's width. */
export const mediaUrl = (uploadId: string, variant: string): string => `/api/chat/uploads/${uploadId}/${variant}?${asked()}`

/** A booking as a calendar file. */
export const calendarUrl = (bookingId: string): string => `/api/bookings/${bookingId}/calendar.ics?${asked()}`

/** A list of the shop as a CSV file. */
export const exportUrl = (kind: string): string => `/api/desk/records/export?kind=${kind}&${asked()}`

/** The socket of this page. */
export const socketUrl = (): string => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws?${asked()}`
