/** One voice plays at a time; what was heard on this device is remembered. */
import { reactive, ref } from 'vue'

const STORED = 'pawline.heard'
const REMEMBERED = 500

function remembered(): string[] {
  try {
    return JSON.parse(localStorage.getItem(STORED) ?? '[]') as string[]
  } catch {
    return []
  }
}

export const heard = reactive(new Set<string>(remembered()))

export function markHeard(uploadId: string): void {
  heard.add(uploadId)
  localStorage.setItem(STORED, JSON.stringify([...heard].slice(-REMEMBERED)))
}

export const RATES = [1, 1.5, 2]
export const rate = ref(1)

let playing: HTMLAudioElement | null = null

/** Stops whatever plays, and plays this. */
export async function play(audio: HTMLAudioElement): Promise<void> {
  if (playing && playing !== audio) playing.pause()
  playing = audio
  audio.playbackRate = rate.value
  await audio.play()
}

/** 0:07 */
export function length(ms: number | undefined): string {
  const seconds = Math.max(1, Math.round((ms ?? 0) / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** 1.2 MB */
export function weight(bytes: number | undefined): string {
  const size = bytes ?? 0
  if (size < 1024) return `${size} B`
  if (size < 1024 * 1024) return `${Math.round(size / 1024)} KB`
  return `${(size / 1024 / 1024).toFixed(1)} MB`
}

/** So many bars out of the 64: the loudest of each stretch. */
export function barsOf(waveform: number[] | undefined, count: number): number[] {
  const all = waveform?.length ? waveform : [0]
  return Array.from({ length: count }, (_, i) => {
    const from = Math.floor((i * all.length) / count)
    return Math.max(...all.slice(from, Math.max(from + 1, Math.floor(((i + 1) * all.length) / count))))
  })
}
