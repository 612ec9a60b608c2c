// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { Socket, type Line } from '../src/platform/socket'

class FakeSocket {
  static made: FakeSocket[] = []
  static readonly OPEN = 1
  readyState = 1
  onopen: (() => void) | null = null
  onmessage: ((event: { data: string }) => void) | null = null
  onclose: ((event: { code: number; reason?: string }) => void) | null = null
  constructor() {
    FakeSocket.made.push(this)
  }
  sent: string[] = []
  send(text: string): void {
    this.sent.push(text)
  }
  close(): void {}
}

const seen = { lines: [] as Line[], inFlight: [] as number[], recallMs: [] as number[] }
let socket: Socket

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('WebSocket', FakeSocket)
  FakeSocket.made = []
  Object.assign(seen, { lines: [], inFlight: [], recallMs: [] })
  socket = new Socket(() => 'ws://shop', 'device', 'test', () => 'zh', {
    welcome: (_, { inFlight, recallMs }) => {
      seen.inFlight.push(inFlight)
      seen.recallMs.push(recallMs)
    },
    frame: () => undefined,
    line: (state) => seen.lines.push(state),
  })
  socket.connect()
})
afterEach(() => {
  socket.end()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const close = (code: number, reason?: string): void => FakeSocket.made.at(-1)!.onclose!({ code, reason })
function welcome(d: Record<string, unknown> = {}): void {
  FakeSocket.made.at(-1)!.onmessage!({ data: JSON.stringify({ t: 'welcome', d: { epoch: 'e', server_time: Date.now(), ...d } }) })
}

describe('a line that was closed', () => {
  it.each([1006, 4001, 4004, 4499])('comes back by itself after %d', (code) => {
    close(code)
    expect(seen.lines.at(-1)).toBe('off')
    vi.advanceTimersByTime(1_000)
    expect(FakeSocket.made).toHaveLength(2)
  })

  it.each([
    [4501, 'signed_out'],
    [4505, 'signed_out'],
    [4507, 'displaced'],
    [4502, 'closed'],
    [4503, 'closed'],
    [4506, 'closed'],
    [4999, 'closed'],
  ])('stays closed after %d, which is told as %s', (code, line) => {
    close(code)
    expect(seen.lines.at(-1)).toBe(line)
    window.dispatchEvent(new Event('online'))
    vi.advanceTimersByTime(60_000)
    expect(FakeSocket.made).toHaveLength(1)
  })

  it('comes back at a random moment of the window that a leaving server names', () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.9)
    close(4001, 'window_ms=20000')
    vi.advanceTimersByTime(17_900)
    expect(FakeSocket.made).toHaveLength(1)
    vi.advanceTimersByTime(200)
    expect(FakeSocket.made).toHaveLength(2)
    vi.restoreAllMocks()
  })

  it('waits longer with each try that fails, and never longer than twenty seconds', () => {
    vi.spyOn(Math, 'random').mockReturnValue(1)
    for (const seconds of [1, 2, 4, 8, 16, 20, 20]) {
      const before = FakeSocket.made.length
      close(1006)
      vi.advanceTimersByTime(seconds * 1_000 - 1)
      expect(FakeSocket.made).toHaveLength(before)
      vi.advanceTimersByTime(1)
      expect(FakeSocket.made).toHaveLength(before + 1)
    }
    vi.restoreAllMocks()
  })

  it('is opened again when what ended it was dealt with', () => {
    close(4501)
    socket.takeBack()
    expect(FakeSocket.made).toHaveLength(2)
    expect(seen.lines.at(-1)).toBe('connecting')
  })
})

describe('a line that is dead without saying so', () => {
  const wakeUp = (): boolean => window.dispatchEvent(new Event('online'))

  it('is left when it cannot even be opened', () => {
    FakeSocket.made[0]!.readyState = 0
    vi.advanceTimersByTime(61_000)
    expect(FakeSocket.made).toHaveLength(2)
  })

  it('is left after the same silence when the clock is set back meanwhile', () => {
    welcome()
    vi.setSystemTime(Date.now() - 3_600_000)
    vi.advanceTimersByTime(61_000)
    expect(FakeSocket.made).toHaveLength(2)
  })

  it('is found out soon by a page that comes back to a network', () => {
    welcome()
    vi.advanceTimersByTime(1_000)
    wakeUp()
    expect(FakeSocket.made[0]!.sent.at(-1)).toContain('ping')
    vi.advanceTimersByTime(6_000)
    expect(FakeSocket.made).toHaveLength(2)
  })

  it('is kept when it answers', () => {
    welcome()
    vi.advanceTimersByTime(1_000)
    wakeUp()
    FakeSocket.made[0]!.onmessage!({ data: JSON.stringify({ t: 'pong', d: {} }) })
    vi.advanceTimersByTime(6_000)
    expect(FakeSocket.made).toHaveLength(1)
  })
})

describe('the welcome', () => {
  it('says how many messages may be unanswered', () => {
    welcome({ limits: { in_flight: 3 } })
    expect(seen.inFlight).toEqual([3])
    close(1006)
    vi.advanceTimersByTime(1_000)
    welcome()
    expect(seen.inFlight).toEqual([3, 16])
  })
  it('says for how long words can be taken back', () => {
    welcome({ limits: { recall_ms: 600_000 } })
    close(1006)
    vi.advanceTimersByTime(1_000)
    welcome()
    expect(seen.recallMs).toEqual([600_000, 120_000])
  })
})
