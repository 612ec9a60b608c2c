// @vitest-environment happy-dom
/**
 * Random schedules of the whole way of a message through this page: socket, resume, merge, queue and outbox are the real
 * ones, the shop is an oracle. PAWLINE_SCHEDULES sets how many, PAWLINE_SEED where they begin; a failure names its seed.
 */
import 'fake-indexeddb/auto'

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { BUGS } from './world/sabotage'
import { World, type Kind } from './world/world'

const SCHEDULES = Number(process.env.PAWLINE_SCHEDULES ?? 60)
const SEED = Number(process.env.PAWLINE_SEED ?? 1)
const STEPS = 120

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'] }))
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

async function schedules(kind: Kind, many = SCHEDULES): Promise<void> {
  for (let seed = SEED; seed < SEED + many; seed++) {
    vi.clearAllTimers()
    try {
      await new World(seed, kind).run(STEPS)
    } catch (error) {
      throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error })
    }
  }
}

describe('nothing is lost, doubled or out of order', { timeout: 120_000 }, () => {
  it('on one page, through losses, gaps, duplicates, refusals and reloads', () => schedules({}))
  it('on two pages that share an outbox', () => schedules({ tabs: 2 }))
  it('while the clock of the device is set to and fro', () => schedules({ clock: true }))
  it('when the shop is put back to an older backup, except what only the newer one knew', () => schedules({ restores: true }))
})

describe('bugs put in on purpose', { timeout: 120_000 }, () => {
  it.each(Object.entries(BUGS))('are found: %s', (_, sabotage) => expect(schedules({ sabotage })).rejects.toThrow(/^seed/))
})
