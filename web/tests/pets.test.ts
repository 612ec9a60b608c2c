import { beforeEach, describe, expect, it } from 'vitest'

import { factsOf, isUnnamed } from '../src/pets/facts'
import { setLang } from '../src/platform/i18n'
import type { PetView } from '../src/platform/types'

const pet = (over: Partial<PetView>): PetView =>
  ({ name: '豆豆', breed_label: { zh: '柯基', en: 'Corgi' }, size: null, sex: null, born: null, weight_g: null, care: [], ...over }) as PetView

beforeEach(() => setLang('zh'))

describe('a pet', () => {
  it('is described by what is known, and by nothing else', () => {
    expect(factsOf(pet({}))).toBe('柯基')
    expect(factsOf(pet({ sex: 'm', weight_g: 12_400, size: 'M' })).replaceAll('\u00a0', ' ')).toBe('柯基 · 男孩 · 12.4 kg · 中型')
  })

  it('that goes by its breed has no name yet, in either language', () => {
    expect(isUnnamed(pet({ name: '柯基' }))).toBe(true)
    expect(isUnnamed(pet({ name: 'corgi' }))).toBe(true)
    expect(isUnnamed(pet({}))).toBe(false)
    expect(factsOf(pet({ name: '柯基', size: 'L' }))).toBe('大型')
  })
})
