// @ts-check
import { KEPT_PAGES } from './kept-pages.js';
import { takeBegunAlong } from './leaving.js';

/** @typedef {import('./scans-waiting.js').Read} Read */

/** The page's own form with what was read, its own fact and its own time. @param {HTMLInputElement} field @param {Read | undefined} read */
export function requestOf(field, read) {
  const form = /** @type {HTMLFormElement} */ (field.form);
  const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  body.set('code', read?.text ?? '');
  body.set('factId', read?.factId ?? '');
  body.set('occurredAt', read?.occurredAt ?? '');
  return { action: form.action, body };
}

/** A form beside the field. @param {HTMLFormElement} form @param {HTMLElement | null} button */
export function pressedOf(form, button) {
  const body = new URLSearchParams(/** @type {any} */ (new FormData(form, button)));
  return { action: form.action, body };
}

let isLeft = false;
addEventListener('pagehide', () => {
  isLeft = true;
});
addEventListener('pageshow', () => {
  isLeft = false;
});

/** While the page is left what is under way breaks off; that stays with the page. @param {HTMLInputElement} field */
export function isKeptByWorker(field) {
  const { action } = /** @type {HTMLFormElement} */ (field.form);
  return (
    !isLeft && Boolean(navigator.serviceWorker?.controller) && KEPT_PAGES.includes(new URL(action).pathname)
  );
}

/**
 * Sends the form as if there were no script: a service worker keeps it. Beside the page's own, in whose field the next
 * number may be on its way already; what is begun of it goes to the page that comes.
 * @param {HTMLInputElement} field @param {Read} read
 */
export function handToWorker(field, read) {
  const { action, body } = requestOf(field, read);
  const form = document.createElement('form');
  Object.assign(form, { method: 'post', action, hidden: true });
  for (const [name, value] of body)
    form.append(Object.assign(document.createElement('input'), { name, value }));
  document.body.append(form);
  takeBegunAlong();
  form.submit();
}
