/** The inbox's rows, kept live, and how they are grouped. */
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

import { onInbox, onMissed, onWelcome } from '../chat/live'
import { get } from '../platform/http'
import type { InboxRow } from '../platform/types'
import { ended, me } from './session'
import { isOver } from './toast'

export type GroupName = 'waiting' | 'mine' | 'others' | 'assistant'

/** What the list can be narrowed to. */
export const FILTERS = ['all', 'waiting', 'mine', 'assistant'] as const
export type Filter = (typeof FILTERS)[number]

export interface Group {
  name: GroupName
  rows: InboxRow[]
}

const newest = (row: InboxRow): number => row.last?.ts ?? 0

/** Where a row belongs, seen by this person. */
export function groupOf(row: InboxRow, myId: string): GroupName {
  if (row.state === 'queued') return 'waiting'
  if (row.state !== 'human') return 'assistant'
  return row.assignee?.id === myId ? 'mine' : 'others'
}

/** What cannot wait its turn: an animal may be in danger. */
const URGENT = ['health', 'harm', 'lost']
const isUrgent = (row: InboxRow): boolean => URGENT.includes(row.reason ?? '')
const since = (row: InboxRow): number => row.waiting_since_ms ?? newest(row)

/** The groups in their order; who waits for an animal's sake first, then the longest wait, elsewhere the newest message. */
export function grouped(rows: InboxRow[], myId: string): Group[] {
  const order: GroupName[] = ['waiting', 'mine', 'others', 'assistant']
  return order.map((name) => {
    const own = rows.filter((row) => groupOf(row, myId) === name)
    if (name === 'waiting') own.sort((a, b) => Number(isUrgent(b)) - Number(isUrgent(a)) || since(a) - since(b))
    else own.sort((a, b) => newest(b) - newest(a))
    return { name, rows: own }
  })
}

/** Whether a row answers a search by pet, owner or the end of the phone number. */
export function matches(row: InboxRow, wanted: string): boolean {
  const text = wanted.trim().toLowerCase()
  if (!text) return true
  const names = [row.owner.name, ...row.pets.map((pet) => pet.name)]
  return names.some((name) => name.toLowerCase().includes(text)) || (row.owner.phone_tail ?? '').includes(text)
}

export const useInbox = defineStore('desk-inbox', () => {
  const byId = ref(new Map<string, InboxRow>())
  const isLoaded = ref(false)
  const isFailed = ref(false)
  const elsewhere = ref<InboxRow[]>([])
  /** Stays while the page is open, also when another room was looked at. */
  const filter = ref<Filter>('all')
  let asked = ''
  let isListening = false

  const rows = computed(() => [...byId.value.values()].filter((row) => row.state !== 'closed'))
  const waiting = computed(() => rows.value.filter((row) => groupOf(row, me.value?.account_id ?? '') === 'waiting').length)

  async function load(): Promise<void> {
    try {
      const answer = await get<{ rows: InboxRow[] }>('/api/desk/inbox')
      byId.value = new Map(answer.rows.map((row) => [row.c, row]))
      isLoaded.value = true
      isFailed.value = false
    } catch (error) {
      isFailed.value = true
      if (isOver(error)) ended()
    }
  }

  /** Who is not among the newest, by owner, pet or the end of the number; what was asked last counts. */
  async function look(text: string): Promise<void> {
    asked = text.trim()
    if (!asked) elsewhere.value = []
    if (!asked) return
    const wanted = asked
    const answer = await get<{ rows: InboxRow[] }>(`/api/desk/inbox/find?text=${encodeURIComponent(wanted.slice(0, 40))}`).catch(() => ({ rows: [] }))
    if (wanted === asked) elsewhere.value = answer.rows
  }

  /** The rows that answer a search: those at hand at once, the others when the server has told them. */
  function found(text: string): InboxRow[] {
    const here = rows.value.filter((row) => matches(row, text))
    if (!text.trim()) return here
    return [...here, ...elsewhere.value.filter((row) => !here.some((one) => one.c === row.c))]
  }

  /** Starts following; every welcome asks anew for what was missed. */
  function follow(): void {
    void load()
    if (isListening) return
    isListening = true
    onInbox((row) => byId.value.set(row.c, row))
    onWelcome(() => void load())
    onMissed(() => void load())
  }

  return { rows, waiting, filter, isLoaded, isFailed, load, look, found, follow, byId }
})
