/** Whose side a message is on, and how far the newest of ours has got. */
import { computed, type ComputedRef } from 'vue'

import type { Entry, Me } from '../platform/types'
import type { Talk } from './talk'

export interface Reader {
  me: Me
  side: 'owner' | 'desk'
  /** Everybody speaks for themselves, and what is read is not said. */
  isGroup?: boolean
}

export function useReceipts(reader: Reader, talk: ComputedRef<Talk>, entries: ComputedRef<Entry[]>) {
  /** On the desk the shop's own side is on the right, whoever of the shop wrote it. */
  function isMine(sender: string): boolean {
    if (reader.side === 'owner' || reader.isGroup) return sender === reader.me.account_id
    return talk.value.people.get(sender)?.kind === 'staff'
  }

  const most = (marks: Map<string, number>): number => Math.max(0, ...[...marks].filter(([account]) => !isMine(account) && account !== reader.me.account_id).map(([, seq]) => seq))
  const newestMine = (upTo: number): number => entries.value.findLast((entry) => entry.kind === 'message' && isMine(entry.sender) && entry.seq <= upTo)?.seq ?? 0

  const readSeq = computed(() => most(talk.value.read))
  const deliveredSeq = computed(() => most(talk.value.delivered))
  const lastRead = computed(() => newestMine(readSeq.value))
  const last = computed(() => newestMine(Infinity))

  /** The newest of ours says how far it has got; the newest that was read says so too. */
  function markOf(seq: number): 'read' | 'delivered' | undefined {
    if (reader.isGroup) return undefined
    if (seq === lastRead.value) return 'read'
    return seq === last.value && seq > readSeq.value && seq <= deliveredSeq.value ? 'delivered' : undefined
  }

  return { isMine, markOf }
}
