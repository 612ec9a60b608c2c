/** How a pet is described, the same for its owner and for the shop. */
import { say } from '../platform/i18n'
import { serverNow } from '../platform/ids'
import type { PetView } from '../platform/types'
import { isSize, t } from './words'

/** 4 岁 · 5 个月; from a year and month of birth. */
export function ageOf(born: string | null): string {
  if (!born) return ''
  const [year, month] = born.split('-').map(Number)
  const now = new Date(serverNow())
  const months = (now.getUTCFullYear() - year!) * 12 + now.getUTCMonth() + 1 - (month ?? 1)
  return months >= 12 ? t('years', { n: Math.floor(months / 12) }) : t('months', { n: Math.max(0, months) })
}

/** Nobody has named it yet: it goes by its breed. */
export const isUnnamed = (pet: PetView): boolean =>
  !!pet.breed_label && [pet.breed_label.zh, pet.breed_label.en].some((label) => label.toLowerCase() === pet.name.toLowerCase())

export const sexOf = (pet: PetView): string => (pet.sex ? t(pet.sex === 'm' ? 'male' : 'female') : '')

const weightOf = (pet: PetView): string => (pet.weight_g ? `${(pet.weight_g / 1000).toFixed(1)} kg` : '')
const sizeOf = (pet: PetView): string => (pet.size && isSize(pet.size) ? t(`size_${pet.size}`) : '')

/** Breed, sex, age, weight and size in one line; what is not known, or what the name says already, is left out. */
export const factsOf = (pet: PetView): string =>
  [isUnnamed(pet) ? '' : say(pet.breed_label), sexOf(pet), ageOf(pet.born), weightOf(pet), sizeOf(pet)].filter(Boolean).join('\u00a0· ')
