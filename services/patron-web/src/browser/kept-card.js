// @ts-check
// The card that this browser keeps: its service worker is asked for, and what is true without a line is shown.

/** @param {string} selector */
const show = (selector) => document.querySelector(selector)?.removeAttribute('hidden');

if ('serviceWorker' in navigator && document.querySelector('[data-kept]') !== null) {
  navigator.serviceWorker
    .register('/card/kept-worker.js', { scope: '/card/kept' })
    .then(() => navigator.serviceWorker.ready)
    .then(() => show('[data-kept]'))
    .catch(() => undefined);
  // Asked for once: else a browser that needs room may take the card with it.
  void navigator.storage?.persist?.();
}
if (!navigator.onLine) show('[data-without-line]');
addEventListener('offline', () => show('[data-without-line]'));
addEventListener('online', () => document.querySelector('[data-without-line]')?.setAttribute('hidden', ''));
