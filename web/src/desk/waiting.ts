/** The waitlist as the desk sees it. */
import { get, post } from '../platform/http'
import { uuid7 } from '../platform/ids'
import type { WaitView } from '../platform/types'

/** The first time that is free for somebody who waits. */
export interface Room {
  start_ms: number
  end_ms: number
  groomer_id: string
  groomer_name: string
}

export interface TrayRow {
  wait: WaitView
  c: string
  /** False: they have never opened their page, and have to be called. */
  is_reached: boolean
  owner_id: string
  owner_name: string
  phone_tail: string | null
  /** Null: nothing is free for them now. */
  room: Room | null
  turned_down: number
}

export const tray = async (): Promise<TrayRow[]> => (await get<{ rows: TrayRow[] }>('/api/desk/waitlist')).rows
export const offerTo = (row: TrayRow): Promise<WaitView> => post<WaitView>(`/api/desk/waitlist/${row.wait.id}/offer`, {}, uuid7())
export const takeOff = (row: TrayRow): Promise<WaitView> => post<WaitView>(`/api/waitlist/${row.wait.id}/leave`, {}, uuid7())

/** How long ago, in whole days; 0 is today. */
export const daysSince = (ms: number, now: number): number => Math.floor((now - ms) / 86_400_000)
