/** What the shop calls its stages, states, roles and reasons, and the colour and icon that go with them. */
import {
  Ambulance, Ban, Bath, Brush, CalendarCheck, Check, CirclePause, ClipboardCheck, Eye, House, Hourglass,
  MessageCircleQuestionMark, Moon, Scissors, Timer, UserRoundCheck, UserRoundX, Wind,
} from '@lucide/vue'
import type { Component } from 'vue'

import { say } from '../platform/i18n'
import type { Label } from '../platform/types'

export type Tone = 'plan' | 'hold' | 'plum' | 'sky' | 'apricot' | 'brand' | 'gray' | 'rose'

export interface Look {
  label: Label
  tone: Tone
  icon: Component
}

const look = (zh: string, en: string, tone: Tone, icon: Component): Look => ({ label: { zh, en }, tone, icon })

const STAGES: Record<string, Look> = {
  booked: look('已预约', 'Booked', 'plan', CalendarCheck),
  confirmed: look('待到店', 'Expected', 'plan', CalendarCheck),
  arrived: look('已到店', 'Arrived', 'plum', UserRoundCheck),
  checking: look('检查', 'Check-in', 'plum', ClipboardCheck),
  brushing: look('梳毛', 'Brushing', 'plum', Brush),
  bathing: look('洗澡', 'Bathing', 'sky', Bath),
  drying: look('吹干', 'Drying', 'apricot', Wind),
  resting: look('休息', 'Resting', 'apricot', Moon),
  styling: look('造型', 'Styling', 'apricot', Scissors),
  final: look('收尾', 'Finishing', 'apricot', Eye),
  staying: look('住着', 'Staying', 'plum', Moon),
  ready: look('可接走', 'Ready', 'brand', House),
  gone: look('已接走', 'Gone home', 'gray', Check),
  waiting_owner: look('等客人答复', 'Waiting for owner', 'hold', MessageCircleQuestionMark),
  paused: look('暂停', 'Paused', 'hold', CirclePause),
  to_vet: look('送诊', 'To the vet', 'rose', Ambulance),
  cancelled: look('已取消', 'Cancelled', 'gray', Ban),
  no_show: look('没来', 'No show', 'gray', UserRoundX),
}

const HELD = look('待客人确认', 'Held for owner', 'hold', Timer)
const CONFIRMED = look('已确认', 'Confirmed', 'plan', CalendarCheck)
const DONE = look('已完成', 'Done', 'gray', Check)
const UNKNOWN = look('其他', 'Other', 'plan', Hourglass)

/** The board's columns; those of the second list stand only while a pet is in them. */
export const COLUMNS = ['confirmed', 'arrived', 'checking', 'brushing', 'bathing', 'drying', 'resting', 'styling', 'final', 'ready', 'gone']
export const RARE = ['staying', 'waiting_owner', 'paused', 'to_vet', 'no_show', 'cancelled']

/** Off the path for a while: a visit comes back from there. */
export const SIDE = ['waiting_owner', 'paused', 'to_vet']

export const stageLook = (stage: string): Look => STAGES[stage] ?? { ...UNKNOWN, label: { zh: stage, en: stage } }
export const stageName = (stage: string): string => say(stageLook(stage).label)

/** How a booking looks in the schedule: by its stage once the pet is there, by its status before. */
export function blockLook(status: string, stage: string | null): Look {
  if (status === 'held') return HELD
  if (status === 'done' || stage === 'gone') return DONE
  if (status === 'no_show') return STAGES.no_show!
  if (status === 'cancelled' || status === 'expired') return STAGES.cancelled!
  if (!stage || stage === 'booked' || stage === 'confirmed') return CONFIRMED
  return stageLook(stage)
}

/** The legend beside the schedule: one tint, one group of stages. */
export const LEGEND: { tone: Tone; label: Label }[] = [
  { tone: 'hold', label: { zh: '待确认 / 暂停', en: 'Held / paused' } },
  { tone: 'plan', label: { zh: '已确认', en: 'Confirmed' } },
  { tone: 'plum', label: { zh: '已到店 / 准备', en: 'Arrived / prep' } },
  { tone: 'sky', label: { zh: '洗澡', en: 'Bathing' } },
  { tone: 'apricot', label: { zh: '吹干 / 造型', en: 'Drying / styling' } },
  { tone: 'brand', label: { zh: '可接走', en: 'Ready' } },
  { tone: 'gray', label: { zh: '已完成', en: 'Done' } },
]

const ROLES: Record<string, Label> = {
  manager: { zh: '店长', en: 'Manager' },
  desk: { zh: '前台', en: 'Front desk' },
  groomer: { zh: '美容师', en: 'Groomer' },
  vet: { zh: '兽医', en: 'Vet' },
}

export const ROLE_NAMES = Object.keys(ROLES)
export const roleName = (role: string): string => say(ROLES[role]) || role

const REASONS: Record<string, { label: Label; tag: string }> = {
  asked: { label: { zh: '找店员', en: 'Asked for a person' }, tag: 't-apricot' },
  photo: { label: { zh: '发来照片', en: 'Sent a photo' }, tag: 't-plum' },
  voice: { label: { zh: '发来语音', en: 'Sent a voice note' }, tag: 't-plum' },
  health: { label: { zh: '健康问题', en: 'Health' }, tag: 't-rose' },
  harm: { label: { zh: '可能受伤', en: 'Possible harm' }, tag: 't-rose' },
  lost: { label: { zh: '走失', en: 'Lost pet' }, tag: 't-rose' },
  clinic: { label: { zh: '问兽医', en: 'Vet question' }, tag: 't-plum' },
  arrange: { label: { zh: '需要安排', en: 'Needs arranging' }, tag: 't-lemon' },
  late: { label: { zh: '想免费取消', en: 'Asks to waive' }, tag: 't-apricot' },
  deposit: { label: { zh: '等定金', en: 'Deposit' }, tag: 't-lemon' },
  unfit: { label: { zh: '可能来不了', en: 'Visit in doubt' }, tag: 't-rose' },
  add_on: { label: { zh: '加项目', en: 'Add-on' }, tag: 't-plum' },
  unsure: { label: { zh: '小助手拿不准', en: 'Assistant unsure' }, tag: 't-lemon' },
  error: { label: { zh: '小助手出了问题', en: 'Assistant had trouble' }, tag: 't-lemon' },
  no_one: { label: { zh: '没有店员在线', en: 'Nobody on duty' }, tag: 't-lemon' },
}

export function reasonLook(reason: string): { label: Label; tag: string } {
  return REASONS[reason] ?? { label: { zh: '需要人看看', en: 'Needs a look' }, tag: 't-lemon' }
}
