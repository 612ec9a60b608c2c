import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { barsOf, length, weight } from '../src/chat/player'
import { upload, type Hooks } from '../src/chat/upload'
import type { Parcel } from '../src/platform/parcels'

const PART = 1024 * 1024

/** The server's side of tus, with a line that can be cut. */
class Server {
  held = new Uint8Array(0)
  size = 0
  announced = 0
  parts: number[] = []
  /** How many of the next calls get lost before, and after, they arrive. */
  lostThere = 0
  lostBack = 0
  refusal: { code: string; message: string } | null = null

  fetch = async (path: string, init: RequestInit = {}): Promise<Response> => {
    if (this.lostThere > 0) {
      this.lostThere--
      throw new TypeError('network')
    }
    const answer = await this.answer(path, init)
    if (this.lostBack > 0 && init.method === 'PATCH') {
      this.lostBack--
      throw new TypeError('network')
    }
    return answer
  }

  private async answer(path: string, init: RequestInit): Promise<Response> {
    if (init.method === 'POST') {
      this.announced++
      this.size = (JSON.parse(init.body as string) as { size: number }).size
      return Response.json(this.view(), { status: 201 })
    }
    if (init.method === 'PATCH') {
      const at = Number(new Headers(init.headers).get('Upload-Offset'))
      if (at !== this.held.length) {
        return Response.json({ error: { code: 'wrong_offset', message: '', temporary: false, data: { offset: this.held.length } } }, { status: 409 })
      }
      this.parts.push(at)
      const more = new Uint8Array(await (init.body as Blob).arrayBuffer())
      this.held = Uint8Array.from([...this.held, ...more])
      return new Response(null, { status: 204 })
    }
    expect(path).toContain('/api/chat/uploads/u1')
    return Response.json(this.view())
  }

  private view() {
    const isWhole = this.held.length === this.size
    const state = !isWhole ? 'pending' : this.refusal ? 'refused' : 'ready'
    return { upload_id: 'u1', state, offset: this.held.length, size: this.size, ...(isWhole && this.refusal ? { error: this.refusal } : {}) }
  }
}

let server: Server
const shares: number[] = []
let waits: boolean[] = []

const hooks = (signal = new AbortController().signal, parcel?: Parcel): Hooks => ({
  progress: (share) => shares.push(share),
  announced: async (id) => {
    if (parcel) parcel.uploadId = id
  },
  waiting: (isWaiting) => waits.push(isWaiting),
  signal,
})

const parcelOf = (size: number, uploadId = ''): Parcel => ({
  cmid: 'c1', c: 'c', at: 0, purpose: 'file', name: 'x', uploadId, blob: new Blob([new Uint8Array(size).fill(7)]),
})

beforeEach(() => {
  server = new Server()
  shares.length = 0
  waits = []
  vi.stubGlobal('fetch', server.fetch)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

async function settled<T>(work: Promise<T>): Promise<T> {
  let isDone = false
  void work.catch(() => undefined).finally(() => (isDone = true))
  while (!isDone) await vi.advanceTimersByTimeAsync(1000)
  return work
}

test('a file goes in parts, and its progress is told', async () => {
  const parcel = parcelOf(2.5 * PART)
  const done = await settled(upload(parcel, hooks(undefined, parcel)))
  expect(done.state).toBe('ready')
  expect(server.parts).toEqual([0, PART, 2 * PART])
  expect(shares).toEqual([0, 0.4, 0.8, 1])
})

test('a part that arrived without its answer is not sent twice', async () => {
  const parcel = parcelOf(2 * PART)
  server.lostBack = 1
  await settled(upload(parcel, hooks(undefined, parcel)))
  expect(server.parts).toEqual([0, PART])
  expect(server.held.length).toBe(2 * PART)
  expect(waits).toContain(true)
  expect(waits.at(-1)).toBe(false)
})

test('a line that is away for a while is waited for', async () => {
  const parcel = parcelOf(PART)
  server.lostThere = 4
  expect((await settled(upload(parcel, hooks(undefined, parcel)))).state).toBe('ready')
})

test('what was announced before goes on where it was', async () => {
  server.size = 2 * PART
  server.held = new Uint8Array(PART).fill(7)
  await settled(upload(parcelOf(2 * PART, 'u1'), hooks()))
  expect(server.announced).toBe(0)
  expect(server.parts).toEqual([PART])
})

test('a refusal is told as it is', async () => {
  const parcel = parcelOf(10)
  server.refusal = { code: 'file_not_taken', message: '不能发' }
  await expect(settled(upload(parcel, hooks(undefined, parcel)))).rejects.toMatchObject({ code: 'file_not_taken', message: '不能发' })
})

test('who calls it off waits for nothing', async () => {
  const stop = new AbortController()
  server.lostThere = Infinity
  const going = upload(parcelOf(10), hooks(stop.signal))
  stop.abort(new Error('cancelled'))
  await expect(settled(going)).rejects.toThrow('cancelled')
})

test('lengths, weights and bars', () => {
  expect([length(200), length(7400), length(60_000), length(undefined)]).toEqual(['0:01', '0:07', '1:00', '0:01'])
  expect([weight(12), weight(2048), weight(5 * PART)]).toEqual(['12 B', '2 KB', '5.0 MB'])
  expect(barsOf(Array.from({ length: 64 }, (_, i) => i), 4)).toEqual([15, 31, 47, 63])
  expect(barsOf(undefined, 3)).toEqual([0, 0, 0])
})
