// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import LineRow from '../src/chat/LineRow.vue'
import MessageRow from '../src/chat/MessageRow.vue'
import { rowsOf } from '../src/chat/runs'
import { ConversationLog } from '../src/platform/log'
import type { Body, Entry, Me } from '../src/platform/types'

const entry = (seq: number, kind: string, body: Record<string, unknown>): Entry =>
  ({ c: 'c', seq, n: seq, msg_id: `m${seq}`, cmid: `k${seq}`, sender: 'a', device: '', kind, target_seq: null, body: body as Body, ts: seq }) as Entry
const me = { account_id: 'me' } as Me

beforeEach(() => {
  setActivePinia(createPinia())
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')))
})

describe('what a newer server says', () => {
  it('is kept in its place, and the log goes on behind it', () => {
    const log = new ConversationLog()
    log.receive([entry(1, 'message', { type: 'text', text: '一' }), entry(2, 'hologram', { type: 'x' }), entry(3, 'message', { type: 'hologram' }), entry(4, 'message', { type: 'text', text: '四' })])
    expect(log.last).toBe(4)
    expect(rowsOf(log.entries, () => 'day').map((row) => row.kind)).toEqual(['date', 'message', 'line', 'message', 'message'])
  })

  it('is shown as something that this page cannot show yet', () => {
    const message = mount(MessageRow, { props: { entry: entry(3, 'message', { type: 'hologram' }), me, side: 'owner', mine: false, isFirst: true, slotsSeq: 0 } })
    expect(message.text()).toMatch(/新版本才能看|newer version/)
    const line = mount(LineRow, { props: { row: { kind: 'line', key: 'l2', entry: entry(2, 'hologram', { type: 'x' }) }, c: 'c', me: 'me', people: new Map(), side: 'owner' } as never })
    expect(line.text()).toMatch(/新版本才能看|newer version/)
  })
})
