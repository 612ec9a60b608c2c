/** What the desk does with a refusal: says it, or leads to the sign-in page. */
import { Refusal } from '../platform/http'
import { toastRefusal } from '../platform/toast'
import { ended } from './session'

/** Says why something did not happen; a session that is over leads to the sign-in page instead. */
export function toastError(error: unknown): void {
  if (isOver(error)) ended()
  else toastRefusal(error)
}

export const isOver = (error: unknown): boolean => error instanceof Refusal && error.status === 401

/** A page could not be read. While the shop is out of reach the connection line says so, and a welcome reads it again. */
export function loadFailed(error: unknown): void {
  const isAway = error instanceof Refusal && (error.status === 0 || error.status >= 500)
  if (!isAway) toastError(error)
}
