/** Chance that can be had again: the same seed makes the same choices. */
export interface Chance {
  /** A whole number from 0 up to, but not, `below`. */
  below(below: number): number
  /** True once in `times`. */
  once(times: number): boolean
  of<T>(things: readonly T[]): T
}

/** mulberry32: small, and good enough to choose among schedules. */
export function chance(seed: number): Chance {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (most: number): number => Math.floor(next() * most)
  return { below, once: (times) => below(times) === 0, of: (things) => things[below(things.length)]! }
}
