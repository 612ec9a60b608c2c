/** One conversation as this page has it open. */
import { markRaw, reactive, shallowReactive } from 'vue'

import { ConversationLog } from '../platform/log'
import type { Pending } from '../platform/outbox'
import type { Person, Presence } from '../platform/types'

export interface Outgoing extends Pending {
  /** On its way into the outbox; waiting for the line or the ack; in the server's log; or refused for good, with its sentence. */
  state: 'keeping' | 'sending' | 'stored' | 'failed'
  words?: string
  /** Refused because the group is in slow mode: its words go back into the box. */
  isSlow?: boolean
  /** Where the server has it. */
  seq?: number
}

export interface Talk {
  c: string
  /** Not reactive itself: `revision` of the store counts its changes. */
  log: ConversationLog
  /** The epoch of the log that is held; empty before the first page. */
  epoch: string
  outgoing: Outgoing[]
  people: Map<string, Person>
  /** How far each account has read, and how far messages have arrived at one of its devices. */
  read: Map<string, number>
  delivered: Map<string, number>
  typing: Map<string, Typist>
  /** Answers in the making, by who makes them. */
  drafts: Map<string, { text: string }>
  /** Who is connected besides this account, and when that was last said. */
  here: Map<string, Presence & { at: number }>
  /** The message that is being answered by the draft. */
  replyTo: number | null
  /** The message that is being rewritten, with its words so far; no draft, and over when its writer goes elsewhere. */
  editing: { seq: number; text: string } | null
  isLoaded: boolean
  /** The log is in step with the server since the last welcome: only then may new messages leave. */
  isInStep: boolean
  isAtStart: boolean
  /** This person's conversation goes on there: what is written here is kept for it. */
  movedTo: string | null
  /** This person is not in it any more: nothing is asked of the server until they are let in again. */
  isOver: boolean
}

export interface Typist {
  name: string
  kind: 'typing' | 'recording'
}

export function newTalk(c: string): Talk {
  return reactive({
    c,
    log: markRaw(new ConversationLog()),
    epoch: '',
    outgoing: [],
    people: shallowReactive(new Map()),
    read: shallowReactive(new Map()),
    delivered: shallowReactive(new Map()),
    typing: shallowReactive(new Map()),
    drafts: shallowReactive(new Map()),
    here: shallowReactive(new Map()),
    replyTo: null,
    editing: null,
    isLoaded: false,
    isInStep: false,
    isAtStart: false,
    movedTo: null,
    isOver: false,
  }) as Talk
}
