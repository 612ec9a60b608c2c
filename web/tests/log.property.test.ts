/** What a log draws is what its entries say, in whatever pieces and in whatever order they come. */
import { describe, expect, it } from 'vitest'

import { ConversationLog } from '../src/platform/log'
import type { Body, Entry } from '../src/platform/types'
import { chance, type Chance } from './world/chance'

const SCHEDULES = Number(process.env.PAWLINE_SCHEDULES ?? 60) * 5
const SEED = Number(process.env.PAWLINE_SEED ?? 1)
const LENGTH = 30
const PEOPLE = ['anna', 'ben']
const EMOJI = ['👍', '🐾']

const entry = (seq: number, kind: Entry['kind'], sender: string, body: Body, target: number | null = null): Entry => ({
  c: 'c1', seq, n: seq, msg_id: `m${seq}`, cmid: `cm${seq}`, sender, device: 'd', kind, target_seq: target, body, ts: seq * 1000,
})

/** The conversation as it was written: words, and changes of words that stand above. */
function written(by: Chance): Entry[] {
  const log: Entry[] = []
  for (let seq = 1; seq <= LENGTH; seq++) {
    const words = log.filter((one) => one.kind === 'message')
    const about = words.length ? by.of(words.slice(-4)) : null
    const sender = by.of(PEOPLE)
    const roll = about ? by.below(10) : 0
    if (!about || roll < 4) log.push(entry(seq, 'message', sender, { type: 'text', text: `says ${seq}` }))
    else if (roll < 6) log.push(entry(seq, 'edit', about.sender, { type: 'text', text: `now ${seq}` }, about.seq))
    else if (roll < 8) log.push(entry(seq, 'reaction', sender, { type: 'reaction', emoji: by.of(EMOJI), is_on: by.once(2) }, about.seq))
    else if (roll < 9) log.push(entry(seq, 'system', sender, { type: 'pin', is_on: by.once(2) }, about.seq))
    else log.push(entry(seq, 'recall', about.sender, { type: 'recall' }, about.seq))
  }
  return log
}

/** The message as the server has it when the log has come to `head`: read pages hold it so, pushes as it was written. */
function asOf(log: Entry[], one: Entry, head: number): Entry {
  if (one.kind !== 'message') return one
  const changes = log.slice(0, head).filter((change) => change.target_seq === one.seq)
  const recall = changes.find((change) => change.kind === 'recall')
  const edit = changes.findLast((change) => change.kind === 'edit')
  if (recall) return { ...one, body: { type: 'recalled', by: recall.sender } }
  return edit ? { ...one, body: { ...one.body, text: edit.body.text, edited_ms: edit.ts } } : one
}

const reactionsOf = (log: ConversationLog): string[] =>
  [...log.reactions].flatMap(([seq, shown]) => [...shown].flatMap(([emoji, people]) => [...people].map((one) => `${seq} ${emoji} ${one}`))).sort()

/** Who has the thumb up on what, by the entries from `from` on. */
function expectedReactions(log: Entry[], from: number): string[] {
  const isOn = new Map<string, boolean>()
  for (const one of log.slice(from - 1)) if (one.kind === 'reaction') isOn.set(`${one.target_seq} ${one.body.emoji} ${one.sender}`, !!one.body.is_on)
  return [...isOn].flatMap(([key, on]) => (on ? [key] : [])).sort()
}

function expectedPins(log: Entry[], from: number): number[] {
  const isOn = new Map<number, boolean>()
  for (const one of log.slice(from - 1)) if (one.body.type === 'pin') isOn.set(one.target_seq!, !!one.body.is_on)
  return [...isOn].flatMap(([seq, on]) => (on ? [seq] : [])).sort((a, b) => a - b)
}

function check(log: ConversationLog, all: Entry[]): void {
  expect(log.entries.map((one) => one.seq)).toEqual(all.slice(log.first - 1, log.last).map((one) => one.seq))
  if (log.last < all.length) return
  for (const one of log.entries) if (one.kind === 'message') expect(one.body, `seq ${one.seq}`).toEqual(asOf(all, all[one.seq - 1]!, all.length).body)
  expect(reactionsOf(log)).toEqual(expectedReactions(all, log.first))
  expect(log.pinned).toEqual(expectedPins(all, log.first))
}

/** Opens at some page, hears the rest in pieces, scrolls up in between; now and then too much is missed at once. */
function read(by: Chance, all: Entry[]): void {
  const log = new ConversationLog()
  let head = 5 + by.below(10)
  const page = (from: number, to: number): Entry[] => all.slice(from, to).map((one) => asOf(all, one, head))
  log.restart(page(head - 5, head))
  while (log.last < all.length || (log.first > 1 && !by.once(8))) {
    head = Math.min(all.length, head + by.below(4))
    const roll = by.below(10)
    const before = log.first - 1
    if (roll < 3) log.prepend(page(Math.max(0, before - 1 - by.below(6)), before))
    else if (roll < 4) log.restart(page(Math.max(0, head - 5), head))
    else if (roll < 7) log.receive(page(Math.max(0, log.last - by.below(3)), Math.min(head, log.last + 6)))
    else if (head > 0) log.receive([all[by.below(head)]!])
    check(log, all)
  }
}

describe('a log that is read in pieces', () => {
  it('draws edits, recalls, reactions and pins as one that was read at once', () => {
    for (let seed = SEED; seed < SEED + SCHEDULES; seed++) {
      const by = chance(seed)
      const all = written(by)
      try {
        read(by, all)
      } catch (error) {
        throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error })
      }
    }
  })
})
