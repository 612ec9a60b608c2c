/** The conversations this page has open: log, outbox, people, receipts. */
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

import type { Frame } from '../platform/socket'
import type { Ack, Body, Entry, Presence } from '../platform/types'
import { draft, present, typing } from './around'
import { Arriving } from './arriving'
import { Leaving, type More, type Refused } from './leaving'
import { onFrame, onWelcome, transmit } from './live'
import { newTalk, type Talk, type Typist } from './talk'

export const useConversations = defineStore('conversations', () => {
  const talks = new Map<string, Talk>()
  const revision = shallowRef(0)
  const bump = (): void => void revision.value++
  const leaving = new Leaving(talks, bump)
  const arriving = new Arriving(talks, leaving)
  let isListening = false
  let watched: string[] = []

  function open(c: string): Talk {
    listen()
    const known = talks.get(c)
    if (known) return known
    const talk = newTalk(c)
    talks.set(c, talk)
    void arriving.start(talk)
    return talk
  }

  function listen(): void {
    if (isListening) return
    isListening = true
    onFrame(hear)
    onWelcome((epoch, inFlight) => {
      leaving.restart(inFlight)
      arriving.catchUp(epoch)
      if (watched.length) transmit({ t: 'watch', d: { conversations: watched } })
    })
  }

  function hear(frame: Frame): void {
    if (frame.t === 'beat') {
      for (const [c, head] of Object.entries(frame.d.heads as Record<string, number>)) {
        const talk = talks.get(c)
        if (talk) arriving.noticed(talk, head)
      }
      return
    }
    const talk = frame.c ? talks.get(frame.c) : undefined
    if (talk) HEARD[frame.t]?.(talk, frame.d)
  }

  const HEARD: Record<string, (talk: Talk, said: Frame['d']) => void> = {
    entries: (talk, said) => arriving.take(talk, said.entries as Entry[]),
    gap: (talk, said) => arriving.leap(talk, said.entries as Entry[]),
    cursor_ahead: (talk) => void arriving.startAnew(talk),
    synced: (talk) => leaving.goOn(talk),
    ack(talk, said) {
      const ack = said as unknown as Ack
      leaving.acknowledged(talk, ack)
      arriving.expect(talk, ack)
    },
    err(talk, said) {
      const error = said as unknown as Refused
      if (!error.cmid && error.code === 'no_such_conversation') talk.isOver = true
      else if (!error.cmid && error.temporary && !talk.isInStep) arriving.resumeLater(talk, error.retry_after_ms)
      leaving.refused(talk, error)
    },
    receipt: (talk, said) => arriving.mark(talk, said.account_id as string, said.delivered_seq as number, said.read_seq as number),
    typing: (talk, said) => typing(talk, said as unknown as Typist & { account_id: string }),
    draft: (talk, said) => draft(talk, said as unknown as { account_id: string; text: string }),
    presence: (talk, said) => present(talk, said as unknown as Presence),
    left: (talk) => void (talk.isOver = true),
    joined: letBackIn,
  }

  function letBackIn(talk: Talk): void {
    if (!talk.isOver) return
    talk.isOver = false
    void arriving.startAnew(talk)
  }

  const send = (c: string, body: Body, more: More = {}, cmid?: string): Promise<void> => leaving.send(open(c), body, more, cmid)

  /** Another account: nothing that the one before had open stays. */
  function clear(): void {
    talks.clear()
    leaving.clear()
    bump()
  }

  function readTo(c: string, seq: number): void {
    transmit({ t: 'read', c, d: { seq } })
  }

  function tellTyping(c: string, kind: Typist['kind'] = 'typing'): void {
    transmit({ t: 'typing', c, d: { kind } })
  }

  /** Its reader goes elsewhere: a change that was not sent is not made later, by mistake for a message. */
  function leave(c: string): void {
    const talk = talks.get(c)
    if (talk) talk.editing = null
  }

  /** What is on the screen now: the server tells who is there, and tells them. */
  function watchOn(conversations: string[]): void {
    watched = conversations
    transmit({ t: 'watch', d: { conversations } })
  }

  return {
    revision,
    bump,
    open,
    older: (talk: Talk): Promise<void> => arriving.older(talk),
    send,
    retry: async (c: string, cmid: string): Promise<void> => leaving.letGo(open(c), cmid),
    discard: (c: string, cmid: string): Promise<void> => leaving.discard(open(c), cmid),
    moveOn: (c: string, to: { account: string; c: string }): Promise<void> => leaving.moveOn(open(c), to),
    react: (c: string, seq: number, emoji: string, isOn: boolean) => send(c, { type: 'reaction', emoji, is_on: isOn }, { kind: 'reaction', target_seq: seq }),
    recall: (c: string, seq: number, reason = '') => send(c, { type: 'recall', reason }, { kind: 'recall', target_seq: seq }),
    edit: (c: string, seq: number, text: string) => send(c, { type: 'text', text }, { kind: 'edit', target_seq: seq }),
    pin: (c: string, seq: number, isOn: boolean) => send(c, { type: 'pin', is_on: isOn }, { kind: 'system', target_seq: seq }),
    clear,
    readTo,
    tellTyping,
    leave,
    watchOn,
  }
})
