// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'

import TimePicker from '../src/booking/TimePicker.vue'
import { exampleOf, seasonal, signed, yearSpan, type ListedService } from '../src/desk/seasons'
import { money } from '../src/platform/format'
import { setLang } from '../src/platform/i18n'
import type { SlotsView } from '../src/platform/types'

const SERVICES: ListedService[] = [
  { code: 'bath', name: { zh: '基础洗护', en: 'Basic bath' }, is_extra: false, sold_by: 'visit', pet: { zh: '狗 · S', en: 'Dog · S' }, price_cents: 8_800 },
  { code: 'dye', name: { zh: '染色', en: 'Dyeing' }, is_extra: false, sold_by: 'visit', pet: null, price_cents: null },
  { code: 'teeth', name: { zh: '刷牙', en: 'Teeth' }, is_extra: true, sold_by: 'visit', pet: { zh: '所有毛孩子', en: 'Every pet' }, price_cents: 2_000 },
]

beforeEach(() => setLang('zh'))

describe('a season', () => {
  it('is of the listed price, in whole yuan, half of one away from nothing', () => {
    expect([seasonal(8_800, 20), seasonal(8_800, -10), seasonal(1_000, 5), seasonal(1_000, -5), seasonal(1_000, 4)]).toEqual([10_600, 7_900, 1_100, 900, 1_000])
    expect([signed(20), signed(-10)]).toEqual(['+20%', '−10%'])
    expect([money(-4_400), money(-50)]).toEqual(['−¥44', '−¥0.50'])
  })
  it('says its days with their year', () => {
    expect([yearSpan('2027-02-06', '2027-02-20'), yearSpan('2026-12-01', '2027-01-31')]).toEqual(['2027年2月6日–20日', '2026年12月1日–2027年1月31日'])
    setLang('en')
    expect([yearSpan('2027-02-06', '2027-02-20'), yearSpan('2026-12-01', '2027-01-31')]).toEqual(['6–20 Feb 2027', '1 Dec 2026–31 Jan 2027'])
  })
  it('is shown by a service that it is for', () => {
    expect(exampleOf([], 20, SERVICES)).toBe('基础洗护（狗 · S）¥88\u00a0→\u00a0¥106')
    expect(exampleOf(['teeth', 'dye'], -50, SERVICES)).toBe('刷牙（所有毛孩子）¥20\u00a0→\u00a0¥10')
    expect(exampleOf(['dye'], 20, SERVICES)).toBe('')
    setLang('en')
    expect(exampleOf([], 20, SERVICES)).toBe('Basic bath (Dog · S) ¥88\u00a0→\u00a0¥106')
  })
})

describe('the price of a day beside its times', () => {
  const time = (hour: number, total_cents: number) => ({ offer_id: `o${hour}`, start_ms: hour * 3_600_000, end_ms: (hour + 1) * 3_600_000, groomer: null, total_cents, is_free: true })
  const said = (totals: [number, number], agreed_cents: number | null): string => {
    const view: SlotsView = {
      days: [{ date: '2026-11-27', state: 'open' }, { date: '2026-11-28', state: 'open' }], chosen: '2026-11-28',
      times: { '2026-11-27': [time(1, totals[0])], '2026-11-28': [time(25, totals[1])] }, wished_ms: null, reason: null, agreed_cents,
    }
    const note = mount(TimePicker, { props: { view } }).find('[data-testid=slots-price]')
    return note.exists() ? note.text() : ''
  }
  it('is said where days differ, and where it is another than what was agreed', () => {
    expect(said([8_800, 8_800], null)).toBe('')
    expect(said([8_800, 10_600], null)).toBe('这天合计 ¥106')
    expect(said([10_600, 10_600], 8_800)).toBe('改到这天合计 ¥106，现在是 ¥88')
    expect(said([10_600, 10_600], 10_600)).toBe('')
  })
})
