/** A picture on its way: made small enough on the phone, then uploaded. */
import { call } from '../platform/http'

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

export interface KeptPhoto {
  upload_id: string
  w: number
  h: number
}

/** Gives the server a picture that is small enough, in one piece. */
export const give = (picture: Blob, signal?: AbortSignal): Promise<KeptPhoto> => call('POST', '/api/uploads', { body: picture, ...(signal ? { signal } : {}) })

export const upload = async (file: File): Promise<KeptPhoto> => give(await shrink(file))
