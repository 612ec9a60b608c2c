/** Pictures, recordings and files on their way, kept whole on the phone: in a database of their own, so that an open page of an
 * earlier version holds nothing up. */
import { openDB, type IDBPDatabase } from 'idb'

import { currentSide } from './http'
import { currentAccount } from './outbox'

const opening = new Map<string, Promise<IDBPDatabase>>()

function database(): Promise<IDBPDatabase> {
  const name = `pawline-parcels-${currentSide()}-${currentAccount()}`
  const known = opening.get(name)
  if (known) return known
  const opened = openDB(name, 1, { upgrade: (db) => void db.createObjectStore('parcels', { keyPath: 'cmid' }) })
  opening.set(name, opened)
  return opened
}

/** A picture, a recording or a file on its way: kept whole until the message that shows it is in the outbox. */
export interface Parcel {
  /** The id of the message that will show it. */
  cmid: string
  c: string
  at: number
  purpose: 'image' | 'voice' | 'video' | 'file'
  blob: Blob
  name: string
  /** Where the server gathers it; empty before it was announced. */
  uploadId: string
}

export async function keepParcel(parcel: Parcel): Promise<void> {
  try {
    await (await database()).put('parcels', parcel)
  } catch {
    // Too large for this browser's storage: it then lives as long as the page.
  }
}

export async function forgetParcel(cmid: string): Promise<void> {
  try {
    await (await database()).delete('parcels', cmid)
  } catch {
    // Nothing was stored, so nothing is left.
  }
}

export async function parcelsOf(c: string): Promise<Parcel[]> {
  try {
    const all = (await (await database()).getAll('parcels')) as Parcel[]
    return all.filter((one) => one.c === c).sort((a, b) => a.at - b.at)
  } catch {
    return []
  }
}
