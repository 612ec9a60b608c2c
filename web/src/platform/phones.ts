/** Phone numbers inside a text, so that they can be called by a tap. */

export interface Piece {
  text: string
  /** What to dial, when this piece is a number. */
  tel?: string
}

// Mobile, landline with its area code, 400 lines, and anything written with a country code.
const NUMBER = /(?<![\d.¥-])(?:\+\d{1,3}[ -]?\d{2,4}(?:[ -]?\d{2,4}){1,3}|1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[ -]?\d{3,4}[ -]?\d{4}|400[ -]?\d{3}[ -]?\d{4})(?!\d)/g

export const dial = (number: string): string => number.replace(/[ -]/g, '')

/** The text in its order, numbers apart from the words around them. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = []
  let from = 0
  for (const match of text.matchAll(NUMBER)) {
    if (match.index > from) found.push({ text: text.slice(from, match.index) })
    found.push({ text: match[0], tel: dial(match[0]) })
    from = match.index + match[0].length
  }
  if (from < text.length) found.push({ text: text.slice(from) })
  return found
}
