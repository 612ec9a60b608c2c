import { describe, expect, it } from 'vitest'

import { isRunOf, makingOf, tailOf } from '../src/chat/rows'
import { newestSlots, openChips, rowsOf } from '../src/chat/runs'
import type { Outgoing } from '../src/chat/talk'
import { isComposing } from '../src/platform/device'
import type { Entry } from '../src/platform/types'

const at = (seq: number, sender: string, minutes: number, more: Partial<Entry> = {}): Entry => ({
  c: 'c',
  seq,
  n: seq,
  msg_id: '',
  cmid: `${seq}`,
  sender,
  device: '',
  kind: 'message',
  target_seq: null,
  body: { type: 'text', text: '。' },
  ts: minutes * 60_000,
  ...more,
})
const dayOf = (ms: number): string => String(Math.floor(ms / 86_400_000))

describe('answers in the making', () => {
  it('stand below what was said, and go on with a run of their maker', () => {
    const rows = rowsOf([at(1, 'a', 0), at(2, 'bot', 1)], dayOf)
    const drafts = new Map([['bot', { text: '月亮' }], ['lin', { text: '好' }]])
    expect(makingOf(drafts, rows)).toEqual([
      { kind: 'draft', key: 'draft-bot', sender: 'bot', text: '月亮', isFirst: false },
      { kind: 'draft', key: 'draft-lin', sender: 'lin', text: '好', isFirst: true },
    ])
  })
})

describe('rows of a log', () => {
  it('names the speaker on the first of a run, and a new time after half an hour', () => {
    const rows = rowsOf([at(1, 'a', 0), at(2, 'a', 1), at(3, 'b', 2), at(4, 'b', 40)], dayOf)
    expect(rows.map((row) => (row.kind === 'message' ? row.isFirst : row.kind))).toEqual(['date', true, false, true, 'date', true])
  })

  it('draws changes of cards nowhere but on the cards', () => {
    const change = at(2, 'a', 1, { kind: 'booking', body: { card: 'booking', id: 'b' } })
    expect(rowsOf([at(1, 'a', 0), change], dayOf).filter((row) => row.kind !== 'date')).toHaveLength(1)
  })

  it('offers the chips of the newest message only', () => {
    const asked = at(1, 'bot', 0, { body: { type: 'text', text: '?', chips: [{ id: 'x', label: '好' }] } })
    expect(openChips([asked])?.seq).toBe(1)
    expect(openChips([asked, at(2, 'a', 1)])).toBeNull()
  })
})

describe('what is on its way', () => {
  const going = (cmid: string, kind?: 'edit'): Outgoing => ({ cmid, kind, body: { type: 'text', text: '。' } }) as unknown as Outgoing
  const firsts = (before: Entry[], outgoing: Outgoing[]): unknown[] =>
    tailOf([], outgoing, null, isRunOf(rowsOf(before, dayOf), 'me')).map((row) => row.kind === 'outgoing' && row.isFirst)

  it('begins a run after somebody else, and goes on with its own', () => {
    expect(firsts([], [going('x')])).toEqual([true])
    expect(firsts([at(1, 'other', 0)], [going('x'), going('y')])).toEqual([true, false])
    expect(firsts([at(1, 'me', 0)], [going('x')])).toEqual([false])
    expect(firsts([at(1, 'me', 0, { body: { type: 'recalled' } })], [going('x')])).toEqual([true])
  })

  it('stands no lower for a change of a message, which has no bubble', () => {
    expect(firsts([at(1, 'other', 0)], [going('change', 'edit'), going('x')])).toEqual([true])
  })
})

describe('a card of free times', () => {
  it('stays the newest one whatever is said after it, until another one comes', () => {
    const slots = (seq: number): Entry => at(seq, 'bot', seq, { body: { type: 'card', card: 'slots', id: `s${seq}` } })
    expect(newestSlots([at(1, 'a', 0)])).toBe(0)
    expect(newestSlots([slots(1), at(2, 'a', 1), at(3, 'bot', 1)])).toBe(1)
    expect(newestSlots([slots(1), at(2, 'a', 1), slots(3)])).toBe(3)
  })
})

describe('input methods', () => {
  it('own every key while they compose', () => {
    expect(isComposing(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true }))).toBe(true)
    expect(isComposing({ isComposing: false, keyCode: 229 } as KeyboardEvent)).toBe(true)
    expect(isComposing(new KeyboardEvent('keydown', { key: 'Enter' }))).toBe(false)
  })
})
