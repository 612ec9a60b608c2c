import { describe, expect, it } from 'vitest'

import { initialOf } from '../src/platform/initial'

describe('the letter of a person', () => {
  it.each([
    ['小林', '林'],
    ['老周', '周'],
    ['周小姐', '周'],
    ['阿May', 'M'],
    ['ann', 'A'],
    ['店长', '店'],
    ['小', '小'],
    ['', ''],
  ])('%s → %s', (name, letter) => {
    expect(initialOf(name)).toBe(letter)
  })
})
