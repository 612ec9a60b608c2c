/** A picture on its way: made small enough on the phone, then uploaded. */
import { call } from '../platform/http'
import type { Body } from '../platform/types'

const LONGEST = 1600
const QUALITY = 0.82

/** At most 1600 px, as JPEG: Safari's canvas cannot write WebP. Falls back to the file itself. */
export async function shrink(file: File): Promise<Blob> {
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' })
    const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(bitmap.width * scale)
    canvas.height = Math.round(bitmap.height * scale)
    canvas.getContext('2d')!.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', QUALITY))
    return blob ?? file
  } catch {
    return file
  }
}

export async function upload(file: File): Promise<Body> {
  const kept = await call<{ upload_id: string; w: number; h: number }>('POST', '/api/uploads', { body: await shrink(file) })
  return { type: 'image', upload_id: kept.upload_id, w: kept.w, h: kept.h }
}
