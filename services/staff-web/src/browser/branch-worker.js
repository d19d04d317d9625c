// @ts-check
/// <reference lib="webworker" />
// The service worker of a pickup library's pages: without a line, or with the server away, a scan is kept and the page
// says so. It keeps one page that holds nothing of anybody, with its styles and scripts; no page of the server.
import { keepShell } from './keep-shell.js';
import { KEPT_PAGES } from './kept-pages.js';
import { files, version } from './shell-files.js';
import { jobOf, takeScan } from './take-scan.js';
import { BY_TELEPHONE } from './wrong-numbers.js';

/** @type {ServiceWorkerGlobalScope} */
const worker = /** @type {any} */ (self);
/** The page without a line and its scripts, of one version together. */
const CACHE = `toshobin-branch-${version}`;
/** What the camera needs, once it was used. */
const CAMERA = 'toshobin-camera';
const SHELL = '/offline';
const PAGES = ['/', ...KEPT_PAGES];
const PATIENCE_MS = 8_000;

/** The card read last without a line, and what was made of the last number: in memory alone. */
/** @type {import('./take-scan.js').InHand} */
let hand = {};
/** @type {import('./take-scan.js').Taken | undefined} */
let taken;
/** The windows that show the page without a line: their scripts are those kept with it. @type {Set<string>} */
const shells = new Set();

worker.addEventListener('install', (event) => {
  event.waitUntil(keepShell(CACHE, [SHELL, ...files]));
  worker.skipWaiting();
});
worker.addEventListener('activate', (event) =>
  event.waitUntil(letOldGo().then(() => worker.clients.claim())),
);
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
  if (request.mode === 'navigate' && PAGES.includes(pathname))
    event.respondWith(page(request, pathname, event.resultingClientId));
  else if (request.method === 'GET' && /^\/(style|scripts)\//.test(pathname))
    event.respondWith(file(request, shells.has(event.clientId)));
});

/** The versions before go. */
async function letOldGo() {
  const old = (await caches.keys()).filter((name) => name !== CACHE && name !== CAMERA);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** The server's page; without it the scan is kept. @param {Request} request @param {string} path @param {string} client */
async function page(request, path, client) {
  const sent = request.method === 'POST' ? request.clone() : undefined;
  const response = await Promise.race([
    fetch(request).catch(() => undefined),
    new Promise((resolve) => setTimeout(resolve, PATIENCE_MS)),
  ]);
  if (response instanceof Response && response.status < 500) return response;
  if (jobOf(path) === 'lookUp') taken = { kind: 'wrong', say: BY_TELEPHONE };
  else if (sent) {
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
    Object.assign(hand, from ? { from } : {});
    // The form was posted all the same, and the server may have it.
    taken = await takeScan(hand, { ...read, occurredAt, ...more, perhapsSent: true });
  }
  shells.add(client);
  return (await caches.match(SHELL, { cacheName: CACHE })) ?? Response.error();
}

/**
 * A style or script: the newest, or the one that is kept. What the page without a line needs is kept at install alone,
 * so that its parts stay of one version.
 * @param {Request} request
 * @param {boolean} inShell
 */
async function file(request, inShell) {
  const { pathname } = new URL(request.url);
  const cacheName = files.includes(pathname) ? CACHE : CAMERA;
  const asKept = () => caches.match(request, { cacheName, ignoreSearch: true });
  const first = inShell ? await asKept() : undefined;
  if (first) return first;
  const response = await fetch(request).catch(() => undefined);
  if (response?.ok) {
    if (pathname.startsWith('/scripts/zxing/'))
      await (await caches.open(CAMERA)).put(request, response.clone());
    return response;
  }
  return (await asKept()) ?? response ?? Response.error();
}
