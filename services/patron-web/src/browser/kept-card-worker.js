// @ts-check
/// <reference lib="webworker" />
// The service worker of the kept card, and of nothing else: it keeps that one page with its style and scripts, and shows it
// when the library can't be reached. What the library has taken back, or has not seen for 14 days, is gone.

/** @type {ServiceWorkerGlobalScope} */
const worker = /** @type {any} */ (self);
const CACHE = 'toshobin-kept-card';
const PAGE = '/card/kept';
const PATIENCE_MS = 4_000;
const KEPT_MS = 14 * 86_400_000;

worker.addEventListener('install', (event) => {
  worker.skipWaiting();
  event.waitUntil(fetch(PAGE, { cache: 'no-store' }).then(keep));
});
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { pathname } = new URL(request.url);
  if (request.mode === 'navigate' && pathname === PAGE) event.respondWith(page(request, event));
  else if (request.method === 'POST' && pathname === `${PAGE}/forget`)
    event.respondWith(caches.delete(CACHE).then(() => fetch(request)));
  else if (request.method === 'GET' && /^\/(style|script)\//.test(pathname))
    event.respondWith(caches.match(request, { cacheName: CACHE }).then((kept) => kept ?? fetch(request)));
});

/** The library's page; the one that is kept when it does not answer. @param {Request} request @param {ExtendableEvent} event */
async function page(request, event) {
  const asked = fetch(request).then(async (response) => {
    await keep(response.clone());
    return response;
  });
  // Also when it answers too late to be shown: what was taken back goes.
  event.waitUntil(asked.catch(() => undefined));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  const response = await Promise.race([asked.catch(() => undefined), late]);
  if (response instanceof Response && response.status < 500) return response;
  const kept = await caches.match(PAGE, { cacheName: CACHE });
  const keptAt = Number(kept?.headers.get('x-kept-at'));
  if (kept && Date.now() - keptAt < KEPT_MS) return kept;
  await caches.delete(CACHE);
  return response instanceof Response ? response : asked;
}

/** Keeps the page, or lets go of it where the library has. @param {Response} response */
async function keep(response) {
  if (response.status === 410) return void (await caches.delete(CACHE));
  if (!response.ok) return;
  const html = await response.text();
  const cache = await caches.open(CACHE);
  const files = [...html.matchAll(/(?:href|src)="(\/(?:style|script)\/[^"]+)"/g)].map(
    ([, path = '']) => path,
  );
  await cache.addAll(files.map((path) => path.replaceAll('&amp;', '&')));
  const headers = { 'content-type': 'text/html; charset=utf-8', 'x-kept-at': String(Date.now()) };
  const policy = response.headers.get('content-security-policy');
  await cache.put(
    PAGE,
    new Response(html, { headers: policy ? { ...headers, 'content-security-policy': policy } : headers }),
  );
}
