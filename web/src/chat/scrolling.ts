/** Where in the log the reader is: at its end, on the way up, or at one message. */
import type { VList } from 'virtua/vue'
import { nextTick, onBeforeUnmount, onMounted, ref, type ComputedRef, type Ref } from 'vue'

import { toastRefusal } from '../platform/toast'
import { useConversations } from './conversation'
import type { Shown } from './rows'
import type { Talk } from './talk'

const RETRY_MS = 3_000
const NEAR_PX = 80

export function useScrolling(frame: Ref<HTMLElement | undefined>, list: Ref<InstanceType<typeof VList> | undefined>, talk: ComputedRef<Talk>, rows: ComputedRef<Shown[]>) {
  const store = useConversations()
  const isAtEnd = ref(true)
  const isPrepending = ref(false)

  async function toEnd(): Promise<void> {
    await nextTick()
    // The cards of the last rows measure themselves after their first paint.
    for (let turn = 0; turn < 3; turn++) {
      list.value?.scrollTo(Number.MAX_SAFE_INTEGER)
      await new Promise((done) => requestAnimationFrame(done))
    }
    measure()
  }

  /** What fits without scrolling tells of no scroll either. */
  function measure(): void {
    const view = list.value
    if (view) isAtEnd.value = view.scrollSize - view.viewportSize - view.scrollOffset < NEAR_PX
  }

  /** Goes to one message of the log; one that is not held yet is read first. */
  async function showSeq(seq: number): Promise<void> {
    while (talk.value.log.first > seq && !talk.value.isAtStart) {
      const before = talk.value.log.first
      await store.older(talk.value).catch(waitAfter)
      if (talk.value.log.first === before) return
    }
    await nextTick()
    const index = rows.value.findIndex((row) => row.kind === 'message' && row.entry.seq === seq)
    if (index >= 0) list.value?.scrollToIndex(index, { align: 'start', smooth: true })
  }

  async function onScroll(offset: number): Promise<void> {
    const view = list.value
    if (!view) return
    measure()
    if (offset < view.viewportSize * 2 && !isPrepending.value && talk.value.isLoaded && !talk.value.isAtStart) {
      isPrepending.value = true
      await store.older(talk.value).catch(waitAfter)
      isPrepending.value = false
    }
  }

  // An opening keyboard shrinks the log: who was reading the newest goes on reading the newest.
  const resizing = new ResizeObserver(() => {
    if (isAtEnd.value) void toEnd()
    else requestAnimationFrame(measure)
  })
  onMounted(() => {
    void toEnd()
    if (frame.value) resizing.observe(frame.value)
  })
  onBeforeUnmount(() => resizing.disconnect())

  return { isAtEnd, isPrepending, toEnd, showSeq, onScroll }
}

/** One sentence for one try: a scroll asks many times a second. */
async function waitAfter(error: unknown): Promise<void> {
  toastRefusal(error)
  await new Promise((done) => setTimeout(done, RETRY_MS))
}
