/** Who this phone is. A new phone becomes a guest of the shop; nothing is asked of anybody. */
import { defineStore } from 'pinia'
import { ref } from 'vue'

import { openLine } from '../chat/live'
import { setZone } from '../platform/format'
import { patch, post } from '../platform/http'
import { setServerTime } from '../platform/ids'
import { lang, setLang, type Lang } from '../platform/i18n'
import type { Me } from '../platform/types'

const STORED = 'pawline.me'

export const useSession = defineStore('session', () => {
  const me = ref<Me | null>(stored())
  const isLost = ref(false)
  if (me.value) setZone(me.value.shop.zone)

  function stored(): Me | null {
    try {
      return JSON.parse(localStorage.getItem(STORED) ?? 'null') as Me | null
    } catch {
      return null
    }
  }

  /** Asks who we are; without a network what was known before still opens the page. */
  async function start(): Promise<void> {
    isLost.value = false
    try {
      const slug = /^\/s\/([\w-]+)/.exec(location.pathname)?.[1]
      const found = await post<Me>('/api/owner/session', { lang: lang.value, ...(slug ? { shop: slug } : {}) })
      me.value = found
      setServerTime(found.now_ms)
      setZone(found.shop.zone)
      localStorage.setItem(STORED, JSON.stringify(found))
    } catch {
      if (!me.value) {
        isLost.value = true
        return
      }
    }
    document.title = me.value!.shop.name[lang.value] || me.value!.shop.name.zh
    openLine('owner-web')
  }

  async function switchLang(wanted: Lang): Promise<void> {
    setLang(wanted)
    if (me.value) document.title = me.value.shop.name[wanted] || me.value.shop.name.zh
    await patch('/api/me', { lang: wanted }).catch(() => undefined)
  }

  return { me, isLost, start, switchLang }
})
