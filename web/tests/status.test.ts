import { describe, expect, it } from 'vitest'

import { nextOpen, withWhom } from '../src/owner/status'
import type { Entry, Person } from '../src/platform/types'

const people = new Map([
  ['o', { id: 'o', kind: 'owner' }],
  ['b', { id: 'b', kind: 'bot' }],
  ['s', { id: 's', kind: 'staff', name: '小林' }],
] as [string, Person][])
const line = (body: object): Entry => ({ kind: 'system', sender: 'o', body: { type: 'handover', ...body } }) as unknown as Entry
const said = (sender: string, type = 'text'): Entry => ({ kind: 'message', sender, body: { type } }) as unknown as Entry

describe('who is on the other side', () => {
  it.each([
    ['nobody yet', [], { kind: 'assistant' }],
    ['a person was asked for', [said('b'), line({ to: 'staff', reason: 'asked' })], { kind: 'asked' }],
    ['a person came', [line({ to: 'staff', reason: 'asked' }), line({ to: 'staff', reason: 'took', name: '小林' })], { kind: 'person', name: '小林' }],
    ['and went', [line({ to: 'staff', reason: 'took', name: '小林' }), line({ to: 'assistant', reason: null })], { kind: 'assistant' }],
    ['a person came long before', [said('s'), said('o')], { kind: 'person', name: '小林' }],
    ['only a photo of the visit', [said('b'), said('s', 'image')], { kind: 'assistant' }],
  ] as const)('%s', (_, entries, wanted) => {
    expect(withWhom([...entries], people)).toEqual(wanted)
  })
})

describe('the next opening', () => {
  const shop = { opens: '09:00', closed_weekdays: [4] }
  it.each([
    ['early in the morning', 1, '07:30', { day: 'today', at: '09:00' }],
    ['in the evening', 1, '22:00', { day: 'tomorrow' }],
    ['the evening before a closed day', 3, '22:00', { day: 'weekday', weekday: 5 }],
    ['on the closed day', 4, '07:30', { day: 'tomorrow' }],
  ] as const)('%s', (_, weekday, clock, wanted) => {
    expect(nextOpen(shop, weekday, clock)).toEqual(wanted)
  })
})
