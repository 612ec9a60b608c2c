/** The bell of the desk: two soft tones, made here, so that no file has to be fetched first. */
import { onFrame } from '../chat/live'
import { toast } from '../platform/toast'
import { router } from './router'
import { t } from './words'

let audio: AudioContext | null = null

function tone(at: number, hertz: number): void {
  if (!audio) return
  const sound = audio.createOscillator()
  const loud = audio.createGain()
  sound.frequency.value = hertz
  loud.gain.setValueAtTime(0.0001, at)
  loud.gain.exponentialRampToValueAtTime(0.25, at + 0.02)
  loud.gain.exponentialRampToValueAtTime(0.0001, at + 0.5)
  sound.connect(loud).connect(audio.destination)
  sound.start(at)
  sound.stop(at + 0.55)
}

function bell(): void {
  audio ??= new AudioContext()
  // Browsers keep silent until somebody has touched the page; the sentence is there all the same.
  void audio.resume().then(() => {
    tone(audio!.currentTime, 880)
    tone(audio!.currentTime + 0.22, 1175)
  })
}

/** From here on the desk rings when an owner waits and nobody answers. */
export const followRings = (): (() => void) =>
  onFrame((frame) => {
    if (frame.t !== 'ring' || !frame.c) return
    const c = frame.c
    bell()
    const minutes = Math.max(1, Math.round((frame.d.waited_ms as number) / 60_000))
    toast(t('ring', { n: minutes }), 'bad', { label: t('ring_open'), run: () => void router.push(`/c/${c}`) })
  })
