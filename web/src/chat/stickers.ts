/** The shop's own stickers: drawings of this project, chosen by a name that a message carries. */
import { faceSvg, type PetLook } from '../pets/portraits'
import type { Label } from '../platform/types'

interface Drawing {
  words: Label
  /** 120 by 120, the words excepted. */
  svg: string
}

const face = (kind: PetLook['kind'], more = ''): string => `<g transform="translate(14 8) scale(.92)">${faceSvg(kind)}</g>${more}`
const heart = (x: number, y: number, size: number, colour = '#E8505F'): string =>
  `<path transform="translate(${x} ${y}) scale(${size})" d="M0 6C-9 -1 -12 -8 -7 -12C-3 -14 -1 -11 0 -9C1 -11 3 -14 7 -12C12 -8 9 -1 0 6z" fill="${colour}"/>`
const star = (x: number, y: number, size: number, colour = '#F2B632'): string =>
  `<path transform="translate(${x} ${y}) scale(${size})" d="M0 -10Q1.500 -1.500 10 0Q1.500 1.500 0 10Q-1.500 1.500 -10 0Q-1.500 -1.500 0 -10z" fill="${colour}"/>`
const print = (x: number, y: number, turn: number, size: number, colour = '#B5773F'): string =>
  `<g transform="translate(${x} ${y}) rotate(${turn}) scale(${size}) translate(-50 -52)" fill="${colour}"><ellipse cx="26" cy="46" rx="8" ry="10"/><ellipse cx="41" cy="30" rx="8.500" ry="11.500"/><ellipse cx="59" cy="30" rx="8.500" ry="11.500"/><ellipse cx="74" cy="46" rx="8" ry="10"/><path d="M50 46c12 0 24 12 24 23 0 8-6 11-12 11-5 0-8-2-12-2s-7 2-12 2c-6 0-12-3-12-11 0-11 12-23 24-23z"/></g>`
const bubbles = [[24, 30, 9], [98, 26, 7], [106, 52, 10], [14, 60, 7], [92, 84, 8], [28, 86, 10]]
  .map(([x, y, r]) => `<circle cx="${x}" cy="${y}" r="${r}" fill="#D7EEFB" stroke="#8CC7EA" stroke-width="2"/><circle cx="${x! - 2}" cy="${y! - 3}" r="2" fill="#fff"/>`)
  .join('')
const foam = '<g fill="#fff" stroke="#CDE6F4" stroke-width="1.500"><circle cx="46" cy="24" r="10"/><circle cx="74" cy="24" r="10"/><circle cx="60" cy="17" r="13"/></g>'
const mark = (sign: string, colour: string): string => `<circle cx="97" cy="26" r="16" fill="${colour}"/><text x="97" y="34" text-anchor="middle" font-size="23" font-weight="800" fill="#fff">${sign}</text>`
const hat = '<path d="M60 -2L78 32Q60 38 42 32z" fill="#8A6CD6"/><path d="M51 14L70 18M46 24L75 27" stroke="#FFE08A" stroke-width="4"/><circle cx="60" cy="2" r="6" fill="#F58B4C"/>'
const fish = '<g transform="translate(92 82)"><path d="M-18 0C-10 -12 6 -12 14 0C6 12 -10 12 -18 0z" fill="#6FB3E0"/><path d="M11 0L24 -9V9z" fill="#4A9BE0"/><circle cx="-9" cy="-2" r="2" fill="#17354A"/></g>'
const tears = '<path d="M38 66q-5 9 0 12q5 -3 0 -12zM82 66q-5 9 0 12q5 -3 0 -12z" fill="#5FB0E8"/>'
const bone = '<g transform="translate(60 56) rotate(-28)" fill="#FFF8EC" stroke="#C9A679" stroke-width="3"><path d="M-28 -9H28C30 -22 48 -19 45 -6C52 0 46 14 36 12C33 12 30 11 28 9H-28C-30 22 -48 19 -45 6C-52 0 -46 -14 -36 -12C-33 -12 -30 -11 -28 -9z"/></g>'
/** A white pet needs something to stand out from. */
const ground = (colour: string): string => `<circle cx="60" cy="54" r="55" fill="${colour}"/>`
const comb = '<g stroke-linecap="round"><path d="M34 22L76 84M86 22L44 84" stroke="#8A6CD6" stroke-width="8"/><circle cx="38" cy="90" r="11" fill="none" stroke="#5A3FA0" stroke-width="7"/><circle cx="82" cy="90" r="11" fill="none" stroke="#5A3FA0" stroke-width="7"/><circle cx="60" cy="60" r="4" fill="#fff"/></g>'

