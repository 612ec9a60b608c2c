/** What the server says to the desk only. */
import type { BookingView, Label, PetView } from '../platform/types'

/** A reply that the shop says often. */
export interface CannedReply {
  id: string
  word: string
  text: string
}

export interface Colleague {
  id: string
  name: string
  title: string
  is_here: boolean
}

export interface Column {
  id: string
  kind: 'staff' | 'station'
  name: string
  title: string
  station_kind: string | null
  load_percent: number
}

export interface Block {
  booking_id: string | null
  column_id: string
  kind: 'work' | 'link' | 'break' | 'closed'
  start_ms: number
  end_ms: number
  status: string
  stage: string | null
  pet: PetView | null
  owner_name: string | null
  services: Label | null
  label: Label | null
  is_new_owner: boolean
  /** Why the work can't happen as planned; null when it can. */
  trouble: Label | null
  /** Why it is where the rules say no, who said so and when; null for work by the rules. */
  anyway: { why: string; by: string; at_ms: number } | null
  health: HealthMark | null
  /** When a pet comes whose turn is later; null: when the work begins. */
  brought_ms?: number | null
}

/** What the team is to know of a pet before it comes; with `is_must` it should not come like that, by the shop's rules. */
export interface HealthMark {
  words: Label
  is_must: boolean
}

/** A booking that was put where the rules say no: what was decided, and where it stands today. */
export interface Override {
  booking_id: string
  c: string
  at_ms: number
  by: string
  why: string
  against: ('hours' | 'shift' | 'off' | 'full' | 'start')[]
  start_ms: number
  groomer_name: string
  pet: PetView | null
  owner_name: string
  services: Label
  status: string
  starts_ms: number
  now_groomer_name: string
  is_moved: boolean
}

/** A page of them, both days included; `more` asks for the next one, null when there is none. */
export interface OverridesView {
  first: string
  last: string
  overrides: Override[]
  more: string | null
}

export interface ScheduleView {
  day: string
  state: 'open' | 'closed'
  opens_ms: number
  closes_ms: number
  now_ms: number
  columns: Column[]
  blocks: Block[]
  count: number
  total_cents: number
  gaps: number
  stays: Stay[]
  /** The times at which pets are brought that day; none: at any time. */
  drops: DropOff[]
}

/** One stop of whoever drives. */
export interface Stop {
  id: string
  booking_id: string
  c: string
  way: 'fetch' | 'home'
  start_ms: number
  end_ms: number
  pets: string[]
  owner_name: string
  phone: string | null
  zone: Label
  address: string
  is_sure: boolean
  done_ms: number | null
}

export interface StopsView {
  day: string
  /** The shop drives. */
  is_on: boolean
  stops: Stop[]
}

/** How many pets are brought at one time, of how many at most. */
export interface DropOff {
  at_ms: number
  taken: number
  most: number
}

/** A pet that stays over the day, or comes for it; it takes nobody's time. */
export interface Stay {
  booking_id: string
  c: string
  pet: PetView | null
  owner_name: string
  place: Label
  services: Label
  starts_ms: number
  ends_ms: number
  /** 0 for a day. */
  nights: number
  status: string
  stage: string | null
  trouble: Label | null
}

export interface BoardCard {
  id: string
  version: number
  stage: string
  stage_at_ms: number
  starts_ms: number
  ready_ms: number
  pet: PetView
  owner_name: string
  services: Label
  groomer_name: string
  next: string[]
  c: string
  photos: number
  /** The pet stays, by the night or the day. */
  is_stay: boolean
  health: HealthMark | null
}

export interface BoardView {
  day: string
  cards: BoardCard[]
}

export interface Colleague {
  id: string
  name: string
  title: string
  role: string
  login: string | null
  is_active: boolean
  last_seen_ms: number | null
}

export interface InvitationCard {
  kind: 'join' | 'reset'
  name: string
  role: string
  shop_name: Label
  login: string | null
}

export interface ShopForm {
  name: string
  name_en: string
  address: string
  phone: string
  emergency_name: string
  emergency_phone: string
}

export interface OwnerFile {
  owner: { id: string; name: string; phone_tail: string | null }
  /** Whole: the desk must be able to call. */
  phone: string | null
  since_ms: number
  pets: PetView[]
  upcoming: BookingView[]
  past: BookingView[]
}
