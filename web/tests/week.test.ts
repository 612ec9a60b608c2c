// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import LookSheet from '../src/booking/LookSheet.vue'
import { beside, countsOf, daysAhead, momentIn, momentOf, partsOf, type FreeDay, type FreeTime, type WeekView } from '../src/booking/week'
import { daysSpan, setZone, shortDay } from '../src/platform/format'
import { setLang } from '../src/platform/i18n'

const HOUR = 3_600_000
const lin = { id: 'lin', name: '小林', is_last: true }
const at = (hour: number, midnight = 0): FreeTime => ({ start_ms: midnight + hour * HOUR, end_ms: midnight + (hour + 2) * HOUR, groomer: lin })
const day = (date: string, state: FreeDay['state'], times: FreeTime[] = [], why = ''): FreeDay => ({ date, state, times, why: why ? { zh: why, en: why } : null, price: null })
/** On the clock of Shanghai. */
const midnight = (date: string): number => Date.parse(`${date}T00:00:00+08:00`)

const WEEK: WeekView = {
  days: [
    day('2026-11-23', 'past'),
    day('2026-11-24', 'open', [at(9.5, midnight('2026-11-24')), at(14, midnight('2026-11-24')), at(15, midnight('2026-11-24'))]),
    day('2026-11-25', 'full', [], '11月25日周三约满了。'),
    day('2026-11-26', 'closed', [], '11月26日周四店休。'),
    day('2026-11-27', 'barred', [], '豆豆疫苗刚打'),
    day('2026-11-28', 'none', [], '小林 11月28日周六不上班。'),
    day('2026-11-29', 'beyond', [], '目前只能约 6 天以内的时间。'),
  ],
  before: null,
  after: '2026-11-30',
  lines: [{ label: { zh: '基础洗护', en: 'Basic bath' }, minutes: 120, price_cents: 18_800 }],
  total_cents: 18_800,
  agreed_cents: null,
}

beforeEach(() => {
  setLang('zh')
  setZone('Asia/Shanghai')
})

describe('free times of a day', () => {
  const hourOf = (ms: number): number => ms / HOUR
  it('stand by the part of the day, and a part without any is left out', () => {
    const parts = partsOf([at(9), at(11.75), at(18), at(20)], hourOf)
    expect(parts.map((one) => [one.part, one.times.length])).toEqual([['morning', 2], ['evening', 2]])
  })
  it('are nothing on a full day', () => expect(partsOf([], hourOf)).toEqual([]))
  it('are counted for every part, none as well', () => {
    expect(countsOf(day('2026-11-24', 'open', [at(9), at(12), at(17.75)]), hourOf)).toEqual([
      { part: 'morning', n: 1 },
      { part: 'afternoon', n: 2 },
      { part: 'evening', n: 0 },
    ])
  })
})

describe('a tapped time', () => {
  it('is said in the chat as its moment, and read back', () => {
    expect(momentOf(at(2))).toBe('at:7200000')
    expect(momentIn('at:7200000')).toBe(7_200_000)
    for (const other of [null, '', 'at:', 'at:x', 'person', '0199aa']) expect(momentIn(other)).toBeNull()
  })
})

describe('the days of a week', () => {
  it('that are over are not looked at', () => expect(daysAhead(WEEK)[0]!.date).toBe('2026-11-24'))
  it('follow each other as far as anything can be booked', () => {
    expect(beside(WEEK, '2026-11-24', 1)).toEqual({ day: '2026-11-25', inWeek: true })
    expect(beside(WEEK, '2026-11-24', -1)).toBeNull()
    expect(beside({ ...WEEK, before: '2026-11-16' }, '2026-11-24', -1)).toEqual({ day: '2026-11-22', inWeek: false })
    expect(beside(WEEK, '2026-11-28', 1)).toEqual({ day: '2026-11-30', inWeek: false })
    expect(beside({ ...WEEK, after: null }, '2026-11-28', 1)).toBeNull()
  })
  it('are written in both languages', () => {
    expect([shortDay('2026-11-24'), daysSpan('2026-11-30', '2026-12-06')]).toEqual(['11月24日 周二', '11月30日–12月6日'])
    expect([daysSpan('2026-11-23', '2026-11-29'), daysSpan('2026-11-22', '2026-11-22')]).toEqual(['11月23日–29日', '11月22日'])
    setLang('en')
    expect([shortDay('2026-11-24'), daysSpan('2026-11-23', '2026-11-29'), daysSpan('2026-11-30', '2026-12-06')]).toEqual(['Tue 24 Nov', '23–29 Nov', '30 Nov–6 Dec'])
  })
})