export const STICKERS: Record<string, Drawing> = {
  hello: { words: { zh: '你好', en: 'Hello' }, svg: face('corgi', print(102, 66, 18, 0.34, '#E09A50')) },
  thanks: { words: { zh: '谢谢', en: 'Thank you' }, svg: face('golden', heart(100, 26, 1.3) + heart(18, 34, 0.9)) },
  ok: { words: { zh: '好的', en: 'OK' }, svg: face('british', mark('✓', '#0B7A69')) },
  love: { words: { zh: '爱你', en: 'Love you' }, svg: face('poodle', heart(98, 28, 1.5) + heart(22, 26, 1.1) + heart(104, 70, 0.8)) },
  bath: { words: { zh: '洗香香', en: 'Bath time' }, svg: ground('#CFE9F8') + face('bichon', foam + bubbles) },
  shiny: { words: { zh: '美美的', en: 'So pretty' }, svg: ground('#FBDDE3') + face('samoyed', star(98, 24, 1.4) + star(18, 42, 1) + star(106, 66, 0.8)) },
  sleepy: { words: { zh: '困了', en: 'Sleepy' }, svg: face('ragdoll', '<g fill="#5A3FA0" font-weight="800"><text x="88" y="34" font-size="18">z</text><text x="99" y="24" font-size="23">Z</text></g>') },
  question: { words: { zh: '在吗', en: 'Anyone there?' }, svg: face('frenchie', mark('?', '#4A9BE0')) },
  wow: { words: { zh: '哇', en: 'Wow' }, svg: face('schnauzer', mark('!', '#C23B49')) },
  hungry: { words: { zh: '饿了', en: 'Hungry' }, svg: face('orange', fish) },
  sorry: { words: { zh: '对不起', en: 'Sorry' }, svg: face('corgi', tears) },
  birthday: { words: { zh: '生日快乐', en: 'Happy birthday' }, svg: face('golden', hat + star(22, 34, 0.8) + star(102, 40, 1)) },
  'high-five': { words: { zh: '击个掌', en: 'High five' }, svg: print(60, 58, -10, 0.98, '#E8924A') },
  treat: { words: { zh: '给个零食', en: 'Treat, please' }, svg: bone + heart(98, 30, 0.9) },
  'on-my-way': { words: { zh: '在路上', en: 'On my way' }, svg: print(26, 86, 30, 0.3) + print(52, 68, 48, 0.34) + print(70, 40, 30, 0.38) + print(98, 24, 48, 0.42) },
  trim: { words: { zh: '剪好看点', en: 'A nice trim' }, svg: comb },
}

const SIZE = 17
/** A letter is about half as wide as a sign: the longest words still fit between the edges. */
const sizeOf = (words: string): number => Math.min(SIZE, 190 / words.length)
const outlined = (words: string): string =>
  `<text x="60" y="116" text-anchor="middle" word-spacing="3" font-size="${sizeOf(words).toFixed(1)}" font-weight="800" fill="#4A2C12" stroke="#fff" stroke-width="4.500" stroke-linejoin="round" paint-order="stroke">${words}</text>`

/** The drawing with its words; null for one of a newer version. */
export function stickerSvg(id: string, lang: 'zh' | 'en'): string | null {
  const found = Object.hasOwn(STICKERS, id) ? STICKERS[id] : undefined
  return found ? `<svg viewBox="0 -4 120 126" xmlns="http://www.w3.org/2000/svg">${found.svg}${outlined(found.words[lang])}</svg>` : null
}
