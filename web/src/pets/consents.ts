/** What owners agree to, as the server tells it. */
import type { ConsentAsk, Label } from '../platform/types'

export type ConsentState = 'open' | 'agreed' | 'changed' | 'withdrawn'

export interface Signed {
  version: number
  /** The words that were agreed to. */
  text: Label
  by: string
  /** Who of the shop wrote it down; null: the owner tapped it. */
  noted_by: string | null
  at_ms: number
  withdrawn_by: string | null
  withdrawn_ms: number | null
}

export interface Consent {
  code: string
  version: number
  name: Label
  text: Label
  is_must: boolean
  is_on: boolean
  state: ConsentState
  /** The latest first, those taken back included. */
  signed: Signed[]
}

export interface ConsentsView {
  pet_id: string
  consents: Consent[]
}

/** One yes: to this wording, for that pet. */
export interface Agreed {
  code: string
  version: number
  pet_id: string
}

export const TONES: Record<ConsentState, string> = { open: 't-gray', agreed: 't-brand', changed: 't-lemon', withdrawn: 't-rose' }

/** A wording that has changed is ticked anew. */
export const keyOf = (one: ConsentAsk): string => `${one.code}/${one.version}`

/** What a tap on the button says yes to: everything that must be, and what was ticked. */
export const agreedTo = (asked: readonly ConsentAsk[], ticked: readonly string[]): Agreed[] =>
  asked
    .filter((one) => one.is_must || ticked.includes(keyOf(one)))
    .flatMap(({ code, version, pets }) => pets.map((pet) => ({ code, version, pet_id: pet.id })))
