/** A series while it is put together: how often, what was found for each visit, and what was chosen. */
import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'

import { isoDay } from '../platform/format'
import { post, Refusal } from '../platform/http'
import { uuid7 } from '../platform/ids'
import { sentenceOf } from '../platform/toast'
import type { Label, SeriesView } from '../platform/types'
import type { DeskTime, WantedPet } from './desk-booking'

export interface SeriesLine {
  number: number
  wished_ms: number
  state: 'free' | 'moved' | 'none'
  time: DeskTime | null
  why: Label | null
  nearest: DeskTime[]
  /** The price of a visit by day, where it is not the plan's. */
  totals_cents: Record<string, number>
}

export interface SeriesPlan {
  lines: SeriesLine[]
  minutes: number
  total_cents: number
}

/** What was chosen for a visit: as wished, another time, left out; or there is nothing to choose from. */
export type Stand = 'wished' | 'moved' | 'out' | 'none'

export const MOST_WEEKS = 12
export const MOST_TIMES = 26
const LONGEST_WEEKS = 52

/** How many visits fit into a year. */
export const mostTimes = (weeks: number): number => Math.min(MOST_TIMES, Math.floor(LONGEST_WEEKS / weeks) + 1)

/** Everything that one visit can be, in order of time. */
export function timesOf(line: SeriesLine): DeskTime[] {
  const all = line.time && line.nearest.every((one) => keyOf(one) !== keyOf(line.time!)) ? [...line.nearest, line.time] : line.nearest
  return [...all].sort((a, b) => a.start_ms - b.start_ms)
}

/** What a visit costs on the day of a time. */
export const totalOf = (plan: SeriesPlan, line: SeriesLine, time: DeskTime): number => line.totals_cents[isoDay(time.start_ms)] ?? plan.total_cents

/** A time and who does it. */
export const keyOf = (time: DeskTime): string => `${time.start_ms}-${time.groomer?.id ?? ''}`

export interface SeriesOrder {
  weeks: Ref<number>
  times: Ref<number>
  plan: Ref<SeriesPlan | null>
  isOld: Ref<boolean>
  isBusy: Ref<boolean>
  problem: Ref<string>
  /** The key of the chosen time by number of the visit, empty when it is left out. */
  picked: Ref<Record<number, string>>
  chosen: ComputedRef<DeskTime[]>
  /** What those come to. */
  sum: ComputedRef<number>
  standOf: (line: SeriesLine) => Stand
  look: () => Promise<void>
  book: () => Promise<SeriesView | null>
}

/** `start` is the first visit, `groomer` who is asked for; none: anyone. */
export function useSeries(pets: readonly WantedPet[], start: DeskTime, groomer: string | null): SeriesOrder {
  const weeks = ref(4)
  const times = ref(6)
  const plan = ref<SeriesPlan | null>(null)
  const isOld = ref(true)
  const isBusy = ref(false)
  const problem = ref('')
  const picked = ref<Record<number, string>>({})
  const [first, ...also] = pets
  let key = uuid7()
  let asked = 0

  const found = (line: SeriesLine): DeskTime | undefined => timesOf(line).find((one) => keyOf(one) === picked.value[line.number])
  const chosen = computed(() => (plan.value?.lines ?? []).flatMap((line) => found(line) ?? []))

  const sum = computed(() => (plan.value?.lines ?? []).reduce((cents, line) => cents + (found(line) ? totalOf(plan.value!, line, found(line)!) : 0), 0))

  function standOf(line: SeriesLine): Stand {
    const time = found(line)
    if (time) return time.start_ms === line.wished_ms ? 'wished' : 'moved'
    return timesOf(line).length ? 'out' : 'none'
  }

  async function look(): Promise<void> {
    const mine = ++asked
    isOld.value = true
    problem.value = ''
    try {
      const body = { ...first, also, start_ms: start.start_ms, groomer_id: groomer, weeks: weeks.value, times: times.value }
      const answer = await post<SeriesPlan>('/api/desk/series/plan', body)
      if (mine !== asked) return
      plan.value = answer
      picked.value = Object.fromEntries(answer.lines.map((one) => [one.number, one.time ? keyOf(one.time) : '']))
    } catch (error) {
      if (mine !== asked) return
      plan.value = null
      problem.value = sentenceOf(error)
    }
    isOld.value = false
  }

  async function book(): Promise<SeriesView | null> {
    if (isBusy.value || isOld.value || chosen.value.length < 2) return null
    isBusy.value = true
    problem.value = ''
    // Several are put side by side anew: only who was asked for is asked again.
    const by = (one: DeskTime): string | null => (also.length ? groomer : (one.groomer?.id ?? null))
    const visits = chosen.value.map((one) => ({ start_ms: one.start_ms, groomer_id: by(one) }))
    try {
      return await post<SeriesView>('/api/desk/series', { ...first, also, weeks: weeks.value, visits }, key)
    } catch (error) {
      problem.value = sentenceOf(error)
      if (error instanceof Refusal && error.code === 'series_refused') mend(error.data as { number: number; line: SeriesLine })
      return null
    } finally {
      isBusy.value = false
    }
  }

  /** The visit that was refused shows what is free around it now; the others stay as they were chosen. */
  function mend({ number, line }: { number: number; line: SeriesLine }): void {
    const at = chosen.value[number - 1]
    const old = plan.value?.lines.find((one) => at && found(one) === at)
    if (!plan.value || !old) return
    const now = { ...line, number: old.number, wished_ms: old.wished_ms }
    plan.value = { ...plan.value, lines: plan.value.lines.map((one) => (one === old ? now : one)) }
    picked.value = { ...picked.value, [old.number]: now.time ? keyOf(now.time) : '' }
  }

  watch(weeks, (now) => (times.value = Math.min(times.value, mostTimes(now))))
  watch([weeks, times], () => void look())
  watch(picked, () => (key = uuid7()), { deep: true })

  return { weeks, times, plan, isOld, isBusy, problem, picked, chosen, sum, standOf, look, book }
}
