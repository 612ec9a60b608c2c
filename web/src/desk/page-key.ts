/** A letter that does something on a page, while nobody writes and no dialog is open. */
import { onBeforeUnmount, onMounted } from 'vue'

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))

export function usePageKey(letter: string, run: () => void): void {
  function onKey(event: KeyboardEvent): void {
    if (event.key.toLowerCase() !== letter || event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return
    if (isWriting(event.target) || document.querySelector('dialog[open]')) return
    // Else the letter lands in the field that opens with it.
    event.preventDefault()
    run()
  }
  onMounted(() => window.addEventListener('keydown', onKey))
  onBeforeUnmount(() => window.removeEventListener('keydown', onKey))
}
