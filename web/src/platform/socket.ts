/** One socket to the server: hello, heartbeats, coming back after a loss. Knows nothing of conversations. */
import { setServerTime } from './ids'

export interface Frame {
  t: string
  id?: number
  c?: string
  d: Record<string, unknown>
}

/** `off` comes back by itself; the last three do not. `closed`: only a fresh page can help. */
export type Line = 'connecting' | 'on' | 'off' | 'displaced' | 'signed_out' | 'closed'

export interface Limits {
  /** How many messages this socket may have sent without an answer. */
  inFlight: number
  /** For how long one's own words can be taken back: the shop decides. */
  recallMs: number
}

interface Listener {
  welcome(epoch: string, limits: Limits): void
  frame(frame: Frame): void
  line(state: Line): void
}

const SUBPROTOCOL = 'pawline.v1'
const BASE_MS = 1_000
/** Whoever began the longest wait just before the server came back has caught up within 30 s all the same. */
const CAP_MS = 20_000
/** The longest time that a server which leaves may name. */
const WINDOW_MS = 30_000
const SILENCE_MS = 45_000
const PING_MS = 20_000
/** A page that comes back to the front, or to a network, asks the line whether it is alive, and waits this long. */
const PROBE_MS = 5_000
/** What a server that names no limit stands for. */
const IN_FLIGHT = 16
const RECALL_MS = 2 * 60_000
/** Close codes from here on are final. */
const FINAL = 4500
const ENDS: Record<number, Line> = { 4501: 'signed_out', 4505: 'signed_out', 4507: 'displaced' }

export class Socket {
  private socket: WebSocket | null = null
  private tries = 0
  /** By the clock that nobody sets. */
  private heard = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  private readonly watch: ReturnType<typeof setInterval>
  private isWelcome = false
  private isOver = false

  constructor(
    private readonly url: () => string,
    private readonly deviceId: string,
    private readonly app: string,
    private readonly lang: () => string,
    private readonly listener: Listener,
  ) {
    this.watch = setInterval(() => this.check(), PING_MS)
    window.addEventListener('online', () => this.wake())
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.wake()
    })
  }

  connect(): void {
    if (this.isOver || this.socket) return
    clearTimeout(this.timer)
    this.listener.line('connecting')
    const socket = new WebSocket(this.url(), SUBPROTOCOL)
    this.socket = socket
    this.heard = performance.now()
    socket.onopen = () => {
      this.heard = performance.now()
      const hello = { proto_min: 1, proto_max: 1, device_id: this.deviceId, app: this.app, lang: this.lang() }
      socket.send(JSON.stringify({ t: 'hello', d: hello }))
    }
    socket.onmessage = (event) => this.hear(JSON.parse(event.data as string) as Frame)
    socket.onclose = (event) => this.lost(event.code, event.reason)
  }

  /** Sends when connected; returns whether it did. */
  send(frame: Frame): boolean {
    if (!this.isWelcome || this.socket?.readyState !== WebSocket.OPEN) return false
    this.socket.send(JSON.stringify(frame))
    return true
  }

  /** After an end that has been dealt with: another tab had taken our place, or the session was another. */
  takeBack(): void {
    this.isOver = false
    this.connect()
  }

  end(): void {
    this.isOver = true
    clearInterval(this.watch)
    clearTimeout(this.timer)
    this.socket?.close()
  }

  private hear(frame: Frame): void {
    this.heard = performance.now()
    if (frame.t === 'welcome') {
      this.tries = 0
      this.isWelcome = true
      setServerTime(frame.d.server_time as number)
      this.listener.line('on')
      const { in_flight: inFlight = IN_FLIGHT, recall_ms: recallMs = RECALL_MS } = (frame.d.limits ?? {}) as { in_flight?: number; recall_ms?: number }
      this.listener.welcome(frame.d.epoch as string, { inFlight, recallMs })
    } else if (frame.t === 'ping') {
      this.send({ t: 'pong', d: {} })
    } else if (frame.t !== 'pong') {
      this.listener.frame(frame)
    }
  }

  /** Opens the line, or sees whether the one that was left hours or a network ago still answers. */
  private wake(): void {
    const { socket } = this
    if (!socket) return this.connect()
    const asked = performance.now()
    this.send({ t: 'ping', d: {} })
    setTimeout(() => {
      if (this.socket === socket && this.heard < asked) this.drop()
    }, PROBE_MS)
  }

  /** One that cannot even be opened counts as silent: the browser itself may wait for minutes. */
  private check(): void {
    if (!this.socket) return
    if (performance.now() - this.heard > SILENCE_MS) this.drop()
    else this.send({ t: 'ping', d: {} })
  }

  /** A half-open line may take minutes to close by itself: it is left behind at once. */
  private drop(): void {
    const dead = this.socket!
    dead.onclose = null
    dead.onmessage = null
    dead.close()
    this.lost(4003)
  }

  private lost(code: number, reason = ''): void {
    this.socket = null
    this.isWelcome = false
    if (this.isOver) return
    if (code >= FINAL) {
      this.isOver = true
      this.listener.line(ENDS[code] ?? 'closed')
    } else {
      this.listener.line('off')
      // Full jitter: a restart of the server must not bring everybody back in the same moment.
      const limit = Math.max(windowOf(reason), Math.min(CAP_MS, BASE_MS * 2 ** this.tries++))
      this.timer = setTimeout(() => this.connect(), Math.random() * limit)
    }
  }
}

/** A server that leaves names the time over which everybody comes back; 0 when it does not. */
function windowOf(reason: string): number {
  return Math.min(WINDOW_MS, Number(/^window_ms=(\d+)$/.exec(reason)?.[1] ?? 0))
}
