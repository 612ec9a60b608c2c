// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { describe, expect, it, vi } from 'vitest'

import { grouped, useInbox } from '../src/desk/inbox'
import { heightOf, LINE_PX, pixels } from '../src/desk/layout'
import type { Block } from '../src/desk/shapes'
import type { InboxRow } from '../src/platform/types'

const MINUTE = 60_000
const row = (c: string, since: number, reason: string): InboxRow =>
  ({ c, state: 'queued', waiting_since_ms: since, reason, last: null, assignee: null }) as unknown as InboxRow

describe('who waits', () => {
  it('for the sake of an animal comes first, then who waits longest', () => {
    const rows = [row('late', 30, 'asked'), row('long', 10, 'asked'), row('ill', 40, 'health'), row('hurt', 20, 'harm')]
    expect(grouped(rows, 'me')[0]!.rows.map((one) => one.c)).toEqual(['hurt', 'ill', 'long', 'late'])
  })
})

describe('a search in the inbox', () => {
  const person = (c: string, name: string): InboxRow => ({ c, state: 'human', owner: { id: c, name, phone_tail: null }, pets: [], last: null }) as unknown as InboxRow
  it('shows who is at hand at once and the others when they come, each once', async () => {
    setActivePinia(createPinia())
    const answers: ((rows: InboxRow[]) => void)[] = []
    vi.stubGlobal('fetch', (path: string) =>
      new Promise((tell) => {
        if (path.endsWith('/inbox')) tell(Response.json({ rows: [person('here', '林女士')] }))
        else answers.push((rows) => tell(Response.json({ rows })))
      }),
    )
    const inbox = useInbox()
    await inbox.load()
    const early = inbox.look('林')
    const late = inbox.look('林女')
    const names = (): string[] => inbox.found('林女').map((one) => one.c)
    expect(names()).toEqual(['here'])
    answers[1]!([person('here', '林女士'), person('old', '林女士')])
    await late
    expect(names()).toEqual(['here', 'old'])
    answers[0]!([person('other', '林先生')])
    await early
    expect(names()).toEqual(['here', 'old'])
    await inbox.look(' ')
    expect(inbox.found('').map((one) => one.c)).toEqual(['here'])
  })
})

describe('a short stay in the schedule', () => {
  const at = (from: number, to: number): Block => ({ start_ms: from * MINUTE, end_ms: to * MINUTE }) as Block
  it('is as high as one line', () => expect(heightOf(at(0, 5), undefined)).toBe(LINE_PX))
  it('unless the next one is near', () => expect(heightOf(at(0, 5), at(8, 30))).toBeCloseTo(pixels(8 * MINUTE) - 3))
  it('and a long one is as long as it takes', () => expect(heightOf(at(0, 60), undefined)).toBeCloseTo(pixels(60 * MINUTE) - 3))
})
