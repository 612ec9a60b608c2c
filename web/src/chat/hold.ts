/** A long press, a right click, or the menu key: three ways to ask what can be done with a thing. */
const HOLD_MS = 450
const MOVED_PX = 10

export interface Hold {
  onPointerdown: (event: PointerEvent) => void
  onPointermove: (event: PointerEvent) => void
  onPointerup: () => void
  onPointercancel: () => void
  onContextmenu: (event: MouseEvent) => void
}

/** Handlers for the element. A finger that scrolls or selects asks nothing. */
export function hold(ask: () => void): Hold {
  let timer: ReturnType<typeof setTimeout> | undefined
  let from = { x: 0, y: 0 }
  const drop = (): void => clearTimeout(timer)
  return {
    onPointerdown(event) {
      drop()
      if (event.pointerType === 'mouse') return
      from = { x: event.clientX, y: event.clientY }
      timer = setTimeout(() => {
        navigator.vibrate?.(10)
        ask()
      }, HOLD_MS)
    },
    onPointermove(event) {
      if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > MOVED_PX) drop()
    },
    onPointerup: drop,
    onPointercancel: drop,
    onContextmenu(event) {
      // Words that were selected have a menu of their own.
      if (window.getSelection()?.toString()) return
      event.preventDefault()
      drop()
      ask()
    },
  }
}
