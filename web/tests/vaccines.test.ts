import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import VaccineBook from '../src/pets/VaccineBook.vue'
import { yearAfter, type VaccinesView } from '../src/pets/vaccines'
import { setLang } from '../src/platform/i18n'

const RABIES = { zh: '狂犬疫苗', en: 'Rabies' }
const view = (over: Partial<VaccinesView> = {}): VaccinesView => ({
  pet_id: 'p',
  today: '2026-11-22',
  kinds: [
    { kind: 'rabies', name: RABIES, status: 'unverified' },
    { kind: 'dog_combination', name: { zh: '犬联苗', en: 'Dog combination' }, status: 'missing' },
  ],
  vaccines: [{ id: 'v', kind: 'rabies', name: RABIES, given: '2026-11-01', expires: '2027-11-01', brand: null, batch: 'A1', status: 'unverified', verified: null }],
  waivers: [],
  ...over,
})

const asked: { method: string; path: string; body: unknown }[] = []
let answer: () => Response

beforeEach(() => {
  setLang('zh')
  asked.length = 0
  answer = () => Response.json(view())
  vi.stubGlobal('fetch', (path: string, options: RequestInit) => {
    asked.push({ method: options.method!, path, body: options.body ? JSON.parse(options.body as string) : undefined })
    return Promise.resolve(answer())
  })
})
afterEach(() => vi.unstubAllGlobals())

describe('a pet’s vaccinations', () => {
  it('last a year of which nothing is said', () => {
    expect(yearAfter('2026-11-01')).toBe('2027-11-01')
    expect(yearAfter('2028-02-29')).toBe('2029-02-28')
    expect(yearAfter('')).toBe('')
  })

  it('are written down with what is missing chosen already', async () => {
    const book = mount(VaccineBook, { props: { view: view(), side: 'owner' } })
    await book.get('[data-testid=vaccine-add]').trigger('click')
    expect((book.get('[data-testid=vaccine-dog_combination]').element as HTMLInputElement).checked).toBe(true)
    await book.get('[data-testid=vaccine-given]').setValue('2026-11-20')
    expect((book.get('[data-testid=vaccine-expires]').element as HTMLInputElement).value).toBe('2027-11-20')
    await book.get('form').trigger('submit')
    await flushPromises()
    expect(asked).toEqual([{ method: 'POST', path: '/api/pets/p/vaccines', body: { kind: 'dog_combination', given: '2026-11-20', expires: '2027-11-20', brand: null, batch: null } }])
    expect(book.emitted('changed')).toHaveLength(1)
    expect(book.find('form').exists()).toBe(false)
  })

  it('are verified by the shop only', async () => {
    expect(mount(VaccineBook, { props: { view: view(), side: 'owner' } }).find('[data-testid=vaccine-verify]').exists()).toBe(false)
    const book = mount(VaccineBook, { props: { view: view(), side: 'desk' } })
    await book.get('[data-testid=vaccine-verify]').trigger('click')
    await flushPromises()
    expect(asked[0]!.path).toBe('/api/pets/p/vaccines/v/verify')
  })

  it('leave only after a second tap, and what was typed stays when the shop refuses it', async () => {
    const book = mount(VaccineBook, { props: { view: view(), side: 'owner' } })
    await book.get('[data-testid=vaccine-drop]').trigger('click')
    expect(asked).toEqual([])
    answer = () => Response.json({ error: { code: 'no_such_vaccine', message: '没有找到这一针', temporary: false } }, { status: 404 })
    await book.get('[data-testid=vaccine-drop-sure]').trigger('click')
    await flushPromises()
    expect(book.get('[role=alert]').text()).toBe('没有找到这一针')
    await book.findAll('.acts button')[0]!.trigger('click')
    await book.get('[data-testid=vaccine-change]').trigger('click')
    await book.get('[data-testid=vaccine-given]').setValue('2026-11-03')
    await book.get('form').trigger('submit')
    await flushPromises()
    expect((book.get('[data-testid=vaccine-given]').element as HTMLInputElement).value).toBe('2026-11-03')
  })
})
