/** The shop's time, for waits and the line across the schedule. */
import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

import { serverNow } from '../platform/ids'

const TICK_MS = 15_000

export function useNow(): Ref<number> {
  const now = ref(serverNow())
  let timer: ReturnType<typeof setInterval> | undefined
  onMounted(() => {
    timer = setInterval(() => (now.value = serverNow()), TICK_MS)
  })
  onBeforeUnmount(() => clearInterval(timer))
  return now
}

/** Whole minutes from then to now. */
export const minutesSince = (then: number, now: number): number => Math.max(0, Math.floor((now - then) / 60_000))
