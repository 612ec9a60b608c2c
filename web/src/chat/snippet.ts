/** A message in a few words, where there is no room for a bubble. */
import type { Body } from '../platform/types'
import { t } from './words'

const LONGEST = 80

export function snippet(body: Body): string {
  if (body.text) return body.text.slice(0, LONGEST)
  const marks = {
    image: t('mark_image'),
    voice: t('mark_voice'),
    video: t('mark_video'),
    file: t('mark_file'),
    sticker: t('mark_sticker'),
    location: t('mark_location'),
    pet: t('mark_pet'),
    card: t('mark_card'),
    recalled: t('mark_recalled'),
  }
  const mark = marks[body.type as keyof typeof marks] ?? t('unknown')
  return [mark, body.caption || body.name].filter(Boolean).join(' ').slice(0, LONGEST)
}
