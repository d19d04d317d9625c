// @ts-check
// On a page without a scan field: a number that is read is sent to where it opens what it is.
import { begunBefore, firstKeys, leaveBegun, leaveFor, leftToNext } from './leaving.js';
import { leaveOn, readNow, storeWaiting, takeWaiting } from './scans-waiting.js';
import { characterOf, isEnter, isTextField } from './what-is-typed.js';

/** Between two keys of one number. */
const SAME_NUMBER_MS = 1_000;
/** No number of ours, of the post's or of a book is shorter. */
const SHORTEST = 8;
/** As long as a pickup library's service worker waits. */
const PATIENCE_MS = 8_000;

let [keys, at, isSending] = [formHere() ? begunBefore() : '', performance.now(), false];
/** Read while the one before was on its way. @type {import('./scans-waiting.js').Read[]} */
const behind = [];

/** The page's own form for it; none where there is a scan field, or nobody reads. @returns {HTMLFormElement | undefined} */
function formHere() {
  const form = document.getElementById('scan') ? null : document.getElementById('read-anywhere');
  return form instanceof HTMLFormElement ? form : undefined;
}

/** @param {HTMLFormElement} form @param {import('./scans-waiting.js').Read} read */
async function send(form, { text, factId, occurredAt }) {
  isSending = true;
  for (const [name, value] of Object.entries({ q: text, code: text, factId, occurredAt })) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = value;
  }
  const body = new URLSearchParams(/** @type {any} */ (new FormData(form)));
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const asked = { method: 'POST', body, signal, headers: { accept: 'text/html' } };
  const response = await fetch(form.action, asked).catch(() => undefined);
  // What nothing answered is sent as if there were no script: a service worker keeps it, or the browser says so.
  if (!response?.redirected) return form.submit();
  const next = new URL(response.url).pathname;
  leaveOn(next, behind);
  leaveFor(next);
  location.assign(response.url);
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const form = formHere();
  if (!form || isTextField(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.timeStamp - at > SAME_NUMBER_MS) keys = '';
  at = event.timeStamp;
  if (!isEnter(event)) {
    const character = characterOf(event);
    if (character !== '') keys += character;
    else if (event.key !== 'Shift') keys = '';
    return;
  }
  const text = keys;
  keys = '';
  if (text.length < SHORTEST) return;
  // What has the focus is not pressed by it.
  event.preventDefault();
  event.stopPropagation();
  const read = readNow(text);
  if (leftToNext(read)) return;
  if (isSending) behind.push(read);
  else void send(form, read);
}

document.addEventListener('keydown', onKey, { capture: true });
addEventListener('pagehide', () => {
  if (formHere()) leaveBegun(keys);
  keys = '';
});
addEventListener('pageshow', () => {
  isSending = false;
  behind.length = 0;
});

// Opened in place of a page that was drawn under another address: a step back to that one loads it.
if (!document.getElementById('scan')) {
  const here = () => location.pathname + location.search;
  const drawn = here();
  addEventListener('popstate', () => {
    if (here() !== drawn) location.reload();
  });
}

// What was read while this page was opened.
const form = formHere();
const [first, ...others] = form ? takeWaiting() : [];
if (form && first) {
  storeWaiting([]);
  behind.push(...others);
  void send(form, first);
}
for (const event of form ? firstKeys.handOver() : []) {
  if (isEnter(event) && keys.length < SHORTEST) firstKeys.sayLost();
  onKey(event);
}
