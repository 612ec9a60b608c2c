/** A consent as the shop sets it up, and what a form says of it. */
import type { Label } from '../platform/types'

export interface ConsentForm {
  code: string
  version: number
  name: Label
  text: Label
  /** Empty: all of them. */
  services: string[]
  species: string[]
  /** In years; null: any age. */
  from_years: number | null
  is_must: boolean
  is_on: boolean
}

export type Change = Omit<ConsentForm, 'code' | 'version'>

/** A copy to be typed into. */
export const changeOf = ({ name, text, services, species, from_years, is_must, is_on }: ConsentForm): Change => ({
  name: { ...name }, text: { ...text }, services: [...services], species: [...species], from_years, is_must, is_on,
})

/** An age field that was emptied holds an empty text: that is any age. */
export const sentOf = (one: Change): Change => ({ ...one, from_years: typeof one.from_years === 'number' ? one.from_years : null })

const trimmed = ({ zh, en }: Label): string => `${zh.trim()}/${en.trim()}`

/** Whether owners will be asked anew. */
export const isReworded = (was: ConsentForm, now: Change): boolean => trimmed(was.name) !== trimmed(now.name) || trimmed(was.text) !== trimmed(now.text)

export const turned = (list: readonly string[], one: string): string[] => (list.includes(one) ? list.filter((each) => each !== one) : [...list, one])
