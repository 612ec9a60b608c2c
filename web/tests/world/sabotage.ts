/** Bugs as other messengers had them, put into a tab on purpose: properties that cannot fail prove nothing. */
import type { Entry } from '../../src/platform/types'
import type { Frame } from '../../src/platform/socket'
import { uuid7 } from '../../src/platform/ids'
import type { Talk } from '../../src/chat/talk'
import type { Sabotage } from './tab'

/** What runs ahead is applied at once instead of being held. */
const noHoldBack: Sabotage = ({ log }) => {
  log.ConversationLog.prototype.receive = function (entries: Entry[]) {
    for (const one of entries) if (one.seq > this.last) this.entries.push(one)
    return null
  }
}

/** Everything that waits leaves at once: a refused message is overtaken. */
const noQueue: Sabotage = ({ queue }) => {
  queue.Queue.prototype.pump = function (talk: Talk) {
    const { leave } = this as unknown as { leave: (talk: Talk, cmid: string) => boolean }
    if (talk.isInStep) for (const one of talk.outgoing) if (one.state === 'sending') leave(talk, one.cmid)
  }
}

/** Sent counts as arrived. */
const forgottenTooEarly: Sabotage = ({ socket, outbox }) => {
  const { send } = socket.Socket.prototype
  socket.Socket.prototype.send = function (frame: Frame) {
    const hasLeft = send.call(this, frame)
    if (hasLeft && frame.t === 'send') void outbox.forget(frame.d.cmid as string)
    return hasLeft
  }
}

/** A second try is another message. */
const anotherId: Sabotage = ({ socket }) => {
  const { send } = socket.Socket.prototype
  const tried = new Set<unknown>()
  socket.Socket.prototype.send = function (frame: Frame) {
    const isSecond = frame.t === 'send' && tried.has(frame.d.cmid)
    if (frame.t === 'send') tried.add(frame.d.cmid)
    return send.call(this, isSecond ? { ...frame, d: { ...frame.d, cmid: uuid7() } } : frame)
  }
}

/** What another page left in the outbox is left there. */
const noPickUp: Sabotage = ({ leaving }) => {
  leaving.Leaving.prototype.pickUp = () => undefined
}

/** Whoever is refused once at coming back waits for ever. */
const noSecondAsking: Sabotage = ({ arriving }) => {
  arriving.Arriving.prototype.resumeLater = () => undefined
}

export const BUGS: Record<string, Sabotage> = { noSecondAsking, noHoldBack, noQueue, forgottenTooEarly, anotherId, noPickUp }