describe('the sheet', () => {
  const asked: { day: string; moving: string | null; also: unknown[] }[] = []
  const take = vi.fn<(time: FreeTime) => Promise<void>>()
  const page = (): HTMLElement => document.querySelector<HTMLElement>('[data-testid=look-sheet]')!
  const find = (id: string): HTMLButtonElement => page().querySelector<HTMLButtonElement>(`[data-testid="${id}"]`)!

  async function opened(from: 'day' | 'week', date = '2026-11-24') {
    const looked = { pets: [{ pet_id: 'p', services: [{ code: 'bath' }] }, { pet_id: 'q', services: [] }] }
    const sheet = mount(LookSheet, { props: { looked, day: date, from, take }, attachTo: document.body })
    await flushPromises()
    return sheet
  }

  beforeEach(() => {
    document.body.innerHTML = ''
    asked.length = 0
    take.mockReset()
    take.mockResolvedValue()
    vi.stubGlobal('fetch', (_: string, { body }: { body: string }) => {
      asked.push(JSON.parse(body) as (typeof asked)[0])
      return Promise.resolve(Response.json(WEEK))
    })
  })

  it('tells full, closed and barred days apart, each with its word, and asks once for all seven', async () => {
    await opened('week')
    const words = [...page().querySelectorAll<HTMLElement>('[data-state]')].map((one) => one.textContent.replace(/\s+/g, ' ').trim())
    expect(words).toEqual([
      '周二 11月24日上午 1下午 2晚上 没有–',
      '周三 11月25日约满',
      '周四 11月26日店休',
      '周五 11月27日来不了 豆豆疫苗刚打',
      '周六 11月28日没空位 小林 11月28日周六不上班。',
      '周日 11月29日还约不到 目前只能约 6 天以内的时间。',
    ])
    expect(asked).toEqual([{ pet_id: 'p', services: [{ code: 'bath' }], also: [{ pet_id: 'q', services: [] }], groomer_id: null, moving: null, c: '', day: '2026-11-24' }])
    expect([find('look-before').disabled, find('look-after').disabled]).toEqual([true, false])
  })

  it('goes from the week into a day and back to its line', async () => {
    await opened('week')
    find('week-2026-11-25').click()
    await flushPromises()
    expect(find('look-title').textContent).toBe('11月25日 周三')
    expect(find('day-why').textContent).toBe('11月25日周三约满了。')
    expect(document.activeElement).toBe(find('look-title'))
    find('look-week').click()
    await flushPromises()
    expect(document.activeElement).toBe(find('week-2026-11-25'))
  })

  it('takes a time and closes', async () => {
    const sheet = await opened('day')
    expect(page().querySelectorAll('[tabindex="0"][data-testid=day-time]')).toHaveLength(1)
    find('day-time').click()
    await flushPromises()
    expect(take.mock.calls[0]![0].start_ms).toBe(midnight('2026-11-24') + 9.5 * HOUR)
    expect(sheet.emitted('close')).toHaveLength(1)
  })

  it('says why a time cannot be had, and looks again', async () => {
    const sheet = await opened('day')
    take.mockRejectedValueOnce(new Error('gone'))
    find('day-time').click()
    await flushPromises()
    expect(page().querySelector('[role=alert]')!.textContent).toContain('再点一次')
    expect(asked.map((one) => one.day)).toEqual(['2026-11-24', '2026-11-24'])
    expect(sheet.emitted('close')).toBeUndefined()
  })
})
