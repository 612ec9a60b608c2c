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

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  const isOurs = url.origin === location.origin
  if (event.request.method !== 'GET' || !isOurs || /^\/(api|ws|health|metrics|openapi|apidocs|demo)/.test(url.pathname)) return
  if (event.request.mode === 'navigate') {
    const page = url.pathname.startsWith('/desk') ? '/desk.html' : '/index.html'
    event.respondWith(fetch(event.request).catch(async () => (await caches.match(page)) ?? Response.error()))
    return
  }
  event.respondWith(caches.match(event.request).then((found) => found ?? fetch(event.request)))
})
