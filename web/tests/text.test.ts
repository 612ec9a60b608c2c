import { describe, expect, it } from 'vitest'

import { pieces } from '../src/platform/text'

const numbers = (text: string): (string | undefined)[] => pieces(text).filter((one) => one.tel).map((one) => one.tel)

describe('numbers in a text', () => {
  it.each([
    ['请打 010-6400 1234，24 小时', ['01064001234']],
    ['手机 13800138000。', ['13800138000']],
    ['call +86 138 0013 8000 now', ['+8613800138000']],
    ['400-800-1234', ['4008001234']],
    ['11月24日 15:00–17:00，¥188，2026-11-24', []],
    ['微信 1380013', []],
  ])('%s', (text, wanted) => {
    expect(numbers(text)).toEqual(wanted)
    expect(pieces(text).map((one) => one.text).join('')).toBe(text)
  })
})

describe('short clauses', () => {
  const whole = (text: string): string[] => pieces(text).filter((one) => one.isWhole).map((one) => one.text)

  it.each([
    ['我们每天 9:00–21:00 营业，周四休息。', ['周四休息。']],
    ['11月27日周五，这几个时间有空，选一个？', ['11月27日周五，', '这几个时间有空，', '选一个？']],
    ['先别急。\n马上来', ['先别急。', '马上来']],
    ['That works. See you!', []],
  ])('%s', (text, wanted) => {
    expect(whole(text)).toEqual(wanted)
    expect(pieces(text).map((one) => one.text).join('')).toBe(text)
  })
})
