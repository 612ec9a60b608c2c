/** The lines between bubbles, in words: hand-overs, comings and goings, what was taken back. */
import type { Body, Entry, Person } from '../platform/types'
import { t } from './words'

export function handoverLine(body: Body, side: 'owner' | 'desk'): string {
  if (body.to === 'assistant') return t('back')
  if (body.reason === 'took' || body.reason === 'assigned') return t('took', { name: body.name ?? '' })
  const why = { asked: t(side === 'desk' ? 'why_asked_desk' : 'why_asked'), photo: t('why_photo'), voice: t('why_voice'), health: t('why_health'), no_one: t('why_no_one') }
  return t('to_staff', { why: why[body.reason as keyof typeof why] ?? t('why_other') })
}

export function recalledLine(entry: Entry, me: string, people: Map<string, Person>): string {
  const by = entry.body.by ?? entry.sender
  if (by === me) return t('recalled_me')
  return t('recalled_by', { name: people.get(by)?.name || t('owner') })
}

/** A change of a group's members or rules. One that this version does not know is empty: the line says so. */
export function memberLine(body: Body): string {
  const name = body.name || t('owner')
  switch (body.change) {
    case 'founded':
      return t('member_founded', { name })
    case 'joined':
      return t('member_joined', { name })
    case 'left':
      return t('member_left', { name })
    case 'removed':
      return t('member_removed', { name })
    case 'renamed':
      return t('member_renamed', { title: body.title ?? '' })
    case 'slowed':
      return body.slow_s ? t('member_slowed', { seconds: body.slow_s }) : t('member_unslowed')
    case 'role':
      return t(body.role === 'keeper' ? 'member_keeper' : 'member_unkeeper', { name })
    case 'silenced':
      return body.minutes ? t('member_silenced', { name, minutes: body.minutes }) : t('member_unsilenced', { name })
    default:
      return t('unknown')
  }
}

const ATTACHED = ['image', 'voice', 'video', 'file', 'sticker', 'location', 'pet']

/** Whether a message brings something besides words. */
export const isAttached = (body: Body): boolean => ATTACHED.includes(body.type ?? '')
