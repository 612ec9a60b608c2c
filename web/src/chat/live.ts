/** The live line of this page: one socket, shared by everything that listens. */
import { ref, shallowRef } from 'vue'

import { deviceId } from '../platform/device'
import { socketUrl } from '../platform/http'
import { lang } from '../platform/i18n'
import { Socket, type Frame, type Line } from '../platform/socket'
import type { InboxRow } from '../platform/types'

export const lineState = ref<Line>('connecting')
/** The line was lost and has not come back yet; the tries in between do not count as being there. */
export const isAway = ref(false)
/** For how long one's own words can be taken back. */
export const recallMs = ref(2 * 60_000)

type Hear = (frame: Frame) => void
type Greet = (epoch: string, inFlight: number) => void

const hearers = new Set<Hear>()
const welcomers = new Set<Greet>()
const socket = shallowRef<Socket | null>(null)

/** Opens the line once; later calls change nothing. */
export function openLine(app: string): void {
  if (socket.value) return
  socket.value = new Socket(socketUrl, deviceId(), app, () => lang.value, {
    welcome: (epoch, limits) => {
      recallMs.value = limits.recallMs
      welcomers.forEach((hear) => hear(epoch, limits.inFlight))
    },
    frame: (frame) => hearers.forEach((hear) => hear(frame)),
    line: (state) => {
      lineState.value = state
      if (state !== 'connecting') isAway.value = state === 'off'
    },
  })
  socket.value.connect()
}

export function closeLine(): void {
  socket.value?.end()
  socket.value = null
}

export const takeBack = (): void => socket.value?.takeBack()

/** Sends a frame if the line is open; returns whether it left. */
export const transmit = (frame: Frame): boolean => socket.value?.send(frame) ?? false

export function onFrame(hear: Hear): () => void {
  hearers.add(hear)
  return () => hearers.delete(hear)
}

/** Runs at every welcome, the first one included: what was missed is asked for there. */
export function onWelcome(hear: Greet): () => void {
  welcomers.add(hear)
  return () => welcomers.delete(hear)
}

/** A heartbeat says that something in the shop was not heard of here: a hint was lost between two servers. */
export const onMissed = (ask: () => void): (() => void) =>
  onFrame((frame) => {
    if (frame.t === 'beat' && frame.d.missed) ask()
  })

export const onInbox = (hear: (row: InboxRow) => void): (() => void) =>
  onFrame((frame) => {
    if (frame.t === 'inbox') hear(frame.d.row as InboxRow)
  })

export const onChanged = (hear: (what: string) => void): (() => void) =>
  onFrame((frame) => {
    if (frame.t === 'changed') hear(frame.d.what as string)
  })
