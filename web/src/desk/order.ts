/** One booking while it is put together: who comes, a person, a day, a time. */
import { computed, nextTick, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'

import { isoDay, noonOf } from '../platform/format'
import { post, Refusal } from '../platform/http'
import { serverNow, uuid7 } from '../platform/ids'
import { sentenceOf } from '../platform/toast'
import type { BookingView, PetView } from '../platform/types'
import type { RideWish } from '../booking/rides'
import { freeTimes, type DeskTime, type DeskTimes, type LastVisit, type WantedVisit } from './desk-booking'
import { useGuest, type Guest } from './guest'
import { barredBy, type Barred } from './waiving'

const DAY_MS = 86_400_000
const WEEK = 7
/** Chips are often tapped in a row: the times are asked for once. */
const SETTLE_MS = 120

export interface Order {
  lead: Guest
  along: ShallowRef<Guest[]>
  groomer: Ref<string | null>
  view: Ref<DeskTimes | null>
  day: Ref<string>
  isOld: Ref<boolean>
  picked: Ref<DeskTime | null>
  problem: Ref<string>
  nearest: Ref<DeskTime[]>
  /** Who cannot come that day, unless somebody says why they may. */
  barred: Ref<Barred | null>
  /** Who is fetched and brought home with it; null while that is half said. */
  rides: Ref<RideWish[] | null>
  isBusy: Ref<boolean>
  isFirstWeek: ComputedRef<boolean>
  bring: (pet: PetView) => Promise<void>
  leave: (guest: Guest) => void
  repeat: (last: Pick<LastVisit, 'services' | 'groomer_id'>) => Promise<void>
  move: (weeks: number) => void
  pick: (time: DeskTime) => void
  confirm: () => Promise<BookingView | null>
}

export function useOrder(of: PetView): Order {
  const groomer = ref<string | null>(null)
  const first = ref(isoDay(serverNow()))
  const view = ref<DeskTimes | null>(null)
  const day = ref(first.value)
  const isOld = ref(false)
  const picked = ref<DeskTime | null>(null)
  const problem = ref('')
  const nearest = ref<DeskTime[]>([])
  const barred = ref<Barred | null>(null)
  const rides = ref<RideWish[] | null>([])
  const isBusy = ref(false)
  const isFirstWeek = computed(() => first.value <= isoDay(serverNow()))
  const guest = (pet: PetView): Guest => useGuest(pet, ask, (words) => (problem.value = words))
  const lead = guest(of)
  const along = shallowRef<Guest[]>([])
  let key = uuid7()
  let asked = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const everybody = (): Guest[] => [lead, ...along.value]
  const visit = (): WantedVisit => ({ ...lead.wanted(), also: along.value.map((one) => one.wanted()) })
  const clear = (): void => {
    problem.value = ''
    nearest.value = []
    barred.value = null
  }

  async function look(): Promise<void> {
    const mine = ++asked
    const who = groomer.value
    clear()
    if (!everybody().every((one) => one.chosen.value.length)) {
      view.value = null
      isOld.value = false
      return
    }
    try {
      const answer = await freeTimes({ ...visit(), day: first.value, groomer_id: groomer.value })
      if (mine !== asked) return
      // Somebody else was chosen while it was on its way: these are not their times.
      if (who !== groomer.value) return ask()
      view.value = answer
      show(answer)
    } catch (error) {
      if (mine !== asked) return
      view.value = null
      problem.value = sentenceOf(error)
    }
    isOld.value = false
  }

  /** The day that was looked at, else the first with time; what was picked stays while it is free. */
  function show(answer: DeskTimes): void {
    const shown = answer.days.find((one) => one.date === day.value)
    if (!shown?.times.length) day.value = (answer.days.find((one) => one.times.length) ?? answer.days[0]!).date
    const start = picked.value?.start_ms
    picked.value = answer.days.flatMap((one) => one.times).find((one) => one.start_ms === start) ?? null
  }

  /** A retry of the same booking has the same key; another booking has another. */
  function ask(): void {
    key = uuid7()
    isOld.value = true
    clearTimeout(timer)
    timer = setTimeout(() => void look(), SETTLE_MS)
  }

  async function bring(pet: PetView): Promise<void> {
    const one = guest(pet)
    along.value = [...along.value, one]
    ask()
    await one.start()
  }

  function leave(one: Guest): void {
    along.value = along.value.filter((other) => other !== one)
    ask()
  }

  /** The same services, by the same person while there is time with them. */
  async function repeat(last: Pick<LastVisit, 'services' | 'groomer_id'>): Promise<void> {
    lead.chosen.value = last.services.map((one) => ({ ...one }))
    groomer.value = last.groomer_id
    clearTimeout(timer)
    isOld.value = true
    await look()
    if (groomer.value && view.value && !view.value.days.some((one) => one.times.length)) {
      groomer.value = null
      isOld.value = true
      await look()
    }
    await nextTick()
  }

  function move(weeks: number): void {
    const then = new Date(noonOf(first.value) + weeks * WEEK * DAY_MS).toISOString().slice(0, 10)
    const today = isoDay(serverNow())
    first.value = then < today ? today : then
    day.value = first.value
    ask()
  }

  function pick(time: DeskTime): void {
    picked.value = time
    day.value = isoDay(time.start_ms)
    clear()
  }

  async function confirm(): Promise<BookingView | null> {
    if (!picked.value || isBusy.value || isOld.value || !rides.value) return null
    isBusy.value = true
    clear()
    const { start_ms, groomer: by } = picked.value
    try {
      return await post<BookingView>('/api/desk/bookings', { ...visit(), start_ms, groomer_id: along.value.length ? groomer.value : (by?.id ?? null), rides: rides.value }, key)
    } catch (error) {
      await refused(error)
      return null
    } finally {
      isBusy.value = false
    }
  }

  /** Looks anew at what is free, so that the time that is gone is gone from the page as well. */
  async function refused(error: unknown): Promise<void> {
    const isAway = error instanceof Refusal && error.temporary
    const gate = barredBy(error)
    if (!isAway && !gate) {
      picked.value = null
      await look()
    }
    problem.value = sentenceOf(error)
    barred.value = gate
    nearest.value = error instanceof Refusal ? ((error.data.nearest as DeskTime[] | undefined) ?? []) : []
  }

  watch(groomer, (_, was) => was !== undefined && !isOld.value && ask())
  watch([picked, rides], () => (key = uuid7()))
  // Rides are those of a time.
  watch(() => picked.value?.start_ms, () => (rides.value = []))

  return { lead, along, groomer, view, day, isOld, picked, problem, nearest, barred, rides, isBusy, isFirstWeek, bring, leave, repeat, move, pick, confirm }
}
