import 'fake-indexeddb/auto'

import { describe, expect, it } from 'vitest'

import { carryOver, draftOf, keep, saveDraft, setAccount, unsent, type Pending } from '../src/platform/outbox'

const pending = (cmid: string, at: number, c: string, body = {}): Pending => ({ cmid, c, at, body: { type: 'text', text: cmid, ...body } })
const ids = (found: Pending[]): string[] => found.map((one) => one.cmid)

describe('the outbox of an account', () => {
  it('is not seen by the next person at this browser, and waits for the one who wrote', async () => {
    setAccount('anna')
    await keep(pending('secret', 1, 'c1'))
    await saveDraft('c1', 'half a sentence')
    setAccount('ben')
    expect(await unsent('c1')).toEqual([])
    expect(await draftOf('c1')).toBe('')
    setAccount('anna')
    expect(ids(await unsent('c1'))).toEqual(['secret'])
    expect(await draftOf('c1')).toBe('half a sentence')
  })

  it('goes over to the conversation of the person that a guest turned out to be', async () => {
    setAccount('guest')
    await keep(pending('second', 2, 'c-guest'))
    await keep(pending('first', 1, 'c-guest'))
    await saveDraft('c-guest', '还想问')
    await carryOver('c-guest', { account: 'known', c: 'c-known' })
    expect(ids(await unsent('c-known'))).toEqual(['first', 'second'])
    expect(await draftOf('c-known')).toBe('还想问')
    expect(await unsent('c-guest', 'guest')).toEqual([])
    expect(await draftOf('c-guest', 'guest')).toBe('')
  })

  it('takes a tapped answer along as its words: the line it answered is in the other log', async () => {
    setAccount('guest2')
    await keep(pending('tap', 1, 'c-guest', { type: 'choice', text: '11月24日 15:00', choice: 'offer', of_seq: 7 }))
    await carryOver('c-guest', { account: 'known2', c: 'c-known' })
    expect((await unsent('c-known'))[0]!.body).toEqual({ type: 'text', text: '11月24日 15:00' })
  })

  it("keeps the known person's own draft", async () => {
    setAccount('known3')
    await saveDraft('c-known', 'mine')
    setAccount('guest3')
    await saveDraft('c-guest', 'as a guest')
    await carryOver('c-guest', { account: 'known3', c: 'c-known' })
    expect(await draftOf('c-known')).toBe('mine')
  })
})
