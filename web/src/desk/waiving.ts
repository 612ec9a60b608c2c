/** Pets that cannot come on a day by their vaccinations; staff may let them, and say why. */
import { post, Refusal } from '../platform/http'

export interface Barred {
  day: string
  petIds: string[]
}

/** Whom a refusal is about; null when it is about something else. */
export function barredBy(error: unknown): Barred | null {
  if (!(error instanceof Refusal) || error.code !== 'health_gate') return null
  const { day, obstacles } = error.data as { day: string; obstacles: { pet_id: string }[] }
  return { day, petIds: [...new Set(obstacles.map((one) => one.pet_id))] }
}

/** Lets all of them come; who said so and why is kept with each. */
export async function letCome({ day, petIds }: Barred, reason: string): Promise<true> {
  for (const id of petIds) await post(`/api/pets/${id}/waivers`, { day, reason })
  return true
}
