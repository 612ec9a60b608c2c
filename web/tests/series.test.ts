// @vitest-environment happy-dom
import { flushPromises, mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'

import BookingChange from '../src/booking/BookingChange.vue'
import { followingOf, nextOfEach } from '../src/booking/state'
import type { DeskTime } from '../src/desk/desk-booking'
import { mostTimes, timesOf, useSeries, type SeriesLine, type SeriesOrder } from '../src/desk/series'
import { setLang } from '../src/platform/i18n'
import type { BookingView, SeriesView } from '../src/platform/types'

const WEEK = 7 * 86_400_000
const FIRST = Date.UTC(2026, 10, 24, 6)
const at = (start_ms: number, id = 'lin'): DeskTime => ({ start_ms, end_ms: start_ms + 3_600_000, groomer: { id, name: id, is_last: false }, is_now: false })
const line = (number: number, more: Partial<SeriesLine> = {}): SeriesLine => {
  const wished_ms = FIRST + (number - 1) * WEEK
  return { number, wished_ms, state: 'free', time: at(wished_ms), why: null, nearest: [], totals_cents: {}, ...more }
}

let asked: { path: string; body: Record<string, unknown>; key: string | undefined }[]
let lines: SeriesLine[]
let answer: () => Response

function order(also: { pet_id: string; services: never[] }[] = []): SeriesOrder {
  let made: SeriesOrder | undefined
  mount(defineComponent({ setup: () => ((made = useSeries([{ pet_id: 'p', services: [] }, ...also], at(FIRST), null)), () => h('i')) }))
  return made!
}

beforeEach(() => {
  setLang('zh')
  setActivePinia(createPinia())
  asked = []
  lines = [line(1), line(2, { state: 'moved', time: at(FIRST + WEEK + 900_000), nearest: [at(FIRST + WEEK + 900_000), at(FIRST + WEEK, 'may')] }), line(3, { state: 'none', time: null })]
  vi.stubGlobal('fetch', (path: string, { body, headers }: { body?: string; headers: Record<string, string> }) => {
    asked.push({ path, body: body ? (JSON.parse(body) as Record<string, unknown>) : {}, key: headers['Idempotency-Key'] })
    return Promise.resolve(path.endsWith('/plan') ? Response.json({ lines, minutes: 60, total_cents: 10_000 }) : answer())
  })
})

describe('a series that is put together', () => {
  it('books what was found, without what was left out', async () => {
    answer = () => Response.json({ id: 's', visits: [] })
    const one = order()
    await one.look()
    expect(lines.map((each) => one.standOf(each))).toEqual(['wished', 'moved', 'none'])
    expect(one.chosen.value.length).toBe(2)
    // Somebody else at the very time.
    one.picked.value[2] = `${FIRST + WEEK}-may`
    expect(one.standOf(lines[1]!)).toBe('wished')
    expect(await one.book()).toEqual({ id: 's', visits: [] })
    expect(asked.at(-1)!.body.visits).toEqual([{ start_ms: FIRST, groomer_id: 'lin' }, { start_ms: FIRST + WEEK, groomer_id: 'may' }])
    one.picked.value[2] = ''
    expect(one.standOf(lines[1]!)).toBe('out')
    expect(await one.book()).toBeNull()
  })

  it('comes to what the visits that are left in it cost, each on its day', async () => {
    lines[1]!.totals_cents = { '2026-12-01': 12_000 }
    const one = order()
    await one.look()
    expect(one.sum.value).toBe(22_000)
    one.picked.value[1] = ''
    expect(one.sum.value).toBe(12_000)
  })

  it('shows what is free now around the visit that was refused, and another try is another command', async () => {
    const now = line(2, { state: 'moved', time: at(FIRST + WEEK + 1_800_000), why: { zh: '约满了。', en: 'Full.' } })
    answer = () => Response.json({ error: { code: 'series_refused', message: '第 2 次约不了', temporary: false, data: { number: 2, line: now } } }, { status: 409 })
    const one = order()
    await one.look()
    expect(await one.book()).toBeNull()
    expect(one.problem.value).toBe('第 2 次约不了')
    expect(one.plan.value!.lines[1]!.why!.zh).toBe('约满了。')
    expect(one.chosen.value.map((each) => each.start_ms)).toEqual([FIRST, FIRST + WEEK + 1_800_000])
    await flushPromises()
    await one.book()
    const keys = asked.filter((each) => !each.path.endsWith('/plan')).map((each) => each.key)
    expect(new Set(keys).size).toBe(2)
  })

  it('leaves who does several pets to the shop', async () => {
    answer = () => Response.json({ id: 's', visits: [] })
    const one = order([{ pet_id: 'q', services: [] }])
    await one.look()
    await one.book()
    expect((asked.at(-1)!.body.visits as { groomer_id: unknown }[]).map((each) => each.groomer_id)).toEqual([null, null])
  })

  it('lasts a year at most', async () => {
    const one = order()
    one.times.value = 26
    one.weeks.value = 12
    await flushPromises()
    expect(one.times.value).toBe(5)
    expect([1, 2, 3, 4, 12].map(mostTimes)).toEqual([26, 26, 18, 14, 5])
  })

  it('offers each time once', () => {
    expect(timesOf(lines[1]!).length).toBe(2)
    expect(timesOf(line(1)).length).toBe(1)
  })
})

describe('calling off', () => {
  const visit = (n: number, is_open = true, fee_cents = 0) => ({ booking_id: `b${n}`, number: n, status: 'confirmed', starts_ms: FIRST + n * WEEK, ends_ms: FIRST + n * WEEK + 1, groomers: [], is_open, fee_cents, refund_cents: 0 })
  const series = { id: 's', version: 9, pets: [], services: [], visits: [visit(1), visit(2, true, 3000), visit(3, false), visit(4)], total_cents: 0 } as unknown as SeriesView
  const booking = {
    id: 'b2', version: 1, status: 'confirmed', pet: { name: '豆豆' }, services: [], starts_ms: FIRST, ends_ms: FIRST + 1,
    policy: { free_until_ms: 0, late_percent: 30, is_late: true, fee_cents: 3000 }, series: { id: 's', number: 2, of: 4 },
  } as unknown as BookingView

  it('takes those that can still be called off', () => {
    expect(followingOf(series, 'b2').map((one) => one.booking_id)).toEqual(['b2', 'b4'])
    expect(followingOf(series, 'nobody')).toEqual([])
  })

  it('says what all that follow cost before it is done', async () => {
    answer = () => Response.json(asked.at(-1)!.path.endsWith('/series') ? series : { ...booking, status: 'cancelled' })
    const change = mount(BookingChange, { props: { booking, side: 'owner' } })
    ;(change.vm as unknown as { askCancel: () => void }).askCancel()
    await flushPromises()
    expect(change.get('[data-testid=cancel-price]').text()).toContain('现在取消收 ¥30')
    await change.get('[data-testid=cancel-following]').setValue()
    expect(change.get('[data-testid=cancel-price]').text()).toContain('现在取消这 2 次收 ¥30')
    await change.get('[data-testid=cancel-yes]').trigger('click')
    await flushPromises()
    expect(asked.find((one) => one.path.endsWith('/cancel-following'))).toMatchObject({ path: '/api/bookings/b2/cancel-following', body: { version: 9 } })
    expect(change.emitted('changed')).toHaveLength(1)
  })
})

it('lets the next visit of a series stand for the later ones', () => {
  const one = (id: string, series?: string) => ({ id, series: series ? { id: series, number: 1, of: 2 } : null }) as unknown as BookingView
  const all = [one('a', 's'), one('b'), one('c', 's'), one('d', 'r'), one('e')]
  expect(nextOfEach(all).map((each) => each.id)).toEqual(['a', 'b', 'd', 'e'])
})
