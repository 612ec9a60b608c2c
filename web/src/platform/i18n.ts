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

/** A dictionary for one room: `t('key', {name: value})` reads the current language. */
export function words<D extends Record<string, string>>(zh: D, en: Same<D>) {
  return (key: keyof D & string, values: Record<string, string | number> = {}): string => {
    const text: string = (lang.value === 'en' ? en : zh)[key]
    return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
  }
}

/** The current language's half of a label that the server sent in both. */
export const say = (label: { zh: string; en: string } | null | undefined): string =>
  label ? label[lang.value] || label.zh : ''
