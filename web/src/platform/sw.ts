/// <reference lib="webworker" />
export {}

declare const self: ServiceWorkerGlobalScope
declare const __PRECACHE__: string[]
declare const __REVISION__: string

// The shell of both pages, so that they open without a network. Data is never cached here.
const SHELL = `shell-${__REVISION__}`

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(__PRECACHE__)))
})

self.addEventListener('activate', (event) => {
  const clean = async (): Promise<void> => {
    const names = await caches.keys()
    await Promise.all(names.filter((name) => name.startsWith('shell-') && name !== SHELL).map((name) => caches.delete(name)))
    await self.clients.claim()
  }
  event.waitUntil(clean())
})

interface Notice {
  c: string
  title: string
  body: string
  badge: number
  side: 'owner' | 'desk'
  shop?: string
}

/** The page of a notice: the desk opens the conversation, an owner has the one. */
function pageOf(one: Notice): string {
  if (one.side === 'desk') return `/desk${one.shop ? `?shop=${one.shop}` : ''}#/c/${one.c}`
  return one.shop ? `/s/${one.shop}` : '/'
}

self.addEventListener('push', (event) => {
  const one = event.data?.json() as Notice | undefined
  if (!one) return
  const show = async (): Promise<void> => {
    // One notice a conversation: a newer one takes the place of the older.
    await self.registration.showNotification(one.title, { body: one.body, tag: one.c, icon: '/icon-192.png', data: pageOf(one) })
    await (navigator as { setAppBadge?: (count: number) => Promise<void> }).setAppBadge?.(one.badge)
  }
  event.waitUntil(show())
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const page = new URL(String(event.notification.data), location.origin)
  const open = async (): Promise<void> => {
    const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
    const found = windows.find((one) => new URL(one.url).pathname === page.pathname)
    if (!found) await self.clients.openWindow(page.href)
    else {
      await found.focus()
      if (page.hash) await found.navigate(page.href)
    }
  }
  event.waitUntil(open())
})

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  const isOurs = url.origin === location.origin
  if (event.request.method !== 'GET' || !isOurs || /^\/(api|calendar|files|ws|health|metrics|openapi|apidocs|demo)/.test(url.pathname)) return
  if (event.request.mode === 'navigate') {
    const page = url.pathname.startsWith('/desk') ? '/desk.html' : '/index.html'
    event.respondWith(fetch(event.request).catch(async () => (await caches.match(page)) ?? Response.error()))
    return
  }
  event.respondWith(caches.match(event.request).then((found) => found ?? fetch(event.request)))
})
