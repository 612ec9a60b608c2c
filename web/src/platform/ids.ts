/** Client message ids: UUIDv7, made once per user action and reused by every retry. */

let skewMs = 0
let lastMs = 0

/** The server's clock, learnt at each welcome: a phone months off must not make ids of another month. */
export function setServerTime(serverMs: number): void {
  skewMs = serverMs - Date.now()
}

/** The server's time now, in milliseconds. Hold timers run on it. */
export const serverNow = (): number => Date.now() + skewMs

export function uuid7(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  // Never the same millisecond twice: ids made in one burst still sort in the order of the taps.
  lastMs = Math.max(lastMs + 1, Math.floor(serverNow()))
  let ms = lastMs
  for (let i = 5; i >= 0; i--) {
    bytes[i] = ms % 256
    ms = Math.floor(ms / 256)
  }
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
