/** How the desk speaks of a pet: its face, what to mind, its name among others. */
import { t } from '../pets/words'
import { listed } from '../platform/i18n'
import type { Care, PetView } from '../platform/types'

/** The drawing of a pet; a conversation without a pet yet has a paw. */
export const faceOf = (pet: PetView | undefined | null): string => pet?.look ?? 'none'

/** What hands must know, the gravest first. */
export function flagsOf(pet: PetView): Care[] {
  const rank = { alert: 0, care: 1, note: 2 }
  return [...pet.care].sort((a, b) => rank[a.severity] - rank[b.severity])
}

/** A note that nobody has confirmed says so. */
export const flagWords = (care: Care): string => (care.is_sure ? care.text : t('unsure', { text: care.text }))

export const flagTone = (care: Care): string => ({ alert: 't-rose', care: 't-apricot', note: 't-gray' })[care.severity]

export const namesOf = (pets: PetView[]): string => listed(pets.map((pet) => pet.name))

/** The coats that one speaks of with a kind of pet. */
export const COATS = { dog: ['smooth', 'double', 'long', 'curly', 'wire', 'hairless'], cat: ['short', 'medium', 'long', 'hairless'], other: [] } as const
