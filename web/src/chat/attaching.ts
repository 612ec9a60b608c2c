/** What is sent beside words, all of it as parcels: photos made small, videos, files and voices. */
import { useParcels } from './parcels'
import { shrink } from './photo'
import { MOST_MB } from './upload'
import { t } from './words'

/** `tell`: shows a sentence over the box, none when empty; `sent`: runs when something is on its way. */
export function useAttaching(c: () => string, tell: (words: string) => void, sent: () => void) {
  const parcels = useParcels()

  async function sendParcel(purpose: 'voice' | 'video' | 'file', blob: Blob, name = ''): Promise<void> {
    const mb = MOST_MB[purpose]
    const isTooLarge = blob.size > mb * 1024 * 1024
    tell(isTooLarge ? t('too_large', { mb }) : '')
    if (isTooLarge) return
    await parcels.send(c(), purpose, blob, name)
    sent()
  }

  async function sendPhoto(file: File): Promise<void> {
    tell(t('shrink'))
    const picture = await shrink(file)
    tell('')
    await parcels.send(c(), 'image', picture)
    sent()
  }

  const sendMedia = (file: File): Promise<void> => (file.type.startsWith('video/') ? sendParcel('video', file, file.name) : sendPhoto(file))

  return { sendParcel, sendMedia }
}
