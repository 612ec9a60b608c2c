// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest'

import { centsOf, isWhole, orderedOf, windowsOf, wishesOf, type RideChoices } from '../src/booking/rides'
import { newRow, newZone, rideRowsOf, ridesExample, windowsOfRows, type RideRulesValue, type RideWindowRule } from '../src/desk/ride-rules'
import { setLang } from '../src/platform/i18n'

const near = { code: 'near', name: { zh: '望京', en: 'Wangjing' }, price_cents: 2000 }
const far = { code: 'far', name: { zh: '酒仙桥', en: 'Jiuxianqiao' }, price_cents: 3500 }
const window = (start_ms: number, why: string | null = null) => ({ start_ms, end_ms: start_ms + 2, left: why ? 0 : 1, why: why ? { zh: why, en: why } : null })
const choices = (more: Partial<RideChoices> = {}): RideChoices => ({
  fetch: [window(9), window(11, '满了')], home: [window(17)], zones: [near, far], chosen: [], kept: null, base_cents: 10000, version: 3, ...more,
})
beforeEach(() => setLang('zh'))

describe('a ride that is being chosen', () => {
  it('begins with where the owner was the last time, or with the only place', () => {
    expect(orderedOf(choices())).toEqual({ zone: '', address: '', starts: { fetch: null, home: null } })
    expect(orderedOf(choices({ kept: { zone: 'far', address: '9 号' } }))).toMatchObject({ zone: 'far', address: '9 号' })
    expect(orderedOf(choices({ kept: { zone: 'gone', address: '9 号' } }))).toMatchObject({ zone: '', address: '9 号' })
    expect(orderedOf(choices({ zones: [near] })).zone).toBe('near')
  })

  it('is whole with a place and an address, or with no way at all', () => {
    const order = orderedOf(choices())
    expect(isWhole(order)).toBe(true)
    const one = { ...order, starts: { fetch: 9, home: null } }
    expect(isWhole(one)).toBe(false)
    expect(isWhole({ ...one, zone: 'near', address: '  ' })).toBe(false)
    expect(isWhole({ ...one, zone: 'near', address: '3 号楼' })).toBe(true)
    expect(wishesOf({ ...one, zone: 'near', address: ' 3 号楼 ' })).toEqual([{ way: 'fetch', start_ms: 9, zone: 'near', address: '3 号楼' }])
  })

  it('costs what is listed, and what was agreed where it stays', () => {
    const chosen = [{ way: 'fetch' as const, start_ms: 9, end_ms: 11, zone: 'near', address: '3 号楼', price_cents: 1500, is_done: false }]
    const now = choices({ chosen })
    const order = orderedOf(now)
    expect(centsOf(order, now)).toBe(1500)
    expect(centsOf({ ...order, starts: { fetch: 9, home: 17 } }, now)).toBe(3500)
    expect(centsOf({ ...order, zone: 'far' }, now)).toBe(3500)
    expect(centsOf({ ...order, starts: { fetch: null, home: null } }, now)).toBe(0)
  })

  it('shows the chosen window also when the shop no longer has it', () => {
    const chosen = [{ way: 'home' as const, start_ms: 15, end_ms: 16, zone: 'near', address: 'x', price_cents: 2000, is_done: false }]
    expect(windowsOf(choices({ chosen }), 'home').map((one) => one.start_ms)).toEqual([15, 17])
    expect(windowsOf(choices(), 'fetch').map((one) => one.why === null)).toEqual([true, false])
  })
})

describe('what a shop says of its rides', () => {
  const rule = (weekday: number, way: 'fetch' | 'home', from: number, stops = 4): RideWindowRule => ({ weekday, way, from_min: from, to_min: from + 120, stops })

  it('is a row for windows that differ in their weekday alone, and comes back as it was', () => {
    const windows = [rule(2, 'home', 1020), rule(1, 'fetch', 540), rule(2, 'fetch', 540), rule(3, 'fetch', 540, 2)]
    const rows = rideRowsOf(windows)
    expect(rows.map((one) => [one.way, one.from, one.stops, one.weekdays])).toEqual([['fetch', '09:00', 4, [1, 2]], ['fetch', '09:00', 2, [3]], ['home', '17:00', 4, [2]]])
    const key = (one: RideWindowRule): string => JSON.stringify(one)
    expect(windowsOfRows(rows).map(key).sort()).toEqual(windows.map(key).sort())
  })

  it('begins with places and times of its own', () => {
    expect(newZone([{ code: 'z2', name: '', name_en: '', price_cents: 0 }]).code).toBe('z3')
    expect([newRow('fetch', [1]).from, newRow('home', [1]).from]).toEqual(['09:00', '17:00'])
  })

  it('says what it comes to', () => {
    const value: RideRulesValue = { zones: [{ code: 'z1', name: '望京', name_en: 'Wangjing', price_cents: 2000 }], windows: [rule(1, 'fetch', 540)], margin_min: 30 }
    expect(ridesExample(value)).toBe('望京每趟 ¥20；09:00–11:00 来接的，最早 11:30 开始做。')
    expect(ridesExample({ ...value, windows: [rule(1, 'home', 1020)] })).toContain('要在 17:00 前做好')
    expect(ridesExample({ ...value, zones: [] })).toContain('才有接送')
    setLang('en')
    expect(ridesExample(value)).toContain('Wangjing: ¥20 a way')
  })
})
