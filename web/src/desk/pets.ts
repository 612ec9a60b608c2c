/** How the desk speaks of a pet: its face, its facts, what to mind. */
import { lang, say } from '../platform/i18n'
import { serverNow } from '../platform/ids'
import type { Care, PetView } from '../platform/types'
import { t } from './words'

/** The drawing of a pet; a conversation without a pet yet shows a friendly dog. */
export const faceOf = (pet: PetView | undefined | null): string => pet?.look ?? 'golden'

/** 4 岁 · 5 个月; from a year and month of birth. */
export function ageOf(born: string | null): string {
  if (!born) return ''
  const [year, month] = born.split('-').map(Number)
  const now = new Date(serverNow())
  const months = (now.getUTCFullYear() - year!) * 12 + now.getUTCMonth() + 1 - (month ?? 1)
  return months >= 12 ? t('years', { n: Math.floor(months / 12) }) : t('months', { n: Math.max(0, months) })
}

/** Breed, age and weight in one line; what is not known is left out. */
export function factsOf(pet: PetView): string {
  const weight = pet.weight_g ? `${(pet.weight_g / 1000).toFixed(1)} kg` : ''
  const sex = pet.sex ? t(pet.sex === 'm' ? 'male' : 'female') : ''
  return [say(pet.breed_label), sex, ageOf(pet.born), weight].filter(Boolean).join(' · ')
}

/** What hands must know, the gravest first. */
export function flagsOf(pet: PetView): Care[] {
  const rank = { alert: 0, care: 1, note: 2 }
  return [...pet.care].sort((a, b) => rank[a.severity] - rank[b.severity])
}

export const flagTone = (care: Care): string => ({ alert: 't-rose', care: 't-apricot', note: 't-gray' })[care.severity]

export const namesOf = (pets: PetView[]): string => pets.map((pet) => pet.name).join(lang.value === 'en' ? ', ' : '、')
