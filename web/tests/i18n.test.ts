// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest'

import { lang, say, setLang, words } from '../src/platform/i18n'

const t = words({ hello: '{name}好', plain: '好' }, { hello: 'Hello {name}', plain: 'Fine' })

beforeEach(() => setLang('zh'))

describe('words', () => {
  it('reads the current language and fills in values', () => {
    expect(t('hello', { name: '豆豆' })).toBe('豆豆好')
    setLang('en')
    expect(t('hello', { name: 'Doudou' })).toBe('Hello Doudou')
  })

  it('knows those of the house in every room', () => {
    const room = words({ bath: '{name}的浴池' }, { bath: 'Bath of {name}' }, t)
    expect([room('bath', { name: '豆豆' }), room('hello', { name: '豆豆' })]).toEqual(['豆豆的浴池', '豆豆好'])
    setLang('en')
    expect([room('bath', { name: 'Doudou' }), room('plain')]).toEqual(['Bath of Doudou', 'Fine'])
  })

  it('keeps the choice and tells the page', () => {
    setLang('en')
    expect(lang.value).toBe('en')
    expect(document.documentElement.lang).toBe('en')
    expect(localStorage.getItem('pawline.lang')).toBe('en')
  })

  it('reads the current half of a label, and the Chinese one where English is empty', () => {
    setLang('en')
    expect(say({ zh: '洗护', en: '' })).toBe('洗护')
    expect(say(null)).toBe('')
  })
})

describe('dictionaries', () => {
  const files = import.meta.glob<string>('../src/**/*words*.ts', { query: '?raw', import: 'default', eager: true })

  it.each(Object.entries(files))('%s has no word with a placeholder in one language only', (_, text) => {
    const found = new Map<string, Set<string>[]>()
    for (const line of text.matchAll(/^\s+(\w+): (['"`])(.*)\2,?$/gm)) {
      const holes = new Set([...line[3]!.matchAll(/\{(\w+)\}/g)].map((one) => one[1]!))
      found.set(line[1]!, [...(found.get(line[1]!) ?? []), holes])
    }
    for (const [key, both] of found) {
      expect(both, `${key} in both languages`).toHaveLength(2)
      expect([...both[0]!].sort(), key).toEqual([...both[1]!].sort())
    }
  })
})
