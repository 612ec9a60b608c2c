/** What is particular to this device: its id, its keyboard, its service worker. */
import { uuid7 } from './ids'

/** One id a tab's storage, so that a reload is the same device. */
export function deviceId(): string {
  const known = sessionStorage.getItem('pawline.device')
  const id = known ?? uuid7()
  sessionStorage.setItem('pawline.device', id)
  return id
}

/** iOS does not resize the page for the keyboard: the visible height drives the layout instead. */
export function followKeyboard(): void {
  const view = window.visualViewport
  if (!view) return
  const apply = (): void => document.documentElement.style.setProperty('--visible', `${view.height}px`)
  view.addEventListener('resize', apply)
  apply()
}

export function startServiceWorker(): void {
  if ('serviceWorker' in navigator && import.meta.env.PROD) void navigator.serviceWorker.register('/sw.js')
}

/** Whether a key belongs to an input method that is still composing: then it means nothing to us. */
export const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229
