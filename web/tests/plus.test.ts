import { describe, expect, it } from 'vitest'

import { degreesOf, mapUrl, rounded } from '../src/chat/place'
import { STICKERS, stickerSvg } from '../src/chat/stickers'

describe('stickers', () => {
  it('has names that the server takes, and words in both languages', () => {
    expect(Object.keys(STICKERS).length).toBeGreaterThanOrEqual(12)
    for (const [id, { words }] of Object.entries(STICKERS)) {
      expect(id).toMatch(/^[a-z0-9-]{1,32}$/)
      expect(stickerSvg(id, 'zh')).toContain(words.zh)
      expect(stickerSvg(id, 'en')).toContain(words.en)
    }
  })

  it('draws every sticker as one whole picture', () => {
    for (const id of Object.keys(STICKERS)) {
      const found = new DOMParser().parseFromString(stickerSvg(id, 'zh')!, 'image/svg+xml')
      expect(found.querySelector('parsererror'), id).toBeNull()
      expect(found.querySelectorAll('svg > *').length).toBeGreaterThan(1)
    }
  })

  it('knows nothing of names that are not in the set', () => {
    expect(stickerSvg('unknown', 'zh')).toBeNull()
    expect(stickerSvg('constructor', 'zh')).toBeNull()
  })
})

describe('places', () => {
  const body = { lat: 31.23041, lng: 121.4737, name: '店 & 家' }

  it('are rounded to about a metre', () => {
    expect(rounded(31.230412345)).toBe(31.23041)
    expect(degreesOf({ lat: 31.2, lng: 121 })).toBe('31.20000, 121.00000')
  })

  it('lead to a map, whatever the place is called', () => {
    const zh = new URL(mapUrl(body, 'zh'))
    expect(zh.searchParams.get('position')).toBe('121.4737,31.23041')
    expect(zh.searchParams.get('name')).toBe('店 & 家')
    expect(mapUrl(body, 'en')).toContain('mlat=31.23041&mlon=121.4737')
    expect(new URL(mapUrl({ ...body, name: 'javascript:alert(1)' }, 'zh')).protocol).toBe('https:')
  })
})
