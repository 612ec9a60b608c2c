/** The bell of the desk: two soft tones, made here, so that no file has to be fetched first. */
import { onFrame } from '../chat/live'
import { drop, toast } from '../platform/toast'
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

/** Whether somebody sits in front of this very conversation. */
const isLookedAt = (c: string): boolean => document.visibilityState === 'visible' && document.hasFocus() && router.currentRoute.value.params.c === c

/** From here on the desk rings when an owner waits and nobody answers; who opens the conversation is told no more. */
export function followRings(): () => void {
  const told = new Map<string, number>()
  const offs = [
    onFrame(({ t: kind, c, d }) => {
      if (kind !== 'ring' || !c || isLookedAt(c)) return
      bell()
      const minutes = Math.max(1, Math.round((d.waited_ms as number) / 60_000))
      told.set(c, toast(t('ring', { n: minutes }), 'bad', { label: t('ring_open'), run: () => void router.push(`/c/${c}`) }))
    }),
    router.afterEach((to) => {
      const c = String(to.params.c)
      const shown = told.get(c)
      if (shown !== undefined) drop(shown)
      told.delete(c)
    }),
  ]
  return () => offs.forEach((off) => off())
}
