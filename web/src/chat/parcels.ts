/** What is being uploaded in each conversation: seen at once, gone on with after a reload, shown as a message at the end. */
import { defineStore } from 'pinia'
import { reactive } from 'vue'

import { Refusal } from '../platform/http'
import { uuid7 } from '../platform/ids'
import { forgetParcel, keepParcel, parcelsOf, type Parcel } from '../platform/parcels'
import type { Body } from '../platform/types'
import { useConversations } from './conversation'
import { callOff, upload, type Upload } from './upload'

export interface Sending {
  cmid: string
  c: string
  purpose: Parcel['purpose']
  name: string
  size: number
  /** From 0 to 1. */
  share: number
  isWaiting: boolean
  /** Why it was refused for good; empty while it goes on. */
  words: string
}

/** The message as its sender sees it until the server's own comes. */
export function bodyOf(done: Upload, purpose: Parcel['purpose']): Body {
  const { upload_id, w, h, duration_ms, waveform, mime, name, size } = done
  if (purpose === 'image') return { type: 'image', upload_id, w, h }
  if (purpose === 'voice') return { type: 'voice', upload_id, duration_ms, waveform }
  if (purpose === 'video') return { type: 'video', upload_id, w, h, duration_ms, mime }
  return { type: 'file', upload_id, name, size, mime }
}

export const useParcels = defineStore('parcels', () => {
  const sendings = reactive(new Map<string, Sending>())
  const parcels = new Map<string, Parcel>()
  const stops = new Map<string, AbortController>()
  const conversations = useConversations()

  /** Sends something to a conversation. */
  async function send(c: string, purpose: Parcel['purpose'], blob: Blob, name = ''): Promise<void> {
    const parcel: Parcel = { cmid: uuid7(), c, at: Date.now(), purpose, blob, name, uploadId: '' }
    // Known before it is stored: what is read back after a reload must not begin it a second time.
    parcels.set(parcel.cmid, parcel)
    await keepParcel(parcel)
    if (parcels.has(parcel.cmid)) void run(parcel)
  }

  /** Goes on with what a reload cut off. */
  async function resume(c: string): Promise<void> {
    for (const parcel of await parcelsOf(c)) if (!parcels.has(parcel.cmid)) void run(parcel)
  }

  async function run(parcel: Parcel): Promise<void> {
    const { cmid, c, purpose, name, blob } = parcel
    const stop = new AbortController()
    parcels.set(cmid, parcel)
    stops.set(cmid, stop)
    sendings.set(cmid, { cmid, c, purpose, name, size: blob.size, share: 0, isWaiting: false, words: '' })
    const sending = sendings.get(cmid)!
    try {
      const done = await upload(parcel, {
        progress: (share) => (sending.share = share),
        waiting: (isWaiting) => (sending.isWaiting = isWaiting),
        announced: (uploadId) => placed(parcel, uploadId),
        signal: stop.signal,
      })
      // The message has the parcel's own id: sent again after a reload in this moment, it is the same message.
      await conversations.send(c, bodyOf(done, purpose), {}, cmid)
      await drop(cmid)
    } catch (error) {
      if (stop.signal.aborted) return
      // Swept away by the server meanwhile: announced anew when it is tried again.
      if (error instanceof Refusal && error.status === 404) parcel.uploadId = ''
      sending.words = (error as Error).message
    }
  }

  async function placed(parcel: Parcel, uploadId: string): Promise<void> {
    parcel.uploadId = uploadId
    // Called off while it was announced: nothing is to come back.
    if (parcels.has(parcel.cmid)) await keepParcel(parcel)
    else await callOff(uploadId)
  }

  async function retry(cmid: string): Promise<void> {
    const parcel = parcels.get(cmid)
    if (!parcel) return
    // What was refused is refused again at the same place.
    parcel.uploadId = ''
    await run(parcel)
  }

  async function cancel(cmid: string): Promise<void> {
    stops.get(cmid)?.abort(new Error('cancelled'))
    const uploadId = parcels.get(cmid)?.uploadId
    await drop(cmid)
    if (uploadId) await callOff(uploadId)
  }

  async function drop(cmid: string): Promise<void> {
    for (const one of [sendings, parcels, stops]) one.delete(cmid)
    await forgetParcel(cmid)
  }

  const of = (c: string): Sending[] => [...sendings.values()].filter((one) => one.c === c)

  return { send, resume, retry, cancel, of }
})
