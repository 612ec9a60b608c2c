/** The lines between bubbles, in words: hand-overs, comings and goings, what was taken back. */
import type { Body, Entry, Person } from '../platform/types'
import { t } from './words'

export function handoverLine(body: Body, side: 'owner' | 'desk'): string {
  if (body.to === 'assistant') return t('back')
  if (body.reason === 'took' || body.reason === 'assigned') return t('took', { name: body.name ?? '' })
  const why = { asked: t(side === 'desk' ? 'why_asked_desk' : 'why_asked'), photo: t('why_photo'), voice: t('why_voice'), health: t('why_health'), unfit: t('why_unfit'), no_one: t('why_no_one') }
  return t('to_staff', { why: why[body.reason as keyof typeof why] ?? t('why_other') })
}

export function recalledLine(entry: Entry, me: string, people: Map<string, Person>): string {
  const by = entry.body.by ?? entry.sender
  if (by === me) return t('recalled_me')
  return t('recalled_by', { name: people.get(by)?.name || t('owner') })
}

/** The shop's own assistant; other programs are called what the shop calls them. */
export const isAssistant = (person?: Person): boolean => person?.role === 'bot'

const ATTACHED = ['image', 'voice', 'video', 'file', 'sticker', 'location', 'pet']

/** Whether a message brings something besides words. */
export const isAttached = (body: Body): boolean => ATTACHED.includes(body.type ?? '')
