import { describe, expect, it } from 'vitest'

import { current, draftFor, sentOf, type Condition, type ConditionsView } from '../src/pets/conditions'

const one = (kind: string, more: Partial<Condition> = {}): Condition => ({
  id: kind, kind, name: { zh: kind, en: kind }, level: 'no', since: '2026-11-22', until: null, words: null, by: '', is_by_shop: false, is_past: false,
  ended_by: '', ended_ms: null, may_end: true, ...more,
})
const view = (...conditions: Condition[]): ConditionsView => ({
  pet_id: 'p', today: '2026-11-29', conditions,
  kinds: [
    { kind: 'vomiting', name: { zh: '呕吐', en: 'Vomiting' }, level: 'no' },
    { kind: 'fleas', name: { zh: '跳蚤', en: 'Fleas' }, level: 'said' },
  ],
})

describe('how a pet is', () => {
  it('counts what is not over', () => {
    expect(current(view(one('vomiting'), one('fleas', { is_past: true }))).map((each) => each.kind)).toEqual(['vomiting'])
  })

  it('is noted from today on, beginning with what is not noted yet', () => {
    expect(draftFor(view(one('vomiting')))).toEqual({ kind: 'fleas', since: '2026-11-29', until: '', words: '' })
    expect(draftFor(view(one('vomiting', { is_past: true }))).kind).toBe('vomiting')
    expect(draftFor(view(one('vomiting'), one('fleas'))).kind).toBe('vomiting')
  })

  it('is sent without what nobody filled in', () => {
    expect(sentOf({ kind: 'fleas', since: '2026-11-29', until: '', words: '  ' })).toEqual({ kind: 'fleas', since: '2026-11-29', until: null, words: null })
    expect(sentOf({ kind: 'fleas', since: '', until: '2026-12-01', words: ' 刚发现 ' })).toEqual({ kind: 'fleas', since: null, until: '2026-12-01', words: '刚发现' })
  })
})
