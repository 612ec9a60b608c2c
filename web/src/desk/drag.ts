/** Dragging by mouse at once, by finger after holding still for a moment, so that a swipe still scrolls. */

const HOLD_MS = 250
const SLACK_PX = 6

export interface Gesture {
  lift: () => void
  move: (x: number, y: number) => void
  drop: () => void
  cancel: () => void
}

/** Follows one pointer from its going down until it is let go or lost; Escape gives up. */
export function follow(down: PointerEvent, gesture: Gesture): void {
  const isMouse = down.pointerType === 'mouse'
  if (isMouse && down.button !== 0) return
  let isLifted = false
  const leaving = new AbortController()
  const listen = <K extends keyof DocumentEventMap>(kind: K, heard: (event: DocumentEventMap[K]) => void): void =>
    document.addEventListener(kind, heard, { signal: leaving.signal, passive: false, capture: true })
  const holding = isMouse ? 0 : setTimeout(lift, HOLD_MS)

  function lift(): void {
    isLifted = true
    gesture.lift()
  }

  function end(): void {
    clearTimeout(holding)
    leaving.abort()
  }

  function isFar(event: PointerEvent): boolean {
    return Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY) > SLACK_PX
  }

  listen('pointermove', (event) => {
    if (event.pointerId !== down.pointerId) return
    if (!isLifted && isFar(event)) {
      if (!isMouse) return end()
      lift()
    }
    if (isLifted) gesture.move(event.clientX, event.clientY)
  })
  listen('pointerup', (event) => {
    if (event.pointerId !== down.pointerId) return
    end()
    if (!isLifted) return
    gesture.drop()
    swallowClick()
  })
  listen('pointercancel', () => {
    end()
    if (isLifted) gesture.cancel()
  })
  listen('keydown', (event) => {
    if (event.key !== 'Escape' || !isLifted) return
    event.preventDefault()
    end()
    gesture.cancel()
  })
  // A picture in it would be dragged by the browser's own means, which takes the pointer away.
  listen('dragstart', (event) => event.preventDefault())
  // What is carried moves, not the page under it; and holding still opens no menu of the browser's.
  for (const kind of ['touchmove', 'contextmenu', 'selectstart'] as const) listen(kind, (event) => isLifted && event.preventDefault())
}

/** The click that follows a drag is no tap. */
function swallowClick(): void {
  const swallow = (event: Event): void => {
    event.stopPropagation()
    event.preventDefault()
  }
  document.addEventListener('click', swallow, { capture: true, once: true })
  setTimeout(() => document.removeEventListener('click', swallow, { capture: true }), 0)
}
