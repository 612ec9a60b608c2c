/** The shop's language model as its page has it. Pure but for the calls. */
export interface Bounds {
  least: number
  most: number
}

export interface ModelView {
  url: string
  model: string
  has_key: boolean
  is_on: boolean
  is_for_unsure: boolean
  agreed: { by: string; at_ms: number } | null
  day_tokens: number
  talk_tokens: number
  patience_s: number
  spent_tokens: number
  spent_readings: number
  bounds: Record<'day_tokens' | 'talk_tokens' | 'patience_s', Bounds>
}

export interface ModelTried {
  ms: number
  tokens: number
  is_able: boolean
}

/** What is sent: all of the settings. `key` null keeps the stored one. */
export interface ModelForm {
  url: string
  model: string
  key: string | null
  is_on: boolean
  is_agreed: boolean
  is_for_unsure: boolean
  day_tokens: number
  talk_tokens: number
  patience_s: number
}

export const ADDRESS = '/api/desk/language-model'

export function formOf(view: ModelView): ModelForm {
  const { url, model, is_on, is_for_unsure, day_tokens, talk_tokens, patience_s } = view
  return { url, model, key: null, is_on, is_agreed: !!view.agreed, is_for_unsure, day_tokens, talk_tokens, patience_s }
}

/** Whom the texts would go to; empty while the address is none. */
export function hostOf(url: string): string {
  try {
    const { protocol, host } = new URL(url.trim())
    return /^https?:$/.test(protocol) ? host : ''
  } catch {
    return ''
  }
}

/** Whether key and agreement were given for this address. */
export const isSamePlace = (view: ModelView, url: string): boolean => hostOf(view.url) !== '' && hostOf(view.url) === hostOf(url)

/** Why it cannot be on yet. */
export function missing(form: ModelForm): 'needs_address' | 'needs_model' | 'needs_yes' | null {
  if (!hostOf(form.url)) return 'needs_address'
  if (!form.model.trim()) return 'needs_model'
  return form.is_agreed ? null : 'needs_yes'
}

/** How much of the day is used up, from 0 to 100. */
export const usedPercent = (view: ModelView): number => Math.min(100, Math.round((view.spent_tokens / view.day_tokens) * 100))
