// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'

import { grouped } from '../src/desk/inbox'
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

describe('a short stay in the schedule', () => {
  const at = (from: number, to: number): Block => ({ start_ms: from * MINUTE, end_ms: to * MINUTE }) as Block
  it('is as high as one line', () => expect(heightOf(at(0, 5), undefined)).toBe(LINE_PX))
  it('unless the next one is near', () => expect(heightOf(at(0, 5), at(8, 30))).toBeCloseTo(pixels(8 * MINUTE) - 3))
  it('and a long one is as long as it takes', () => expect(heightOf(at(0, 60), undefined)).toBeCloseTo(pixels(60 * MINUTE) - 3))
})
