/** Short sentences after a tap: what happened, or what is safe when it did not. */
import { ref } from 'vue'

import { Refusal } from './http'
import { t } from './words'

const SHOWN_MS = 5_000
/** Long enough to see that it was the wrong pet, and to reach the button with wet hands. */
const UNDO_MS = 8_000

export interface Toast {
  id: number
  text: string
  /** `busy`: still under way; it leaves when whoever shows it drops it. */
  tone: 'ok' | 'bad' | 'busy'
  act?: { label: string; run: () => void }
}

export const toasts = ref<Toast[]>([])
let last = 0

/** Shows a sentence; returns its id, for `drop`. */
export function toast(text: string, tone: Toast['tone'] = 'ok', act?: Toast['act']): number {
  const id = ++last
  // The same sentence twice is one sentence: two would only hide what stood before them.
  toasts.value = [...toasts.value.filter((one) => one.text !== text).slice(-1), { id, text, tone, ...(act ? { act } : {}) }]
  if (tone !== 'busy') setTimeout(() => drop(id), act ? UNDO_MS : SHOWN_MS)
  return id
}

export function drop(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id)
}

/** The sentence of a refusal, in the person's language. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Refusal)) return t('something')
  if (error.code === 'offline') return t('offline')
  return error.message || t('something')
}

/** Says why something did not happen. */
export function toastRefusal(error: unknown): void {
  toast(sentenceOf(error), 'bad')
}
