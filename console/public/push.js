// The service worker behind notifications of this browser. It keeps no files: the console itself is never served from it.

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

const told = (event) => {
  try {
    return event.data?.json() ?? {}
  } catch {
    return {}
  }
}

// A browser that is told of something must show something, so a message that cannot be read is shown by name alone.
self.addEventListener('push', (event) => {
  const { title = 'Luy Lâu', body = '', tag = '', url = '/', language = '', severity = '' } = told(event)
  event.waitUntil(
    self.registration.showNotification(title, {
      body,
      tag,
      renotify: tag !== '',
      lang: language,
      icon: '/favicon.svg',
      requireInteraction: severity === 'critical',
      data: { url },
    }),
  )
})

// Only ever to a page of the console, whatever the message says.
const pageOf = (url) => {
  const asked = new URL(String(url ?? '/'), self.location.origin)
  return asked.origin === self.location.origin ? asked.href : self.location.origin
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const page = pageOf(event.notification.data?.url)
  const open = async () => {
    const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
    const there = windows.find((one) => one.url === page)
    if (there) return there.focus()
    return self.clients.openWindow(page)
  }
  event.waitUntil(open())
})
