import { describe, expect, it } from 'vitest'

import { breedNamed, coveredBy, type Breed, type MenuItem } from '../src/desk/desk-booking'

const item = (code: string, includes: string[] = []): MenuItem => ({ code, name: { zh: code, en: code }, minutes: 30, price_cents: 100, is_extra: false, max_quantity: 1, includes })

describe('what comes along for nothing', () => {
  const menu = [item('groom', ['bath', 'nails']), item('bath', ['nails']), item('teeth')]
  it('is that of what is chosen', () => {
    expect([...coveredBy(menu, [{ code: 'groom', quantity: 1 }])]).toEqual(['bath', 'nails'])
    expect(coveredBy(menu, [{ code: 'teeth', quantity: 1 }]).size).toBe(0)
  })
})

describe('a breed', () => {
  const poodle: Breed = { code: 'poodle', name: { zh: '泰迪', en: 'Poodle' }, species: 'dog', size: 'S', coat: 'curly' }
  it('is known by its code and in both languages', () => {
    for (const said of ['泰迪', ' poodle ', 'POODLE']) expect(breedNamed([poodle], said)).toBe(poodle)
  })
  it('is none when nobody knows it', () => expect(breedNamed([poodle], '旺财')).toBeUndefined())
})
