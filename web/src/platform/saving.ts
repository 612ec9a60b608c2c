/** A form that is sent once at a time and says what stood in the way. */
import { ref, type Ref } from 'vue'

import { sentenceOf } from './toast'

export interface Saving {
  isBusy: Ref<boolean>
  problem: Ref<string>
  /** Returns what the work answered, or null when it was refused or is already under way. */
  run: <T>(work: () => Promise<T>) => Promise<T | null>
}

export function useSaving(): Saving {
  const isBusy = ref(false)
  const problem = ref('')
  async function run<T>(work: () => Promise<T>): Promise<T | null> {
    if (isBusy.value) return null
    isBusy.value = true
    problem.value = ''
    try {
      return await work()
    } catch (error) {
      problem.value = sentenceOf(error)
      return null
    } finally {
      isBusy.value = false
    }
  }
  return { isBusy, problem, run }
}
