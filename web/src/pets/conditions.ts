/** How a pet is for a while, as the server tells it. Days are the shop's, as 2026-11-24. */
import type { Label } from '../platform/types'

/** Nothing is said; it is spoken of; a vet is asked first; the visit waits. */
export type ConditionLevel = 'none' | 'said' | 'vet' | 'no'

export interface Condition {
  id: string
  kind: string
  name: Label
  level: ConditionLevel
  since: string
  /** The last day; null until somebody says that it is over. */
  until: string | null
  words: string | null
  by: string
  is_by_shop: boolean
  is_past: boolean
  ended_by: string
  ended_ms: number | null
  may_end: boolean
}

export interface ConditionsView {
  pet_id: string
  today: string
  kinds: { kind: string; name: Label; level: ConditionLevel }[]
  conditions: Condition[]
}

/** What the form holds; empty text is what is not known. */
export interface ConditionDraft {
  kind: string
  since: string
  until: string
  words: string
}

export const TONES: Record<ConditionLevel, string> = { none: 't-gray', said: 't-lemon', vet: 't-rose', no: 't-rose' }

/** What counts now, or will. */
export const current = (view: ConditionsView): Condition[] => view.conditions.filter((one) => !one.is_past)

/** Most likely what is new: the first that does not count already. */
export function draftFor(view: ConditionsView): ConditionDraft {
  const here = new Set(current(view).map((one) => one.kind))
  const kind = view.kinds.find((one) => !here.has(one.kind)) ?? view.kinds[0]!
  return { kind: kind.kind, since: view.today, until: '', words: '' }
}

/** As it is sent: what was not filled in is left to the server. */
export const sentOf = ({ kind, since, until, words }: ConditionDraft): object => ({ kind, since: since || null, until: until || null, words: words.trim() || null })
