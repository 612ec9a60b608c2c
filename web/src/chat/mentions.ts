/** Naming somebody in a group: what is being asked for while typing, and who is meant in the end. Pure. */
import type { Person } from '../platform/types'

const MEMBERS = ['founder', 'keeper', 'member']

/** Who is in the group now: people who have left are known too, for what they wrote. */
export const membersOf = (people: Iterable<Person>): Person[] => [...people].filter((one) => MEMBERS.includes(one.role))

export interface Asking {
  /** Where the @ stands. */
  from: number
  wanted: string
}

/** The @ that the caret is behind, with what was typed after it; none inside of a word, such as an e-mail address. */
export function mentionAt(text: string, caret: number): Asking | null {
  const found = /(?:^|[^\w.])@([^\s@]{0,20})$/u.exec(text.slice(0, caret))
  return found ? { from: caret - found[1]!.length - 1, wanted: found[1]!.toLowerCase() } : null
}

/** The accounts that a text names. The longest name first: @王小明 is not 王小. */
export function namedIn(text: string, people: Person[]): string[] {
  let left = text
  const named: string[] = []
  for (const one of [...people].sort((a, b) => b.name.length - a.name.length)) {
    if (!one.name || !left.includes(`@${one.name}`)) continue
    named.push(one.id)
    left = left.replaceAll(`@${one.name}`, ' ')
  }
  return named
}
