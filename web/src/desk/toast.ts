/** Short sentences after a tap: what happened, or what is safe when it did not. */
import { ref } from 'vue'

import { Refusal } from '../platform/http'
import { ended } from './session'
import { t } from './words'

const SHOWN_MS = 5_000

export interface Toast {
  id: number
  text: string
  tone: 'ok' | 'bad'
}

export const toasts = ref<Toast[]>([])
let last = 0

export function toast(text: string, tone: Toast['tone'] = 'ok'): void {
  const id = ++last
  toasts.value = [...toasts.value.slice(-1), { id, text, tone }]
  setTimeout(() => drop(id), SHOWN_MS)
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

/** Says why something did not happen; a session that is over leads to the sign-in page instead. */
export function toastError(error: unknown): void {
  if (isOver(error)) ended()
  else toast(sentenceOf(error), 'bad')
}

export const isOver = (error: unknown): boolean => error instanceof Refusal && error.status === 401

/** A page could not be read. While the shop is out of reach the connection line says so, and a welcome reads it again. */
export function loadFailed(error: unknown): void {
  const isAway = error instanceof Refusal && (error.status === 0 || error.status >= 500)
  if (!isAway) toastError(error)
}
