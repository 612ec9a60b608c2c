/** Resumable uploads (tus 1.0): announced once, sent part by part, gone on with wherever the server says. */
import { call, get, Refusal } from '../platform/http'
import type { Parcel } from '../platform/parcels'
import { give } from './photo'

const PLACE = '/api/chat/uploads'
/** Small enough that a lost line costs little, and that progress is seen. */
const PART_BYTES = 1024 * 1024
const WAIT_S = 20
const BASE_MS = 1_000
const CAP_MS = 30_000

export const MOST_MB = { voice: 12, video: 50, file: 50 }

export interface Upload {
  upload_id: string
  state: 'pending' | 'scanned' | 'ready' | 'refused'
  offset: number
  size: number
  mime?: string
  name?: string
  w?: number
  h?: number
  duration_ms?: number
  waveform?: number[]
  error?: { code: string; message: string }
}

export interface Hooks {
  /** From 0 to 1. */
  progress: (share: number) => void
  /** Called as soon as the server has a place for it. */
  announced: (uploadId: string) => Promise<void>
  /** Whether the line is away just now. */
  waiting: (isWaiting: boolean) => void
  signal: AbortSignal
}

/** Hashes need a secure context: https, or this machine itself. */
export const canUpload = (): boolean => !!globalThis.crypto?.subtle

/** Microphones do too; old browsers have no recorder. */
export const canRecord = (): boolean => canUpload() && !!navigator.mediaDevices?.getUserMedia && typeof MediaRecorder !== 'undefined'

async function sha256(blob: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((done, fail) => {
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', () => (clearTimeout(timer), fail(signal.reason as Error)), { once: true })
  })

/** Tries again for as long as the refusal is a temporary one. */
async function insist<T>(work: () => Promise<T>, hooks: Hooks): Promise<T> {
  for (let tries = 0; ; tries++) {
    hooks.signal.throwIfAborted()
    try {
      const done = await work()
      hooks.waiting(false)
      return done
    } catch (error) {
      hooks.signal.throwIfAborted()
      if (!(error instanceof Refusal) || !error.temporary) throw error
      hooks.waiting(true)
      await pause(Math.min(CAP_MS, BASE_MS * 2 ** tries), hooks.signal)
    }
  }
}

async function announce(parcel: Parcel): Promise<Upload> {
  const { purpose, blob, name } = parcel
  return call('POST', PLACE, { body: { purpose, mime: blob.type, size: blob.size, name, sha256: await sha256(blob) } })
}

/** Sends one part; a part that begins at the wrong place is told the right one. */
async function part(parcel: Parcel, offset: number, signal: AbortSignal): Promise<number> {
  const body = parcel.blob.slice(offset, offset + PART_BYTES)
  const headers = { 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': String(offset), 'Tus-Resumable': '1.0.0' }
  try {
    await call('PATCH', `${PLACE}/${parcel.uploadId}`, { body, headers, signal })
    return offset + body.size
  } catch (error) {
    if (error instanceof Refusal && error.code === 'wrong_offset') return Number(error.data.offset)
    throw error
  }
}

/** A picture goes in one piece: what was made small needs no place to go on from. */
async function wholePicture({ blob }: Parcel, hooks: Hooks): Promise<Upload> {
  const kept = await insist(() => give(blob, hooks.signal), hooks)
  hooks.progress(1)
  return { ...kept, state: 'ready', offset: blob.size, size: blob.size }
}

/** Sends a parcel to its end. Rejects with the server's refusal, or with the signal's reason. */
export async function upload(parcel: Parcel, hooks: Hooks): Promise<Upload> {
  if (parcel.purpose === 'image') return wholePicture(parcel, hooks)
  if (!parcel.uploadId) await hooks.announced((await insist(() => announce(parcel), hooks)).upload_id)
  let state = await insist(() => get<Upload>(`${PLACE}/${parcel.uploadId}`), hooks)
  let offset = state.offset
  while (offset < parcel.blob.size) {
    hooks.progress(offset / parcel.blob.size)
    offset = await insist(() => part(parcel, offset, hooks.signal), hooks)
  }
  hooks.progress(1)
  while (state.state === 'pending' || state.state === 'scanned') {
    state = await insist(() => get<Upload>(`${PLACE}/${parcel.uploadId}?wait_s=${WAIT_S}`), hooks)
  }
  if (state.error) throw new Refusal(state.error.code, state.error.message, 422, false)
  return state
}

/** Tells the server that nobody wants it any more; a day later it would be forgotten anyway. */
export async function callOff(uploadId: string): Promise<void> {
  await call('DELETE', `${PLACE}/${uploadId}`).catch(() => undefined)
}
