/** The shop's numbers, and what they come to for somebody who books: examples on a Saturday, by the shop's clock. */
import { lang, type Lang } from '../platform/i18n'
import type { Label } from '../platform/types'
import { dropExample, type DropSlot } from './drop-slots'
import { ridesExample, type RideRulesValue } from './ride-rules'

export interface Policies {
  grid_min: number
  lead_min: number
  horizon_days: number
  offer_min: number
  hold_chat_min: number
  hold_web_min: number
  hold_unpaid_min: number
  hold_extend_min: number
  hold_phone_min: number
  hold_longest_min: number
  holds_per_hour_stranger: number
  cancel_free_h: number
  late_percent: number
  lost_h: number
  deposit_percent: number
  deposit_after_no_shows: number
  late_answer_min: number
  waiver_days: number
  grace_min: number
  staff_buffer_min: number
  air_out_min: number
  wait_offer_min: number
  wait_from_h: number
  wait_to_h: number
  wait_unanswered: number
  stay_in_h: number
  stay_out_h: number
  stay_most_nights: number
  is_phone_required: boolean
  is_deposit_for_new: boolean
  vaccine_wait_days: number
  is_unverified_enough: boolean
  vaccine_asks: VaccineAsk[]
  condition_rules: ConditionRule[]
  drop_slots: DropSlot[]
  rides: RideRulesValue
}

/** What a service asks of one species; what is not a must is only spoken of. */
export interface VaccineAsk {
  service: string
  species: string
  vaccines: string[]
  is_must: boolean
}

/** What the shop does about a pet that is not well, or expecting: nothing, speak of it, ask a vet first, let it wait. */
export interface ConditionRule {
  condition: string
  level: 'none' | 'said' | 'vet' | 'no'
}

/** A vaccine that can be asked for, and the species that get it. */
export interface AskedVaccine {
  code: string
  name: Label
  species: string[]
}

export type FlagName = { [K in keyof Policies]: Policies[K] extends boolean ? K : never }[keyof Policies]
export type NumberName = { [K in keyof Policies]: Policies[K] extends number ? K : never }[keyof Policies]

export interface Bounds {
  least: number
  most: number
  name: Label
}

export interface PoliciesView {
  values: Policies
  bounds: Record<NumberName, Bounds>
  drop_bounds: Record<'most' | 'begin_within_min', Bounds>
  ride_bounds: Record<'margin_min' | 'stops' | 'price_cents', Bounds>
  vaccines: AskedVaccine[]
  conditions: { code: string; name: Label }[]
}

export type GroupName = 'window' | 'holds' | 'cancelling' | 'lateness' | 'buffers' | 'phone' | 'waiting' | 'deposit' | 'health' | 'stays' | 'drop_offs' | 'rides'

export const GROUPS: { name: GroupName; numbers: NumberName[]; flag?: FlagName }[] = [
  { name: 'window', numbers: ['grid_min', 'lead_min', 'horizon_days', 'offer_min'] },
  { name: 'holds', numbers: ['hold_chat_min', 'hold_web_min', 'hold_extend_min', 'holds_per_hour_stranger'] },
  { name: 'phone', numbers: ['hold_phone_min', 'hold_longest_min'], flag: 'is_phone_required' },
  { name: 'waiting', numbers: ['wait_offer_min', 'wait_from_h', 'wait_to_h', 'wait_unanswered'] },
  { name: 'cancelling', numbers: ['cancel_free_h', 'late_percent', 'late_answer_min', 'waiver_days'] },
  { name: 'deposit', numbers: ['deposit_percent', 'deposit_after_no_shows', 'hold_unpaid_min', 'lost_h'], flag: 'is_deposit_for_new' },
  { name: 'lateness', numbers: ['grace_min'] },
  { name: 'buffers', numbers: ['staff_buffer_min', 'air_out_min'] },
  { name: 'drop_offs', numbers: [] },
  { name: 'rides', numbers: [] },
  { name: 'stays', numbers: ['stay_in_h', 'stay_out_h', 'stay_most_nights'] },
  { name: 'health', numbers: ['vaccine_wait_days'], flag: 'is_unverified_enough' },
]

/** Whether the numbers make sense, so that an example can be computed from them. */
export const areWell = (view: PoliciesView, names: readonly NumberName[]): boolean =>
  names.every((name) => Number.isInteger(view.values[name]) && view.values[name] >= view.bounds[name].least && view.values[name] <= view.bounds[name].most)

const DAYS: Record<Lang, string[]> = {
  zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
}
const DAY_MIN = 1440
const SATURDAY = 6
const at = (hour: number, minute = 0): number => hour * 60 + minute
export const pick = (zh: string, en: string): string => (lang.value === 'en' ? en : zh)
const two = (n: number): string => String(n).padStart(2, '0')
const modulo = (n: number, by: number): number => ((n % by) + by) % by

