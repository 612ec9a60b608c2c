/** What the server says, as the pages use it. The shapes are those of the protocol document. */

export interface Label {
  zh: string
  en: string
}

/** A care note. One that is not sure was understood from a message and waits for a yes. */
export interface Care {
  id: string
  kind: string
  text: string
  severity: 'note' | 'care' | 'alert'
  is_sure: boolean
}

export interface PetView {
  id: string
  name: string
  species: 'dog' | 'cat' | 'other'
  breed: string | null
  breed_label: Label | null
  size: string | null
  coat: string | null
  sex: 'm' | 'f' | null
  born: string | null
  weight_g: number | null
  look: string
  care: Care[]
}

/** One pet's booking of several that come together. */
export interface PetPart {
  id: string
  version: number
  status: BookingView['status']
  pet: PetView
  services: { code: string; name: Label }[]
  starts_ms: number
  ends_ms: number
  groomer: { id: string; name: string; is_last: boolean } | null
  total_cents: number
  care: string[]
  visit_stage: string | null
  /** What calling off this one alone costs now. */
  fee_cents: number
}

/** Something to agree to before a visit, and for which pets; what is not a must may be left. */
export interface ConsentAsk {
  code: string
  version: number
  name: Label
  text: Label
  is_must: boolean
  pets: { id: string; name: string }[]
}

export interface BookingView {
  id: string
  version: number
  status: 'held' | 'confirmed' | 'cancelled' | 'expired' | 'done' | 'no_show'
  pet: PetView
  services: { code: string; name: Label }[]
  starts_ms: number
  ends_ms: number
  groomer: { id: string; name: string; is_last: boolean } | null
  lines: { label: Label; minutes: number; price_cents: number; pet_name?: string | null }[]
  total_cents: number
  care: string[]
  hold_until_ms: number | null
  can_extend: boolean
  policy: { free_until_ms: number; late_percent: number; is_late: boolean; fee_cents: number; refund_cents?: number }
  owner_name: string
  phone_tail: string | null
  visit_stage: string | null
  /** Empty for one pet; for several each one's, the leading one first. A card of before has none. */
  parts?: PetPart[]
  /** What is paid ahead; nothing has to be when it is missing. */
  deposit?: { due_cents: number; paid_cents: number; is_agreed: boolean; return_cents: number } | null
  /** The owner asks to cancel for nothing though it is late. */
  request?: { state: 'asked' | 'granted' | 'refused' | 'void'; why: string; deadline_ms: number } | null
  /** What the pets' vaccinations lack for a visit to come. A card of before has none. */
  health?: Label[]
  /** What the owner is still asked to agree to before a held one counts. A card of before has none. */
  consents?: ConsentAsk[]
  /** Which visit of a series it is, from 1; none for a booking that stands for itself. */
  series?: { id: string; number: number; of: number } | null
  /** Of a stay for how many, 0 for a day; null or none: a visit. */
  nights?: number | null
  /** Brought at a certain time with others, its turn begins then; null or none: when it is brought. */
  begins_ms?: number | null
  /** Who is fetched and brought home, in the lines and the price. A card of before has none. */
  rides?: { way: 'fetch' | 'home'; start_ms: number; end_ms: number; zone: Label; price_cents: number; is_done: boolean }[]
  /** The shop drives, and it is not too late for a change. */
  can_ride?: boolean
}

export interface SeriesVisit {
  booking_id: string
  number: number
  status: BookingView['status']
  starts_ms: number
  ends_ms: number
  groomers: string[]
  /** It can still be called off. */
  is_open: boolean
  fee_cents: number
  refund_cents: number
  /** What the pets' vaccinations and conditions mean for a visit to come. */
  health?: Label[]
}

/** Visits that were booked at once, in order of time, those that were called off as well. */
export interface SeriesView {
  id: string
  version: number
  pets: PetView[]
  services: { code: string; name: Label }[]
  visits: SeriesVisit[]
  total_cents: number
}

export type OwnerStepName = 'arrive' | 'bath' | 'dry' | 'style' | 'stay' | 'ready'

export interface VisitView {
  id: string
  version: number
  pet: PetView
  stage: string
  steps: { step: OwnerStepName; state: 'done' | 'now' | 'todo' | 'skipped'; at_ms: number | null; planned_ms: number | null }[]
  ready_ms: number
  drift_min: number
  photos: { upload_id: string; caption: string; stage: string; at_ms: number }[]
  groomer: { id: string; name: string } | null
  services: { code: string; name: Label }[]
  is_done: boolean
  /** The pet stays by the night or the day. A card of before is a visit. */
  is_stay?: boolean
}

/** Whose turn is when, of several pets that come together. */
export interface PetTime {
  pet_id: string
  pet_name: string
  start_ms: number
  end_ms: number
  groomer: { id: string; name: string; is_last: boolean } | null
}

/** What a wish costs when it begins on a certain day. */
export interface DayPrice {
  lines: BookingView['lines']
  total_cents: number
}

export interface TimeView {
  offer_id: string
  start_ms: number
  end_ms: number
  groomer: { id: string; name: string } | null
  total_cents: number
  is_free: boolean
  pets?: PetTime[]
  /** Pets are brought at certain times that day: the turn may begin later. */
  is_drop?: boolean
}

