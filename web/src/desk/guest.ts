/** One pet of a booking while it is put together: what can be done for it, and what is chosen. */
import { computed, ref, type ComputedRef, type Ref } from 'vue'

import { get, patch, post } from '../platform/http'
import { sentenceOf } from '../platform/toast'
import type { PetView } from '../platform/types'
import { coveredBy, type MenuView, type Wanted, type WantedPet } from './desk-booking'

export interface Guest {
  pet: Ref<PetView>
  menu: Ref<MenuView | null>
  chosen: Ref<Wanted[]>
  covered: ComputedRef<Set<string>>
  start: () => Promise<void>
  toggle: (code: string) => void
  count: (code: string, by: number) => void
  setSize: (size: string) => Promise<void>
  /** Plans a service by the list again, whatever it took last time. */
  asListed: (code: string) => Promise<void>
  wanted: () => WantedPet
}

export function useGuest(of: PetView, changed: () => void, refused: (words: string) => void): Guest {
  const pet = ref(of)
  const menu = ref<MenuView | null>(null)
  const chosen = ref<Wanted[]>([])
  const covered = computed(() => coveredBy(menu.value?.items ?? [], chosen.value))

  async function start(): Promise<void> {
    try {
      menu.value = await get<MenuView>(`/api/desk/menu?pet_id=${pet.value.id}`)
    } catch (error) {
      refused(sentenceOf(error))
    }
  }

  function toggle(code: string): void {
    const has = chosen.value.some((one) => one.code === code)
    chosen.value = has ? chosen.value.filter((one) => one.code !== code) : [...chosen.value, { code, quantity: 1 }]
    changed()
  }

  function count(code: string, by: number): void {
    const most = menu.value?.items.find((one) => one.code === code)?.max_quantity ?? 1
    chosen.value = chosen.value.map((one) => (one.code === code ? { code, quantity: Math.min(most, Math.max(1, one.quantity + by)) } : one))
    changed()
  }

  async function setSize(size: string): Promise<void> {
    try {
      pet.value = await patch<PetView>(`/api/pets/${pet.value.id}`, { size })
      await start()
      changed()
    } catch (error) {
      refused(sentenceOf(error))
    }
  }

  async function asListed(code: string): Promise<void> {
    try {
      menu.value = await post<MenuView>(`/api/desk/pets/${pet.value.id}/as-listed`, { code })
      changed()
    } catch (error) {
      refused(sentenceOf(error))
    }
  }

  const wanted = (): WantedPet => ({ pet_id: pet.value.id, services: chosen.value.filter((one) => !covered.value.has(one.code)) })

  return { pet, menu, chosen, covered, start, toggle, count, setSize, asListed, wanted }
}