/** Minutes after the Saturday's midnight as 周五 14:00; a week and more away says how many days. */
export function moment(minute: number): string {
  const days = Math.floor(minute / DAY_MIN)
  const inside = modulo(minute, DAY_MIN)
  const said = `${DAYS[lang.value][modulo(SATURDAY + days, 7)]!} ${two(Math.floor(inside / 60))}:${two(inside % 60)}`
  if (days >= 7) return pick(`${days} 天后的${said}`, `${said}, ${days} days later`)
  if (days <= -7) return pick(`${-days} 天前的${said}`, `${said}, ${-days} days before`)
  return said
}

/** 90 → 1 小时 30 分钟 */
export function duration(minutes: number): string {
  const [days, hours, rest] = [Math.floor(minutes / DAY_MIN), Math.floor((minutes % DAY_MIN) / 60), minutes % 60]
  const parts = [days && pick(`${days} 天`, `${days} d`), hours && pick(`${hours} 小时`, `${hours} h`), rest && pick(`${rest} 分钟`, `${rest} min`)]
  return parts.filter(Boolean).join(' ') || pick('0 分钟', '0 min')
}

const clock = (minute: number): string => moment(minute).split(' ')[1] ?? ''
const onGrid = (minute: number, grid: number): number => Math.floor(minute / DAY_MIN) * DAY_MIN + Math.ceil(modulo(minute, DAY_MIN) / grid) * grid

/** What a number may be, in a few words; minutes that make days are told in days. */
export function limits(name: NumberName, { least, most }: Bounds): string {
  if (name.endsWith('_min') && most >= DAY_MIN) return pick(`最多 ${duration(most)}`, `up to ${duration(most)}`)
  return pick(`${least} 到 ${most}`, `${least} to ${most}`)
}

export function windowExample(one: Policies): string {
  const asked = at(10, 10)
  const first = moment(onGrid(asked + one.lead_min, one.grid_min))
  const next = onGrid(at(10), one.grid_min)
  return pick(
    `${moment(asked)} 来问，最早能约${first}，最远能约 ${one.horizon_days} 天后；开始时间都在 ${clock(next)}、${clock(next + one.grid_min)} 这样的点上。给出的时间 ${duration(one.offer_min)}内点都算数。`,
    `Asked on ${moment(asked)}: the first start is ${first}, the last day is ${one.horizon_days} days ahead. Starts are at ${clock(next)}, ${clock(next + one.grid_min)} and so on. What was offered can be picked for ${duration(one.offer_min)}.`,
  )
}

export function holdsExample(one: Policies): string {
  const made = at(10)
  const until = made + one.hold_chat_min
  return pick(
    `客人 ${clock(made)} 在聊天里选好时间，替他留到 ${clock(until)}；他可以续一次，留到 ${clock(until + one.hold_extend_min)}。没验证过手机号的客人，一小时最多这样留 ${one.holds_per_hour_stranger} 次。`,
    `Picked in the chat at ${clock(made)}: held until ${clock(until)}, and once extended until ${clock(until + one.hold_extend_min)}. Without a proved phone number that works ${one.holds_per_hour_stranger} times an hour.`,
  )
}

export function phoneExample(one: Policies): string {
  if (!one.is_phone_required) return pick('新客人点「确认预约」，马上就约好了，不用手机号。', 'A new owner taps Confirm and the booking is made, without a phone number.')
  const made = at(10)
  const tapped = made + Math.max(0, one.hold_chat_min - 1)
  const until = Math.max(made + one.hold_chat_min, Math.min(tapped + one.hold_phone_min, made + one.hold_longest_min))
  return pick(
    `新客人 ${clock(made)} 选好时间，${clock(tapped)} 点「确认预约」，要先收一条验证码：位置留到 ${clock(until)}。`,
    `A new owner picks a time at ${clock(made)} and taps Confirm at ${clock(tapped)}: a code is sent first, and the time is kept until ${clock(until)}.`,
  )
}

export function cancellingExample(one: Policies): string {
  const start = at(14)
  const free = moment(start - one.cancel_free_h * 60)
  if (!one.late_percent) return pick(`${moment(start)} 的预约，什么时候取消都不收费。`, `A booking on ${moment(start)} can be cancelled for nothing at any time.`)
  const fee = (200 * one.late_percent) / 100
  const rule = one.waiver_days
    ? pick(`自动免一次，${one.waiver_days} 天里只一次`, `it is waived, once in ${one.waiver_days} days`)
    : pick('自动按不能免算', 'it is not waived')
  return pick(
    `${moment(start)} 的预约，${free} 前取消免费，之后收 ${one.late_percent}%（¥200 的项目收 ¥${fee}）。改时间不收费。客人可以求情，${duration(one.late_answer_min)}没人回，${rule}。`,
    `A booking on ${moment(start)}: free to cancel until ${free}, ${one.late_percent}% after that (¥${fee} of ¥200). Moving it is free. Owners can ask to have it waived; without an answer in ${duration(one.late_answer_min)} ${rule}.`,
  )
}