export interface SlotsView {
  days: { date: string; state: 'open' | 'full' | 'closed' | 'barred' }[]
  chosen: string
  times: Record<string, TimeView[]>
  wished_ms: number | null
  reason: Label | null
  /** What was asked for. A card of before has none. */
  pets?: PetWish[]
  /** Of whom; null or none: anyone. */
  groomer_id?: string | null
  /** What the booking costs now that would be moved; null or none: none would be. */
  agreed_cents?: number | null
  /** The booking that would be moved. */
  moving?: string | null
  /** Of a stay for how many, 0 for a day; null or none: a visit. */
  nights?: number | null
}

/** What is wished for one pet. */
export interface PetWish {
  pet_id: string
  services: { code: string; quantity?: number }[]
}

/** Somebody waits for a time. Days are of the shop's calendar, minutes of its clock. */
export interface WaitView {
  id: string
  version: number
  state: 'waiting' | 'offered' | 'booked' | 'left' | 'over'
  pets: { pet: PetView; services: { code: string; name: Label }[] }[]
  groomer_name: string | null
  from_day: string
  to_day: string
  from_min: number
  to_min: number
  made_ms: number
  offer: { booking_id: string; start_ms: number; until_ms: number } | null
}

/** Where a booking is, or where it goes. The owner sees no places. */
export interface SpotView {
  start_ms: number
  end_ms: number
  groomer_id: string
  groomer_name: string
  stays: { place_id: string; start_ms: number; end_ms: number }[]
}

export type ProposalState = 'proposed' | 'waiting' | 'applied' | 'declined' | 'lapsed' | 'stale' | 'withdrawn'

export interface ProposalPart {
  pet: PetView
  services: { code: string; name: Label }[]
  here: SpotView
  to: SpotView | null
}

/** Another time or person that the shop asks an owner about, for all `parts`; without `to` today will not do. */
export interface ProposalView {
  id: string
  version: number
  booking_id: string
  state: ProposalState
  pet: PetView
  services: { code: string; name: Label }[]
  here: SpotView
  to: SpotView | null
  lapses_ms: number
  parts: ProposalPart[]
}

export type CardName = 'slots' | 'booking' | 'visit' | 'proposal' | 'wait' | 'series'

/** A message's body. Unknown types are kept and drawn as a placeholder line. */
export interface Body {
  type?: string
  text?: string
  chips?: { id: string; label: string }[]
  choice?: string
  of_seq?: number
  upload_id?: string
  w?: number
  h?: number
  caption?: string
  duration_ms?: number
  /** 64 heights, 0 to 100. */
  waveform?: number[]
  transcript?: string
  mime?: string
  size?: number
  card?: CardName
  id?: string
  version?: number
  view?: unknown
  to?: string
  reason?: string | null
  name?: string
  code?: string
  /** Where a conversation goes on. */
  c?: string
  /** The message that this one answers. */
  reply_to?: number
  mentions?: string[]
  edited_ms?: number
  /** Who took the message back. */
  by?: string
  emoji?: string
  is_on?: boolean
  sticker?: string
  lat?: number
  lng?: number
  address?: string
  pet_id?: string
  /** What happened to somebody's place in a group. */
  change?: string
  account_id?: string
  title?: string
  minutes?: number
  slow_s?: number
  role?: string
  after_seq?: number
  /** The conversation that a note is about. */
  about?: string
}

export interface Entry {
  c: string
  seq: number
  n: number
  msg_id: string
  cmid: string
  sender: string
  device: string
  kind: 'message' | 'edit' | 'recall' | 'reaction' | 'member' | 'booking' | 'system'
  target_seq: number | null
  body: Body
  ts: number
}

/** A stretch of a log. `first`: where this reader's view of it begins. */
export interface Page {
  entries: Entry[]
  first: number
  head: number
  epoch: string
}

export interface Ack {
  cmid: string
  msg_id: string
  seq: number
  n: number
  ts: number
  dup?: boolean
}

export interface ShopCard {
  id: string
  slug: string
  name: Label
  zone: string
  address: string
  phone: string
  opens: string
  closes: string
  is_open_now: boolean
  closed_weekdays: number[]
  emergency: { name: string; phone: string } | null
}

export interface Me {
  now_ms: number
  account_id: string
  kind: 'owner' | 'staff' | 'bot'
  role: string
  name: string
  title: string
  lang: 'zh' | 'en'
  phone_tail: string | null
  shop: ShopCard
  conversation_id: string | null
  demo_inbox: string | null
}

export interface Person {
  id: string
  name: string
  kind: 'owner' | 'staff' | 'bot'
  role: string
  title: string
  delivered_seq: number
  read_seq: number
  silenced_ms: number | null
}

/** A conversation in somebody's own list. */
export interface TalkView {
  c: string
  kind: 'owner' | 'direct' | 'group'
  title: string
  role: string
  last_seq: number
  last_ts: number
  unread: number
  slow_s: number
  muted_ms: number | null
}

/** A message that was looked for. */
export interface Found {
  entry: Entry
  kind: string
  title: string
  owner_id: string | null
}

/** Somebody who is connected; `is_looking`: at this conversation. */
export interface Presence {
  c: string
  account_id: string
  kind: 'owner' | 'staff' | 'bot'
  name: string
  is_here: boolean
  is_looking: boolean
}

export interface InboxRow {
  c: string
  state: 'new' | 'assistant' | 'queued' | 'human' | 'closed'
  epoch: number
  owner: { id: string; name: string; phone_tail: string | null }
  pets: PetView[]
  last: { text: string; name: string; kind: string; ts: number; sender_kind: string } | null
  unread: number
  waiting_since_ms: number | null
  reason: string | null
  assignee: { id: string; name: string } | null
  visit_stage: string | null
}
