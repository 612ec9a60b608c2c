/** Who is signed in at this desk. */
import { computed, ref } from 'vue'

import { closeLine } from '../chat/live'
import { setZone } from '../platform/format'
import { setServerTime } from '../platform/ids'
import { call, get, patch, Refusal } from '../platform/http'
import { lang, setLang, type Lang } from '../platform/i18n'
import { currentAccount, setAccount } from '../platform/outbox'
import type { Me } from '../platform/types'

/** Undefined while nobody has asked yet, null when nobody is signed in. */
export const me = ref<Me | null | undefined>()
export const isManager = computed(() => me.value?.role === 'manager')

/** Takes somebody in; the server's sentences follow the language chosen on this device. */
export async function enter(who: Me): Promise<void> {
  // A fresh page for somebody else: what the one before saw, or had on its way, is still in this page's memory.
  if (currentAccount() && currentAccount() !== who.account_id) return location.reload()
  setAccount(who.account_id)
  setZone(who.shop.zone)
  setServerTime(who.now_ms)
  if (who.lang !== lang.value) {
    who = await patch<Me>('/api/me', { lang: lang.value }).catch(() => who)
  }
  me.value = who
}

/** Asks who is signed in; throws when the shop cannot be reached. */
export async function recall(): Promise<void> {
  try {
    await enter(await get<Me>('/api/me'))
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 401) throw error
    me.value = null
  }
}

export async function switchLang(wanted: Lang): Promise<void> {
  setLang(wanted)
  if (me.value) me.value = await patch<Me>('/api/me', { lang: wanted }).catch(() => me.value)
}

/** The session ended elsewhere: back to the sign-in page, drafts stay on the device. */
export function ended(): void {
  closeLine()
  me.value = null
}

/** Throws when the server did not hear of it: then this person is still signed in. */
export async function signOut(): Promise<void> {
  await call('DELETE', '/api/session').catch((error: unknown) => {
    if (!(error instanceof Refusal) || error.status !== 401) throw error
  })
  closeLine()
  // A fresh page: nothing that this person saw stays in memory for the next one.
  location.hash = '#/'
  location.reload()
}
