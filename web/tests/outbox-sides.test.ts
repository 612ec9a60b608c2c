import 'fake-indexeddb/auto'

import { describe, expect, it } from 'vitest'

import { setSide } from '../src/platform/http'
import { draftOf, forget, keep, saveDraft, unsent, type Pending } from '../src/platform/outbox'

const pending = (cmid: string, at: number, c = 'c1'): Pending => ({ cmid, c, at, body: { type: 'text', text: cmid } })

describe('the outbox', () => {
  it('gives back what was not acknowledged, in the order in which it was written', async () => {
    setSide('owner')
    await keep(pending('b', 2))
    await keep(pending('a', 1))
    await keep(pending('other', 1, 'c2'))
    expect((await unsent('c1')).map((one) => one.cmid)).toEqual(['a', 'b'])
    await forget('a')
    expect((await unsent('c1')).map((one) => one.cmid)).toEqual(['b'])
  })

  it('keeps one message an id, however often it is tried', async () => {
    setSide('owner')
    await keep(pending('same', 1, 'c3'))
    await keep(pending('same', 1, 'c3'))
    expect(await unsent('c3')).toHaveLength(1)
  })

  it("never mixes the desk's words with the owner's, open in one browser", async () => {
    setSide('desk')
    await keep(pending('staff', 1, 'c4'))
    await saveDraft('c4', 'for the owner, not ready yet')
    setSide('owner')
    expect(await unsent('c4')).toEqual([])
    expect(await draftOf('c4')).toBe('')
    setSide('desk')
    expect(await draftOf('c4')).toBe('for the owner, not ready yet')
  })
})
