/** A voice being recorded: the browser's recorder, its level as bars, and the limit of a minute. */

export const MOST_MS = 60_000
export const LEAST_MS = 1_000
const BAR_MS = 100

const KINDS = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus']

export interface Recording {
  /** Ends it. The sound, or null when it was too short or is not wanted. */
  stop: (isWanted: boolean) => Promise<Blob | null>
}

/** Starts recording. Rejects when the microphone is refused. `heard` gets the level, 0 to 1, and the time, ten times a second. */
export async function record(heard: (level: number, ms: number) => void): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } })
  const mimeType = KINDS.find((one) => MediaRecorder.isTypeSupported(one))
  const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 48_000 })
  const pieces: Blob[] = []
  recorder.ondataavailable = (event) => pieces.push(event.data)
  const level = meter(stream)
  const began = performance.now()
  recorder.start()
  const timer = setInterval(() => heard(level.now(), performance.now() - began), BAR_MS)

  async function stop(isWanted: boolean): Promise<Blob | null> {
    const ms = performance.now() - began
    clearInterval(timer)
    const ended = new Promise((done) => (recorder.onstop = done))
    if (recorder.state !== 'inactive') {
      recorder.stop()
      await ended
    }
    stream.getTracks().forEach((track) => track.stop())
    level.close()
    return isWanted && ms >= LEAST_MS ? new Blob(pieces, { type: recorder.mimeType }) : null
  }
  return { stop }
}

function meter(stream: MediaStream): { now: () => number; close: () => void } {
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  // As long as a bar: nothing said falls between two looks.
  analyser.fftSize = 4096
  context.createMediaStreamSource(stream).connect(analyser)
  const samples = new Uint8Array(analyser.fftSize)
  return {
    now() {
      analyser.getByteTimeDomainData(samples)
      let most = 0
      for (const one of samples) most = Math.max(most, Math.abs(one - 128))
      return Math.min(1, most / 100)
    },
    close: () => void context.close(),
  }
}
