// @ts-check
/// <reference lib="webworker" />
// The service worker of a pickup library's pages: without a line, or with the server away, a scan is kept and the page
// says so. It keeps one page that holds nothing of anybody, with its styles and scripts; no page of the server.
import { files } from './shell-files.js';
import { jobOf, takeScan } from './take-scan.js';

/** @type {ServiceWorkerGlobalScope} */
const worker = /** @type {any} */ (self);
const CACHE = 'toshobin-branch';
const SHELL = '/offline';
const PAGES = ['/', '/start', '/arrivals', '/hand-out', '/hand-in'];
const PATIENCE_MS = 8_000;

/** The card read last without a line, and what was made of the last number: in memory alone. */
/** @type {import('./take-scan.js').InHand} */
let hand = {};
/** @type {import('./take-scan.js').Taken | undefined} */
let taken;

worker.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([SHELL, ...files])));
  worker.skipWaiting();
});
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener('message', (event) => {
  // The page that is shown instead asks what has just become of the scan.
  event.ports[0]?.postMessage({ hand, taken });
  hand = {};
  taken = undefined;
});
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== worker.location.origin) return;
  if (request.mode === 'navigate' && PAGES.includes(pathname)) event.respondWith(page(request, pathname));
  else if (request.method === 'GET' && /^\/(style|scripts)\//.test(pathname))
    event.respondWith(file(request));
});

/** The server's page; without it the scan is kept. @param {Request} request @param {string} path */
async function page(request, path) {
  const sent = request.method === 'POST' ? request.clone() : undefined;
  const response = await Promise.race([
    fetch(request).catch(() => undefined),
    new Promise((resolve) => setTimeout(resolve, PATIENCE_MS)),
  ]);
  if (response instanceof Response && response.status < 500) return response;
  if (sent) {
    const form = await sent.formData();
    /** @param {string} name */
    const field = (name) => form.get(name)?.toString();
    const read = {
      job: jobOf(path),
      code: field('code') ?? '',
      factId: field('factId') ?? crypto.randomUUID(),
    };
    const [card, from] = [field('card'), field('from')];
    const occurredAt = new Date().toISOString();
    const more = { ...(card ? { card } : {}), ...(from ? { from } : {}) };
    taken = await takeScan(hand, { ...read, occurredAt, ...more });
  }
  return (await caches.match(SHELL)) ?? Response.error();
}

/** A style or script: the newest, or the one that is kept. @param {Request} request */
async function file(request) {
  try {
    const response = await fetch(request);
    if (response.ok) await (await caches.open(CACHE)).put(request, response.clone());
    return response;
  } catch {
    return (await caches.match(request)) ?? Response.error();
  }
}
