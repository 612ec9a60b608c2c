/** One connection as the network has it: what is under way in both directions, and what befalls it. */
import type { Frame } from '../../src/platform/socket'
import type { Shop } from './shop'

/** Stands where the browser's WebSocket does. Its world decides when what arrives. */
export class Wire {
  static readonly OPEN = 1
  static shop: Shop
  static made: (wire: Wire) => void
  readyState = 0
  onopen: (() => void) | null = null
  onmessage: ((event: { data: string }) => void) | null = null
  onclose: ((event: { code: number; reason: string }) => void) | null = null
  /** From the client, and to it. */
  readonly up: Frame[] = []
  readonly down: Frame[] = []
  /** The tab behind it, known from its hello. */
  device = ''
  private isCut = false

  constructor() {
    Wire.made(this)
  }

  /** The client's side of it. */
  send(text: string): void {
    const frame = JSON.parse(text) as Frame
    if (frame.t === 'hello') this.device = frame.d.device_id as string
    if (!this.isCut) this.up.push(frame)
  }

  close(): void {
    this.cut(1000, true)
  }

  /** The shop's side of it. */
  push(frame: Frame): void {
    if (!this.isCut) this.down.push(structuredClone(frame))
  }

  open(): void {
    if (this.isCut) return
    this.readyState = 1
    Wire.shop.wires.add(this)
    this.onopen?.()
  }

  /** Everything under way is gone. Half-open, the client is not told and finds out by the silence. */
  cut(code: number, isHalfOpen = false): void {
    if (this.isCut) return
    this.isCut = true
    this.up.length = this.down.length = 0
    Wire.shop.leave(this)
    if (isHalfOpen) return
    this.readyState = 3
    this.onclose?.({ code, reason: '' })
  }

  get isOver(): boolean {
    return this.isCut
  }

  deliverUp(): void {
    const frame = this.up.shift()
    if (frame) Wire.shop.hear(this, frame)
  }

  deliverDown(at = 0): void {
    const [frame] = this.down.splice(at, 1)
    if (frame) this.onmessage?.({ data: JSON.stringify(frame) })
  }
}
