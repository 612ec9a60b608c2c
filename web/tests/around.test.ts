import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { draft, present, typing } from '../src/chat/around'
import { newTalk } from '../src/chat/talk'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('who is there and what they do', () => {
  it('is believed for six seconds after somebody wrote the last sign', () => {
    const talk = newTalk('c')
    const writes = (): void => typing(talk, { account_id: 'a', name: '林女士', kind: 'typing' })
    writes()
    vi.advanceTimersByTime(5_000)
    writes()
    vi.advanceTimersByTime(5_999)
    expect(talk.typing.get('a')).toEqual({ name: '林女士', kind: 'typing' })
    vi.advanceTimersByTime(1)
    expect(talk.typing.size).toBe(0)
  })

  it('sees an answer in the making until it is said, comes to nothing, or is forgotten', () => {
    const talk = newTalk('c')
    typing(talk, { account_id: 'a', name: '小助手', kind: 'typing' })
    draft(talk, { account_id: 'a', text: '月亮真圆。' })
    draft(talk, { account_id: 'a', text: '月亮真圆。真好看。' })
    expect([...talk.drafts.values()]).toEqual([{ text: '月亮真圆。真好看。' }])
    expect(talk.typing.size).toBe(0)
    draft(talk, { account_id: 'a', text: '' })
    expect(talk.drafts.size).toBe(0)
    draft(talk, { account_id: 'a', text: '又来了。' })
    vi.advanceTimersByTime(6_000)
    expect(talk.drafts.size).toBe(0)
  })

  it('is off after a minute in which nobody said so again', () => {
    const talk = newTalk('c')
    present(talk, { c: 'c', account_id: 'a', name: '', kind: 'owner', is_here: true, is_looking: false })
    vi.advanceTimersByTime(59_999)
    expect(talk.here.has('a')).toBe(true)
    vi.advanceTimersByTime(1)
    expect(talk.here.has('a')).toBe(false)
  })

  it('is off at once for whoever is said to be gone', () => {
    const talk = newTalk('c')
    const one = { c: 'c', account_id: 'a', name: '', kind: 'owner' as const, is_here: true, is_looking: false }
    present(talk, one)
    present(talk, { ...one, is_here: false })
    expect(talk.here.size).toBe(0)
  })
})
