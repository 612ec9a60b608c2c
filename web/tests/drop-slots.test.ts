// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest'

import { another, dropExample, rowsOf, slotsOf, type DropSlot } from '../src/desk/drop-slots'
import { setLang } from '../src/platform/i18n'

const slot = (weekday: number, at: number, most = 4, within = 120): DropSlot => ({ weekday, at_min: at, most, begin_within_min: within })
beforeEach(() => setLang('zh'))

describe('the times at which pets are brought', () => {
  it('are a row for those that differ in their weekday alone, and come back as they were', () => {
    const slots = [slot(2, 840), slot(1, 540), slot(2, 540), slot(5, 540, 2)]
    const rows = rowsOf(slots)
    expect(rows).toEqual([
      { at: '09:00', most: 4, within: 120, weekdays: [1, 2] },
      { at: '09:00', most: 2, within: 120, weekdays: [5] },
      { at: '14:00', most: 4, within: 120, weekdays: [2] },
    ])
    const key = (one: DropSlot): string => JSON.stringify(one)
    expect(slotsOf(rows).map(key).sort()).toEqual(slots.map(key).sort())
  })

  it('that are there twice stay two, so that the shop is told', () => {
    expect(slotsOf(rowsOf([slot(1, 540), slot(1, 540)]))).toHaveLength(2)
  })

  it('go on from the last one', () => {
    expect(another([], [1, 2, 5])).toEqual({ at: '09:00', most: 4, within: 120, weekdays: [1, 2, 5] })
    expect(another(rowsOf([slot(3, 600, 2, 60)]), [1])).toEqual({ at: '14:00', most: 2, within: 60, weekdays: [3] })
    expect(another(rowsOf([slot(3, 1200)]), [1]).at).toBe('20:00')
  })

  it('say what they come to', () => {
    expect(dropExample([])).toContain('约几点就几点送来')
    expect(dropExample([slot(1, 540, 5, 180)])).toContain('09:00 最多一起送来 5 只，美容师一只只轮着做，最晚 12:00 开始最后一只')
    expect(dropExample([slot(1, NaN)])).toContain('约几点就几点送来')
    setLang('en')
    expect(dropExample([slot(1, 540)])).toContain('Up to 4 pets are brought at 09:00')
  })
})
