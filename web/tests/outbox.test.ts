import 'fake-indexeddb/auto'

import { describe, expect, it } from 'vitest'

import { setServerTime, uuid7 } from '../src/platform/ids'
import { draftOf, forget, keep, saveDraft, unsent } from '../src/platform/outbox'

describe('the outbox', () => {
  it('gives back what was not acknowledged, in the order of writing, by conversation', async () => {
    await keep({ cmid: 'b', c: 'one', body: { type: 'text', text: '2' }, at: 2 })
    await keep({ cmid: 'a', c: 'one', body: { type: 'text', text: '1' }, at: 1 })
    await keep({ cmid: 'x', c: 'two', body: { type: 'text', text: '?' }, at: 1 })
    expect((await unsent('one')).map((one) => one.cmid)).toEqual(['a', 'b'])
    await forget('a')
    expect((await unsent('one')).map((one) => one.cmid)).toEqual(['b'])
    expect(await unsent('two')).toHaveLength(1)
  })

  it('keeps a draft for each conversation', async () => {
    await saveDraft('one', '想约')
    expect(await draftOf('one')).toBe('想约')
    expect(await draftOf('three')).toBe('')
  })
})

describe('client message ids', () => {
  it('are version 7, unlike each other, and carry the server time', () => {
    setServerTime(Date.UTC(2026, 10, 22))
    const made = Array.from({ length: 100 }, uuid7)
    expect(new Set(made).size).toBe(100)
    for (const id of made) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    const ms = parseInt(made[0]!.slice(0, 8) + made[0]!.slice(9, 13), 16)
    expect(Math.abs(ms - Date.UTC(2026, 10, 22))).toBeLessThan(5_000)
  })
})
