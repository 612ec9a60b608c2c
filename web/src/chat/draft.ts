/** Words that are being written: kept on this device under their key until they are sent. */
import { computed, onMounted, ref, watch } from 'vue'

import { draftOf, saveDraft } from '../platform/outbox'

export function useDraft(key: () => string) {
  const words = ref('')

  /** What was typed while the draft was being read is newer than the draft. */
  async function load(): Promise<void> {
    const wanted = key()
    const before = words.value
    const kept = await draftOf(wanted)
    if (wanted === key() && words.value === before) words.value = kept
  }

  onMounted(load)
  watch(key, () => {
    words.value = ''
    void load()
  })

  return computed({
    get: () => words.value,
    set: (typed) => {
      words.value = typed
      void saveDraft(key(), typed)
    },
  })
}
