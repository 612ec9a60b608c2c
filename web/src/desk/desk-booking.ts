/** Booking for somebody who calls: who was found, what can be done, when there is time, as the server says it. */
import { post } from '../platform/http'
import type { BookingView, DayPrice, Label, PetTime, PetView } from '../platform/types'

export interface Wanted {
  code: string
  quantity: number
}

export interface DeskOwner {
  id: string
  name: string
  phone_tail: string | null
}

export interface LastVisit {
  starts_ms: number
  label: Label
  /** What of it can be booked again; nothing when the shop no longer does it. */
  services: Wanted[]
  groomer_id: string | null
  groomer_name: string
}

export interface FoundPet {
  owner: DeskOwner
  /** Null: an owner without a pet. */
  pet: PetView | null
  last: LastVisit | null
  next_ms: number | null
}

export interface MenuItem {
  code: string
  name: Label
  /** What it takes of this very pet, and what the list says of such pets. */
  minutes: number
  listed_min: number
  price_cents: number
  /** What is counted: a visit, each night of a stay, or a day. */
  sold_by: 'visit' | 'night' | 'day'
  is_extra: boolean
  max_quantity: number
  /** What comes with it for nothing. */
  includes: string[]
  /** What it may come to as long as nobody knows what it depends on. */
  most_cents: number
  most_min: number
  depends_on: ('size' | 'coat')[]
}

export interface MenuView {
  items: MenuItem[]
  needs_size: boolean
}

export interface Person {
  id: string
  name: string
  is_last: boolean
}

export interface DeskTime {
  start_ms: number
  end_ms: number
  groomer: Person | null
  is_now: boolean
  /** Whose turn is when, of several pets. */
  pets?: PetTime[]
  /** Pets are brought at certain times that day: the turn may begin later. */
  is_drop?: boolean
}

export interface DeskDay {
  date: string
  state: 'open' | 'full' | 'closed'
  why: Label | null
  times: DeskTime[]
  /** Why the pets should not come that day; staff may let them. */
  barred: Label | null
  /** What it costs that day; null: what it costs in the week. */
  price: DayPrice | null
}

export interface DeskTimes {
  days: DeskDay[]
  reason: Label | null
  services: Wanted[]
  /** As listed, as the total. */
  lines: BookingView['lines']
  minutes: number
  total_cents: number
  groomers: Person[]
  /** Of a stay for how many, 0 for a day; null: a visit. */
  nights: number | null
}

export interface Breed {
  code: string
  name: Label
  species: string
  size: string | null
  coat: string | null
}

export interface WantedPet {
  pet_id: string
  services: Wanted[]
}

/** Everybody who comes: the first pet, and those that come along. */
export interface WantedVisit extends WantedPet {
  also: WantedPet[]
}

/** What is asked of the free times. */
export interface Asked extends WantedVisit {
  day: string | null
  groomer_id: string | null
}

export const findPets = async (text: string): Promise<FoundPet[]> => (await post<{ found: FoundPet[] }>('/api/desk/pets', { text })).found

export const freeTimes = (asked: Asked): Promise<DeskTimes> => post<DeskTimes>('/api/desk/times', asked)

/** The breed that a name or code means, if it is one of the known. */
export function breedNamed(breeds: readonly Breed[], said: string): Breed | undefined {
  const wanted = said.trim().toLowerCase()
  return breeds.find((one) => [one.code, one.name.zh, one.name.en].some((name) => name.toLowerCase() === wanted))
}

/** Codes that come for nothing with what is chosen. */
export function coveredBy(items: readonly MenuItem[], chosen: readonly Wanted[]): Set<string> {
  const codes = new Set(chosen.map((one) => one.code))
  return new Set(items.filter((one) => codes.has(one.code)).flatMap((one) => one.includes))
}
