import { describe, expect, it } from 'vitest'

import { ConversationLog } from '../src/platform/log'
import type { Entry } from '../src/platform/types'

function entry(seq: number, body: Entry['body'] = { type: 'text', text: `m${seq}` }, kind: Entry['kind'] = 'message'): Entry {
  return { c: 'c1', seq, n: seq, msg_id: `id${seq}`, cmid: `cm${seq}`, sender: 'a', device: 'd', kind, target_seq: null, body, ts: seq }
}
const seqs = (log: ConversationLog): number[] => log.entries.map((one) => one.seq)
const card = (seq: number, version: number, kind: Entry['kind'] = 'booking'): Entry =>
  entry(seq, { type: kind === 'message' ? 'card' : undefined, card: 'booking', id: 'b1', version, view: { version } }, kind)

describe("the receiver's rule", () => {
  it('applies what follows', () => {
    const log = new ConversationLog()
    expect(log.receive([entry(1), entry(2)])).toBeNull()
    expect(seqs(log)).toEqual([1, 2])
  })

  it('drops what is known', () => {
    const log = new ConversationLog()
    log.receive([entry(1), entry(2)])
    log.receive([entry(1), entry(2)])
    expect(seqs(log)).toEqual([1, 2])
  })

  it('holds what is ahead, names the first missing one, and closes the hole', () => {
    const log = new ConversationLog()
    log.receive([entry(1)])
    expect(log.receive([entry(4), entry(3)])).toBe(2)
    expect(seqs(log)).toEqual([1])
    expect(log.receive([entry(2)])).toBeNull()
    expect(seqs(log)).toEqual([1, 2, 3, 4])
  })

  it('says what is still missing when a hole closes only in part', () => {
    const log = new ConversationLog()
    log.receive([entry(1), entry(3), entry(6)])
    expect(log.receive([entry(2)])).toBe(4)
    expect(seqs(log)).toEqual([1, 2, 3])
  })
})

describe('pages', () => {
  it('starts at the newest page and takes older ones before it', () => {
    const log = new ConversationLog()
    log.restart([entry(11), entry(12)])
    expect(log.first).toBe(11)
    log.prepend([entry(9), entry(10)])
    expect(seqs(log)).toEqual([9, 10, 11, 12])
  })

  it('refuses older entries that would leave a hole', () => {
    const log = new ConversationLog()
    log.restart([entry(11)])
    log.prepend([entry(8), entry(9)])
    expect(seqs(log)).toEqual([11])
  })
})

describe('cards', () => {
  it('are drawn from the highest version, whatever the order of arrival', () => {
    const log = new ConversationLog()
    log.receive([card(1, 1, 'message'), card(2, 3), card(3, 2)])
    expect(log.card('booking', 'b1')?.version).toBe(3)
  })

  it('do not go back when an older page is read', () => {
    const log = new ConversationLog()
    log.restart([card(5, 4)])
    log.prepend([card(4, 2)])
    expect(log.card('booking', 'b1')?.version).toBe(4)
  })

  it('are forgotten with the log of another epoch, where versions start again', () => {
    const log = new ConversationLog()
    log.receive([card(1, 7, 'message')])
    log.forget()
    log.restart([card(1, 2, 'message')])
    expect(log.card('booking', 'b1')?.version).toBe(2)
  })
})
