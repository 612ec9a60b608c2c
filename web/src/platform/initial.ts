/** The one letter that stands for a person without a picture. */

/** 小林 → 林, 老周 → 周, 周小姐 → 周, 阿May → M: how people are called, never the end of a label. */
export function initialOf(name: string): string {
  const whole = name.trim()
  const letter = /[A-Za-z]/.exec(whole)?.[0]
  if (letter) return letter.toUpperCase()
  return [...whole.replace(/^[小老阿大](?=.)/u, '')][0] ?? ''
}
