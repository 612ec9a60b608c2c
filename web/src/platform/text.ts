/** A text in pieces: phone numbers that can be called by a tap, short clauses that stay on one line. */

export interface Piece {
  text: string
  /** What to dial, when this piece is a number. */
  tel?: string
  /** A few Chinese characters up to their punctuation: no line ends inside. */
  isWhole?: boolean
}

// Mobile, landline with its area code, 400 lines, and anything written with a country code.
const NUMBER = /(?<![\d.¥-])(?:\+\d{1,3}[ -]?\d{2,4}(?:[ -]?\d{2,4}){1,3}|1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[ -]?\d{3,4}[ -]?\d{4}|400[ -]?\d{3}[ -]?\d{4})(?!\d)/g

const CLAUSE = /[^，。！？、；：\n]*[，。！？、；：…～]+|[^，。！？、；：\n]+|\n/gu
const LONGEST = 10

/** Browsers break Chinese after any character; 「周四休/息。」 is what that looks like. */
function clauses(text: string): Piece[] {
  const found: Piece[] = []
  for (const [clause] of text.matchAll(CLAUSE)) {
    const isWhole = clause.length <= LONGEST && /\p{Script=Han}{2}/u.test(clause)
    const before = found.at(-1)
    if (isWhole) found.push({ text: clause, isWhole })
    else if (before && !before.isWhole) before.text += clause
    else found.push({ text: clause })
  }
  return found
}

export const dial = (number: string): string => number.replace(/[ -]/g, '')

/** The text in its order, and nothing but the text. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = []
  let from = 0
  for (const match of text.matchAll(NUMBER)) {
    if (match.index > from) found.push(...clauses(text.slice(from, match.index)))
    found.push({ text: match[0], tel: dial(match[0]) })
    from = match.index + match[0].length
  }
  if (from < text.length) found.push(...clauses(text.slice(from)))
  return found
}
