/** The list of own conversations, kept live: titles, what is unread, who has let this person in or shown them out. */
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

import { get } from '../platform/http'
import type { Frame } from '../platform/socket'
import type { Entry, TalkView } from '../platform/types'
import { lineState, onFrame, onWelcome } from './live'

/** The line of the list after a frame of its conversation; `me` has read what stands above their own words. Pure. */
export function heard(talk: TalkView, frame: Frame, me: string): TalkView {
  if (frame.t === 'receipt') return frame.d.account_id === me && (frame.d.read_seq as number) >= talk.last_seq ? { ...talk, unread: 0 } : talk
  if (frame.t !== 'entries') return talk
  return (frame.d.entries as Entry[]).filter((one) => one.seq > talk.last_seq).reduce((now, one) => after(now, one, me), talk)
}

function after(talk: TalkView, { seq, ts, kind, sender, body }: Entry, me: string): TalkView {
  const now = { ...talk, last_seq: seq, last_ts: ts }
  if (kind === 'message') return { ...now, unread: sender === me ? 0 : talk.unread + 1 }
  if (body.change === 'renamed') return { ...now, title: body.title ?? talk.title }
  if (body.change === 'slowed') return { ...now, slow_s: body.slow_s ?? 0 }
  return now
}

export const useTalks = defineStore('talks', () => {
  const talks = ref<TalkView[]>([])
  const isLoaded = ref(false)
  const groups = computed(() => talks.value.filter((one) => one.kind !== 'owner').sort((a, b) => b.last_ts - a.last_ts))
  const unread = computed(() => groups.value.reduce((sum, one) => sum + one.unread, 0))
  let me = (): string => ''
  let isFollowing = false

  async function load(): Promise<void> {
    talks.value = (await get<{ talks: TalkView[] }>('/api/conversations')).talks
    isLoaded.value = true
  }

  /** Without a network there is the list from before; every welcome asks again. */
  const renew = (): void => void load().catch(() => undefined)

  function follow(who: () => string): void {
    me = who
    if (isFollowing) return
    isFollowing = true
    if (lineState.value === 'on') renew()
    onWelcome(renew)
    onFrame(hear)
  }

  function hear(frame: Frame): void {
    if (frame.t === 'joined') renew()
    else if (frame.t === 'left') talks.value = talks.value.filter((one) => one.c !== frame.c)
    else if (frame.c && of(frame.c)) talks.value = talks.value.map((one) => (one.c === frame.c ? heard(one, frame, me()) : one))
  }

  const of = (c: string): TalkView | undefined => talks.value.find((one) => one.c === c)

  return { talks, groups, unread, isLoaded, load, follow, of }
})
