// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'

import { bring, kindOf, preview, type Report } from '../src/desk/records'
import RecordsReport from '../src/desk/RecordsReport.vue'
import { setLang } from '../src/platform/i18n'
import CalendarFeed from '../src/records/CalendarFeed.vue'

const report = (more: Partial<Report> = {}): Report => ({ kind: 'owners', new: 0, changed: 0, unchanged: 0, problems: [], more: 0, is_done: false, ...more })
const problem = { line: 3, column: { zh: '手机号', en: 'Phone' }, code: 'needed', words: { zh: '这一格不能空着。', en: "This cell can't be empty." } }
const answers = (status: number, body: unknown): Response => new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
const flush = async (): Promise<void> => {
  for (let i = 0; i < 10; i++) await nextTick()
  await new Promise((done) => setTimeout(done))
}

beforeEach(() => setLang('zh'))
afterEach(() => vi.unstubAllGlobals())

describe('a file of a list', () => {
  it('is known by the name that our exports have', () => {
    expect(kindOf('pawline-owners.csv')).toBe('owners')
    expect(kindOf('Pawline-Bookings (2).csv')).toBe('bookings')
    expect(kindOf('客户.csv')).toBe(null)
  })

  it('is sent as it is, and what is wrong by now is an answer', async () => {
    const fetch = vi.fn().mockResolvedValueOnce(answers(200, report({ new: 1 })))
    vi.stubGlobal('fetch', fetch)
    expect((await preview('owners', new Blob(['手机号\n1']))).new).toBe(1)
    const [path, { body, headers }] = fetch.mock.calls[0] as [string, { body: Blob; headers: Record<string, string> }]
    expect(path).toBe('/api/desk/records/preview?kind=owners')
    expect(headers['Content-Type']).toBe('text/csv')
    expect(await body.text()).toBe('手机号\n1')
    fetch.mockResolvedValueOnce(answers(422, { error: { code: 'cannot_bring', message: '', temporary: false, data: { report: report({ problems: [problem] }) } } }))
    expect((await bring('owners', new Blob())).problems).toEqual([problem])
    fetch.mockResolvedValueOnce(answers(413, { error: { code: 'file_too_large', message: '太大', temporary: false } }))
    await expect(bring('owners', new Blob())).rejects.toMatchObject({ code: 'file_too_large' })
  })

  it('goes in only when nothing is wrong and something would change', () => {
    const shown = (one: Report): string[] => {
      const page = mount(RecordsReport, { props: { report: one, isBusy: false } })
      return [page.get('.title').text(), page.find('[data-testid="bring"]').exists() ? page.get('[data-testid="bring"]').text() : '', String(page.findAll('[data-testid="problem"]').length)]
    }
    expect(shown(report({ new: 2, changed: 1 }))).toEqual(['检查好了，可以导入', '导入 3 条', '0'])
    expect(shown(report({ unchanged: 5 }))).toEqual(['和店里的一样，不用导入', '', '0'])
    expect(shown(report({ new: 2, problems: [problem], more: 4 }))).toEqual(['有 5 处要改，先别急着导入', '', '1'])
    expect(shown(report({ new: 2, is_done: true }))).toEqual(['导入好了', '', '0'])
  })
})

describe('the link of a calendar', () => {
  it('is shown once, opens the calendar, and is made anew or stopped after a question', async () => {
    const fetch = vi.fn().mockResolvedValueOnce(answers(200, { made_ms: null }))
    vi.stubGlobal('fetch', fetch)
    const page = mount(CalendarFeed)
    await flush()
    fetch.mockResolvedValueOnce(answers(200, { link: '/calendar/secret.ics', made_ms: 1_795_000_000_000 }))
    await page.get('[data-testid="feed-make"]').trigger('click')
    await flush()
    expect((page.get('[data-testid="feed-link"]').element as HTMLInputElement).value).toBe(`${location.origin}/calendar/secret.ics`)
    expect(page.get('[data-testid="feed-open"]').attributes('href')).toMatch(/^webcal:.*\/calendar\/secret\.ics$/)
    await page.get('[data-testid="feed-revoke"]').trigger('click')
    expect(fetch).toHaveBeenCalledTimes(2)
    fetch.mockResolvedValueOnce(new Response(null, { status: 204 }))
    await page.get('[data-testid="feed-sure"]').trigger('click')
    await flush()
    expect(fetch.mock.calls[2]?.[1]).toMatchObject({ method: 'DELETE' })
    expect(page.find('[data-testid="feed-link"]').exists()).toBe(false)
    expect(page.find('[data-testid="feed-make"]').exists()).toBe(true)
  })

  it('says since when there is one, without showing it', async () => {
    vi.stubGlobal('fetch', vi.fn().mockResolvedValue(answers(200, { made_ms: 1_795_000_000_000 })))
    const page = mount(CalendarFeed, { props: { isStaff: true } })
    await flush()
    expect(page.get('[data-testid="feed-since"]').text()).toContain('链接只在生成时显示一次')
    expect(page.text()).toContain('没有电话')
    expect(page.find('[data-testid="feed-renew"]').exists()).toBe(true)
  })
})
