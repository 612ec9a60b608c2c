import { describe, expect, it } from 'vitest'

import { membersOf, mentionAt, namedIn } from '../src/chat/mentions'
import { heard } from '../src/chat/talks'
import type { Entry, Person, TalkView } from '../src/platform/types'

const person = (id: string, name: string, role = 'member'): Person => ({ id, name, role, kind: 'owner', title: '', delivered_seq: 0, read_seq: 0, silenced_ms: null })
const talk: TalkView = { c: 'g', kind: 'group', title: '群', role: 'member', last_seq: 5, last_ts: 50, unread: 2, slow_s: 0, muted_ms: null }
const entry = (seq: number, sender: string, more: Partial<Entry> = {}): Entry => ({ c: 'g', seq, n: seq, msg_id: '', cmid: `${seq}`, sender, device: '', kind: 'message', target_seq: null, body: { type: 'text', text: '。' }, ts: seq * 10, ...more })
const entries = (...all: Entry[]) => ({ t: 'entries', c: 'g', d: { entries: all } })
const receipt = (account_id: string, read_seq: number) => ({ t: 'receipt', c: 'g', d: { account_id, read_seq, delivered_seq: read_seq } })

describe('naming somebody', () => {
  it('asks while an @ and a part of a name are typed, not inside of an address', () => {
    expect(mentionAt('请问@', 3)).toEqual({ from: 2, wanted: '' })
    expect(mentionAt('@Li', 3)).toEqual({ from: 0, wanted: 'li' })
    expect(mentionAt('@Li hello', 3)).toEqual({ from: 0, wanted: 'li' })
    expect(mentionAt('@Li hello', 9)).toBeNull()
    expect(mentionAt('a@b', 3)).toBeNull()
    expect(mentionAt('没有', 2)).toBeNull()
  })

  it('means the longest name, everybody who is named, and nobody without a name', () => {
    const people = [person('1', '王小'), person('2', '王小明'), person('3', '阿花'), person('4', '')]
    expect(namedIn('@王小明 你好', people)).toEqual(['2'])
    expect(namedIn('@王小 和 @王小明', people).sort()).toEqual(['1', '2'])
    expect(namedIn('@ 你好', people)).toEqual([])
  })

  it('offers those who are in the group now', () => {
    expect(membersOf([person('1', 'a', 'founder'), person('2', 'b', 'left'), person('3', 'c', 'removed'), person('4', 'd')]).map((one) => one.id)).toEqual(['1', '4'])
  })
})

describe('the list of conversations', () => {
  it('counts what others say, once', () => {
    const now = heard(talk, entries(entry(5, 'a'), entry(6, 'a'), entry(7, 'b')), 'me')
    expect(now).toMatchObject({ unread: 4, last_seq: 7, last_ts: 70 })
    expect(heard(now, entries(entry(7, 'b')), 'me')).toEqual(now)
  })

  it('knows that who speaks or has read to the end has nothing left to read', () => {
    expect(heard(talk, entries(entry(6, 'me')), 'me').unread).toBe(0)
    expect(heard(talk, receipt('me', 5), 'me').unread).toBe(0)
    expect(heard(talk, receipt('me', 4), 'me').unread).toBe(2)
    expect(heard(talk, receipt('other', 5), 'me').unread).toBe(2)
  })

  it('follows the name and the pace, and counts no changes', () => {
    const renamed = entry(6, 'a', { kind: 'member', body: { change: 'renamed', title: '新名字' } })
    const slowed = entry(7, 'a', { kind: 'member', body: { change: 'slowed', slow_s: 30 } })
    expect(heard(talk, entries(renamed, slowed), 'me')).toMatchObject({ title: '新名字', slow_s: 30, unread: 2 })
  })
})
