/** Words in two languages: typed, so that a key missing in one of them does not compile. */
import { ref } from 'vue'

export type Lang = 'zh' | 'en'

const STORED = 'pawline.lang'

function initial(): Lang {
  const stored = localStorage.getItem(STORED)
  if (stored === 'zh' || stored === 'en') return stored
  return navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh'
}

export const lang = ref<Lang>(initial())

export function setLang(wanted: Lang): void {
  lang.value = wanted
  localStorage.setItem(STORED, wanted)
  document.documentElement.lang = wanted === 'en' ? 'en' : 'zh-CN'
}

document.documentElement.lang = lang.value === 'en' ? 'en' : 'zh-CN'

/** The other language's dictionary has the same keys and the same kinds of values. */
export type Same<D> = { [K in keyof D]: D[K] extends string ? string : D[K] }

/** Reads a word of the current language: `t('key', {name: value})`. */
export type Speak<K extends string> = (key: K, values?: Record<string, string | number>) => string

/** A dictionary for one room; `under`: that of the house, for the words that the room does not have. */
export function words<D extends Record<string, string>, K extends string = never>(zh: D, en: Same<D>, under?: Speak<K>): Speak<(keyof D & string) | K> {
  return (key, values = {}) => {
    const text: string | undefined = (lang.value === 'en' ? en : zh)[key as keyof D]
    if (text === undefined) return under!(key as K, values)
    return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
  }
}

/** Names in a row, as the current language lists them. */
export const listed = (names: string[]): string => names.join(lang.value === 'en' ? ', ' : '、')

/** The same as one speaks of them: 豆豆和咪咪 · Doudou and Mimi */
export const together = (names: readonly string[]): string => new Intl.ListFormat(lang.value === 'en' ? 'en-GB' : 'zh-CN').format(names)

/** The current language's half of a label that the server sent in both. */
export const say = (label: { zh: string; en: string } | null | undefined): string =>
  label ? label[lang.value] || label.zh : ''
