import { describe, expect, it } from 'vitest'

import { allowed } from '../src/chat/may'
import { changeOf } from '../src/chat/rows'
import { rowsOf } from '../src/chat/runs'
import type { Outgoing } from '../src/chat/talk'
import { ConversationLog } from '../src/platform/log'
import type { Body, Entry } from '../src/platform/types'

const entry = (seq: number, kind: Entry['kind'], body: Body, target_seq: number | null = null, sender = 'a'): Entry => ({
  c: 'c', seq, n: seq, msg_id: `m${seq}`, cmid: `k${seq}`, sender, device: '', kind, target_seq, body, ts: 1_000 * seq,
})
const said = (seq: number, text: string): Entry => entry(seq, 'message', { type: 'text', text })
const reaction = (seq: number, target: number, isOn: boolean, sender = 'a'): Entry =>
  entry(seq, 'reaction', { type: 'reaction', emoji: '👍', is_on: isOn }, target, sender)

function logOf(...entries: Entry[]): ConversationLog {
  const log = new ConversationLog()
  log.receive(entries)
  return log
}

describe('changes of what was said', () => {
  it('shows an edit and a recall on the message itself', () => {
    const log = logOf(said(1, '周三'), entry(2, 'edit', { type: 'text', text: '周四' }, 1), said(3, '密码'), entry(4, 'recall', {}, 3))
    expect(log.at(1)?.body).toMatchObject({ text: '周四', edited_ms: 2_000 })
    expect(log.at(3)?.body).toEqual({ type: 'recalled', by: 'a' })
  })

  it('never brings back what was recalled', () => {
    const log = logOf(said(1, '密码'), entry(2, 'recall', {}, 1), entry(3, 'edit', { type: 'text', text: '密码' }, 1))
    expect(log.at(1)?.body.text).toBeUndefined()
  })

  it('counts reactions by who gave them', () => {
    const log = logOf(said(1, '好'), reaction(2, 1, true), reaction(3, 1, true, 'b'), reaction(4, 1, true), reaction(5, 1, false))
    expect([...log.reactions.get(1)!.get('👍')!]).toEqual(['b'])
  })

  it('takes the newest word about a reaction, whichever page came first', () => {
    const log = new ConversationLog()
    log.restart([said(4, '…'), reaction(5, 1, false)])
    log.prepend([said(1, '好'), reaction(2, 1, true), said(3, '…')])
    expect(log.reactions.get(1)?.get('👍')).toBeUndefined()
  })

  it('knows what is pinned, from before its own entries too', () => {
    const log = new ConversationLog()
    log.restart([said(7, '…'), entry(8, 'system', { type: 'pin', is_on: true }, 7), entry(9, 'system', { type: 'pin', is_on: false }, 2)])
    log.showPins([1, 2, 7])
    expect(log.pinned).toEqual([1, 7])
  })

  it('draws what was taken back as a line, and changes not at all', () => {
    const log = logOf(said(1, '一'), said(2, '二'), entry(3, 'recall', {}, 1), reaction(4, 2, true))
    expect(rowsOf(log.entries, () => 'day').map((row) => row.kind)).toEqual(['date', 'line', 'message'])
  })
})

describe('a change on its way', () => {
  const going = (kind: 'edit' | 'recall' | 'reaction', text: string, state: Outgoing['state'] = 'sending'): Outgoing => ({
    c: 'c', cmid: text, body: { type: 'text', text }, kind, target_seq: 3, at: 1, state,
  })

  it('is seen on its message, the newest of several', () => {
    expect(changeOf([going('edit', '周四'), going('edit', '周五'), going('reaction', '👍')], 3)?.body.text).toBe('周五')
    expect(changeOf([going('edit', '周四')], 4)).toBeUndefined()
  })

  it('is over when it was refused', () => {
    expect(changeOf([going('edit', '周四'), going('edit', '周五', 'failed')], 3)?.body.text).toBe('周四')
  })
})

describe('what may be done', () => {
  const now = 1_000
  const own = said(1, '好')
  it('lets one change and take back one’s own words for a while', () => {
    expect(allowed(own, 'a', 'owner', now, 120_000)).toMatchObject({ edit: true, recall: true, moderate: false })
    expect(allowed(own, 'a', 'owner', now + 121_000, 120_000)).toMatchObject({ edit: true, recall: false })
    expect(allowed(own, 'a', 'owner', now + 901_000, 120_000)).toMatchObject({ edit: false, recall: false, reply: true })
  })
  it('asks staff for a reason when they take back their own words late', () => {
    expect(allowed(own, 'a', 'desk', now, 120_000)).toMatchObject({ recall: true, moderate: false })
    expect(allowed(own, 'a', 'desk', now + 121_000, 120_000)).toMatchObject({ recall: false, moderate: true })
  })
  it('lets only staff remove what others wrote, and never a card', () => {
    expect(allowed(own, 'b', 'owner', now, 120_000)).toMatchObject({ edit: false, recall: false, moderate: false })
    expect(allowed(own, 'b', 'desk', now, 120_000)).toMatchObject({ moderate: true, recall: false })
    expect(allowed(entry(1, 'message', { type: 'card' }), 'b', 'desk', now, 120_000)).toMatchObject({ moderate: false, edit: false })
  })
})
