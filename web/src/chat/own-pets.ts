/** The pets of whoever this page belongs to, asked for once and again when a card names one that is new. */
import { ref } from 'vue'

import { get } from '../platform/http'
import type { PetView } from '../platform/types'

export const ownPets = ref<PetView[] | null>(null)

export async function loadPets(): Promise<void> {
  ownPets.value = (await get<{ pets: PetView[] }>('/api/pets')).pets
}
