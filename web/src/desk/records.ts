/** The shop's lists: what the server says of them, and sending a file. */
import { call, Refusal } from '../platform/http'
import type { Label } from '../platform/types'

export type Kind = 'services' | 'owners' | 'pets' | 'bookings'
/** In the order in which an empty shop takes them: each names what is in those before it. */
export const KINDS: Kind[] = ['services', 'owners', 'pets', 'bookings']

export interface Overview extends Record<Kind, number> {
  left_out: number
}

export interface Problem {
  line: number
  column: Label | null
  code: string
  words: Label
}

export interface Report {
  kind: Kind
  new: number
  changed: number
  unchanged: number
  problems: Problem[]
  more: number
  is_done: boolean
}

/** Which list a file is, by the name that our own exports have; null when its name says nothing. */
export const kindOf = (name: string): Kind | null => KINDS.find((kind) => new RegExp(`\\b${kind}\\b`, 'i').test(name)) ?? null

const send = (what: 'preview' | 'import', kind: Kind, file: Blob): Promise<Report> =>
  // As a blob of its own kind: a browser without a spreadsheet program does not know what the file is.
  call<Report>('POST', `/api/desk/records/${what}?kind=${kind}`, { body: new Blob([file], { type: 'text/csv' }) })

/** What the file would do. */
export const preview = (kind: Kind, file: Blob): Promise<Report> => send('preview', kind, file)

/** Brings the file in, or answers what is wrong with it by now: somebody may have changed the shop since the preview. */
export async function bring(kind: Kind, file: Blob): Promise<Report> {
  try {
    return await send('import', kind, file)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'cannot_bring') return error.data['report'] as Report
    throw error
  }
}