export function depositExample(one: Policies): string {
  const who = [
    one.is_deposit_for_new && pick('第一次来的客人', 'owners who come for the first time'),
    one.deposit_after_no_shows && pick(`爽约满 ${one.deposit_after_no_shows} 次的客人`, `owners who stayed away ${one.deposit_after_no_shows} times`),
  ].filter((part): part is string => !!part)
  if (!one.deposit_percent || !who.length) return pick('谁都不用付定金。', 'Nobody pays a deposit.')
  const start = at(14)
  const sum = (200 * one.deposit_percent) / 100
  return pick(
    `${who.join('和')}约 ¥200 的项目，先付 ¥${sum}；点了同意，替他留 ${duration(one.hold_unpaid_min)}，店员记下收到就约好了。${moment(start)} 的预约，${moment(start - one.lost_h * 60)} 以后取消或者没来，定金不退。`,
    `${who.join(' and ')} pay ¥${sum} of ¥200 ahead. After the yes it is held for ${duration(one.hold_unpaid_min)}; it's booked when the team notes the money. For ${moment(start)}, cancelling after ${moment(start - one.lost_h * 60)} or staying away costs the deposit.`,
  )
}

export function latenessExample(one: Policies): string {
  const start = at(14)
  return pick(`${moment(start)} 的预约，到${moment(start + one.grace_min)} 还没来，才能记「没来」。`, `A booking on ${moment(start)} can be marked as missed from ${moment(start + one.grace_min)}.`)
}

export function buffersExample(one: Policies): string {
  const ends = at(11)
  const next = onGrid(ends + one.staff_buffer_min, one.grid_min)
  const good = ends + one.air_out_min
  return pick(
    `小林 ${clock(ends)} 做完一只，下一只最早排 ${clock(next)}。狗狗 ${clock(ends)} 离开浴缸，猫猫 ${clock(good)} 起能用。`,
    `Lin finishes at ${clock(ends)}: the next pet starts at ${clock(next)} at the earliest. A dog leaves the tub at ${clock(ends)}: a cat may use it from ${clock(good)}.`,
  )
}

export function waitingExample(one: Policies): string {
  if (one.wait_from_h >= one.wait_to_h) return pick('开始的钟点要早于结束的，不然候补的客人永远等不到通知。', 'The first hour has to be before the last one, or nobody who waits is ever told.')
  const freed = at(one.wait_to_h, 30)
  const told = DAY_MIN + at(one.wait_from_h)
  const offered = at(one.wait_from_h) + 60 < at(one.wait_to_h) ? at(one.wait_from_h) + 60 : at(one.wait_from_h)
  return pick(
    `${moment(freed)} 有人取消，${moment(told)} 再问候补的第一位；${clock(offered)} 有人取消，马上问，留到 ${clock(offered + one.wait_offer_min)}，没回复就问下一位。同一位连着 ${one.wait_unanswered} 次没回复，就不再等了。`,
    `Cancelled on ${moment(freed)}: the first in line is asked on ${moment(told)}. Cancelled at ${clock(offered)}: asked at once, held until ${clock(offered + one.wait_offer_min)}, then the next one. After ${one.wait_unanswered} times without an answer the wait ends.`,
  )
}

export function staysExample(one: Policies): string {
  const [from, by, next] = [two(one.stay_in_h), two(one.stay_out_h), two(Math.max(one.stay_in_h, one.stay_out_h))]
  return pick(
    `周六寄养 2 晚：周六 ${from}:00 起送来，周一 ${by}:00 前接走，按 2 晚算；下一位周一 ${next}:00 就能住进来。日托从开门到打烊。`,
    `Two nights from Saturday: bring from ${from}:00 on Saturday, fetch by ${by}:00 on Monday, two nights are paid. The next one can move in on Monday at ${next}:00. Day care lasts from opening to closing.`,
  )
}

export function healthExample(one: Policies): string {
  const days = one.vaccine_wait_days
  if (!days) return pick('周六打了疫苗，当天也能来。', 'Vaccinated on a Saturday: can come the same day.')
  const back = DAYS[lang.value][modulo(SATURDAY + days, 7)]!
  return pick(`周六打了疫苗，${days} 天后的${back}起能来。`, `Vaccinated on a Saturday: can come from ${back}, ${days} ${days === 1 ? 'day' : 'days'} later.`)
}

export const EXAMPLES: Record<GroupName, (one: Policies) => string> = {
  window: windowExample,
  holds: holdsExample,
  phone: phoneExample,
  cancelling: cancellingExample,
  lateness: latenessExample,
  buffers: buffersExample,
  waiting: waitingExample,
  deposit: depositExample,
  health: healthExample,
  stays: staysExample,
  drop_offs: (one) => dropExample(one.drop_slots),
  rides: (one) => ridesExample(one.rides),
}
