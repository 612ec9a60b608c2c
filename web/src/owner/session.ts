/** Who this phone is. A new phone becomes a guest of the shop; nothing is asked of anybody. */
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'

import { useConversations } from '../chat/conversation'
import { lineState, openLine, takeBack } from '../chat/live'
import { setZone } from '../platform/format'
import { currentShop, patch, signIn } from '../platform/http'
import { setServerTime } from '../platform/ids'
import { lang, setLang, type Lang } from '../platform/i18n'
import { setAccount } from '../platform/outbox'
import type { Me } from '../platform/types'

const storedAt = (): string => `pawline.me${currentShop() ? `.${currentShop()}` : ''}`

export const useSession = defineStore('session', () => {
  const talks = useConversations()
  const me = ref<Me | null>(stored())
  const isLost = ref(false)
  /** The session ended and this page could not get another: only opening it anew can help. */
  const isOut = ref(false)
  /** A known phone was proved here: this person's conversation is another one. */
  const isMoved = computed(() => !!me.value?.conversation_id && talks.open(me.value.conversation_id).movedTo !== null)
  let hasComeBack = false
  if (me.value) {
    setZone(me.value.shop.zone)
    setAccount(me.value.account_id)
  }

  function stored(): Me | null {
    try {
      return JSON.parse(localStorage.getItem(storedAt()) ?? 'null') as Me | null
    } catch {
      return null
    }
  }

  /** Asks who we are; without a network what was known before still opens the page. */
  async function start(): Promise<void> {
    isLost.value = false
    try {
      become(await arrive())
    } catch {
      if (!me.value) {
        isLost.value = true
        return
      }
    }
    document.title = me.value!.shop.name[lang.value] || me.value!.shop.name.zh
    openLine('owner-web')
  }

  async function arrive(): Promise<Me> {
    const found = await signIn<Me>('/api/owner/session', { lang: lang.value, ...(currentShop() ? { shop: currentShop() } : {}) })
    localStorage.setItem(storedAt(), JSON.stringify(found))
    return found
  }

  function become(found: Me): void {
    // Another account has another conversation: nothing that was open before is shown or sent there.
    if (me.value && me.value.account_id !== found.account_id) talks.clear()
    me.value = found
    setAccount(found.account_id)
    setServerTime(found.now_ms)
    setZone(found.shop.zone)
    if (lineState.value === 'signed_out') takeBack()
  }

  /** The session ended: a proved phone brings another one, and one that ran out is begun anew. Once, or it is no use. */
  async function comeBack(): Promise<void> {
    if (hasComeBack) {
      isOut.value = true
      return
    }
    hasComeBack = true
    try {
      const found = await arrive()
      // The card may be saying why the booking was refused: this person goes over by a tap.
      if (!isMoved.value) become(found)
    } catch {
      isOut.value = true
    }
  }

  watch(
    lineState,
    (state) => {
      if (state === 'signed_out') void comeBack()
      if (state !== 'on') return
      hasComeBack = false
      isOut.value = false
    },
    { flush: 'sync' },
  )

  async function switchLang(wanted: Lang): Promise<void> {
    setLang(wanted)
    if (me.value) document.title = me.value.shop.name[wanted] || me.value.shop.name.zh
    await patch('/api/me', { lang: wanted }).catch(() => undefined)
  }

  /** What the shop and groups call this person. Raises what the server says. */
  async function rename(name: string): Promise<void> {
    const { name: kept } = await patch<Me>('/api/me', { name })
    if (me.value) me.value = { ...me.value, name: kept }
  }

  return { me, isLost, isOut, isMoved, start, switchLang, rename }
})
