/** Places: a map is opened by a tap, and nothing of it is loaded before. Pure. */
import type { Body } from '../platform/types'

/** Where a browser shows the place; `lang` chooses the map that answers where it is spoken. Positions are WGS 84. */
export function mapUrl({ lat = 0, lng = 0, name = '' }: Body, lang: 'zh' | 'en'): string {
  if (lang === 'en') return `https://www.openstreetmap.org/?mlat=${lat}&mlon=${lng}#map=17/${lat}/${lng}`
  const asked = new URLSearchParams({ position: `${lng},${lat}`, name, coordinate: 'wgs84', callnative: '1' })
  return `https://uri.amap.com/marker?${asked}`
}

/** About a metre: more digits than that a phone does not know. */
export const rounded = (degrees: number): number => Math.round(degrees * 1e5) / 1e5

export const degreesOf = ({ lat = 0, lng = 0 }: Body): string => `${lat.toFixed(5)}, ${lng.toFixed(5)}`
