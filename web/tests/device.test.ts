// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'

import { isComposing } from '../src/platform/device'
import { serverNow, setServerTime, uuid7 } from '../src/platform/ids'

describe('an input method', () => {
  it('owns the keys while it composes', () => {
    expect(isComposing(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true }))).toBe(true)
    const old = new KeyboardEvent('keydown', { key: 'Enter' })
    Object.defineProperty(old, 'keyCode', { value: 229 })
    expect(isComposing(old)).toBe(true)
    expect(isComposing(new KeyboardEvent('keydown', { key: 'Enter' }))).toBe(false)
  })
})

describe('message ids', () => {
  it('are version 7, carry the server time, and sort in the order in which they were made', () => {
    setServerTime(Date.UTC(2026, 10, 24))
    const made = Array.from({ length: 200 }, uuid7)
    expect(made.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true)
    expect(Math.abs(parseInt(made[0]!.replace(/-/g, '').slice(0, 12), 16) - serverNow())).toBeLessThan(1_000)
    expect(new Set(made).size).toBe(200)
    expect([...made].sort()).toEqual(made)
  })
})
