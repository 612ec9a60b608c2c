import { describe, expect, it } from 'vitest'

import { ConversationLog } from '../src/platform/log'
import type { Entry } from '../src/platform/types'

const entry = (seq: number, more: Partial<Entry> = {}): Entry => ({
  c: 'c',
  seq,
  n: seq,
  msg_id: `m${seq}`,
  cmid: `k${seq}`,
  sender: 'a',
  device: '',
  kind: 'message',
  target_seq: null,
  body: { type: 'text', text: `${seq}` },
  ts: seq,
  ...more,
})
const seqs = (log: ConversationLog): number[] => log.entries.map((one) => one.seq)

describe("the receiver's rule", () => {
  it('drops what is known and applies what follows', () => {
    const log = new ConversationLog()
    expect(log.receive([entry(1), entry(2)])).toBeNull()
    expect(log.receive([entry(2), entry(3)])).toBeNull()
    expect(seqs(log)).toEqual([1, 2, 3])
  })

  it('holds what is ahead, names the hole, and closes it in any order', () => {
    const log = new ConversationLog()
    log.receive([entry(1)])
    expect(log.receive([entry(4), entry(3)])).toBe(2)
    expect(seqs(log)).toEqual([1])
    expect(log.receive([entry(2)])).toBeNull()
    expect(seqs(log)).toEqual([1, 2, 3, 4])
  })

  it('shows no edit that a later one has replaced, whatever comes first', () => {
    const log = new ConversationLog()
    const gone = entry(2, { kind: 'edit', target_seq: 1, body: { type: 'superseded' } })
    log.receive([entry(1, { body: { type: 'text', text: 'last' } }), gone])
    expect(log.at(1)!.body.text).toBe('last')
    log.receive([entry(3, { kind: 'edit', target_seq: 1, body: { type: 'text', text: 'newest' } })])
    expect(log.at(1)!.body.text).toBe('newest')
  })

  it('ends the same whatever the order of arrival', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const order = [...Array(12).keys()].map((n) => n + 1).sort((a, b) => ((a * seed * 7919) % 13) - ((b * seed * 7919) % 13))
      const log = new ConversationLog()
      for (const seq of [...order, ...order]) log.receive([entry(seq)])
      expect(seqs(log)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    }
  })

  it('starts anew from the newest page after a long gap, and goes back by pages', () => {
    const log = new ConversationLog()
    log.receive([entry(1), entry(2)])
    log.restart([entry(100), entry(101)])
    expect(seqs(log)).toEqual([100, 101])
    log.prepend([entry(98), entry(99)])
    expect(seqs(log)).toEqual([98, 99, 100, 101])
    log.prepend([entry(90)])
    expect(log.first).toBe(98)
  })
})

describe('cards', () => {
  const card = (seq: number, version: number): Entry =>
    entry(seq, { kind: seq === 1 ? 'message' : 'booking', body: { type: seq === 1 ? 'card' : undefined, card: 'booking', id: 'b', version, view: { v: version } } })

  it('shows the highest version, wherever it came from', () => {
    const log = new ConversationLog()
    log.receive([card(1, 1), card(2, 2)])
    log.show({ card: 'booking', id: 'b', version: 5, view: { v: 5 } })
    log.receive([card(3, 3)])
    expect(log.card('booking', 'b')?.view).toEqual({ v: 5 })
  })
})
