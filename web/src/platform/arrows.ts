/** Arrow keys among things that stand in lines, as free times do. */

/** Moves the focus from one to another; every other key is left alone. */
export function walk(event: KeyboardEvent, region: HTMLElement | undefined, selector: string): void {
  const all = [...(region?.querySelectorAll<HTMLElement>(selector) ?? [])]
  const from = all.indexOf(document.activeElement as HTMLElement)
  const next = from < 0 ? undefined : stepFrom(all, from, event.key)
  if (!next) return
  event.preventDefault()
  next.focus()
}

/** Left and right along the things; up and down to the nearest one of the next line. */
function stepFrom(all: HTMLElement[], from: number, key: string): HTMLElement | undefined {
  if (key === 'ArrowRight') return all[from + 1]
  if (key === 'ArrowLeft') return all[from - 1]
  const way = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0
  const here = all[from]!
  const beyond = all.filter((one) => way * (one.offsetTop - here.offsetTop) > 0)
  const line = way > 0 ? Math.min(...beyond.map((one) => one.offsetTop)) : Math.max(...beyond.map((one) => one.offsetTop))
  const inLine = beyond.filter((one) => one.offsetTop === line)
  return inLine.sort((a, b) => Math.abs(a.offsetLeft - here.offsetLeft) - Math.abs(b.offsetLeft - here.offsetLeft))[0]
}
