// @ts-check
// From the page without a line to the server's own, as soon as that is there, with the same card in hand.

import { noteArrived } from './arrived-late.js';

const PATIENCE_MS = 8_000;
const SENT_LATE = 'sent-late';

/**
 * `away`: the page is not there yet; `signIn`: somebody has to sign in first; `left`: this page is being left.
 * @param {string | undefined} job what is being done here
 * @param {{ stopped?: 'away' | 'signIn' | undefined, card: string | undefined, from: string | undefined,
 *   sent: import('./queue.js').Result[], mayLeave: () => boolean }} here `stopped`: why not all of it was sent; `mayLeave`: nobody is typing
 * @returns {Promise<'away' | 'signIn' | 'left'>}
 */
export async function goBack(job, { stopped, card, from, sent, mayLeave }) {
  noteArrived(sent);
  if (stopped) return stopped;
  const here = new URL(location.href);
  if (!job) here.pathname = card ? '/hand-out' : '/';
  if (from) here.searchParams.set('from', from);
  const address = here.pathname + here.search;
  const asked = { headers: { accept: 'text/html' }, signal: AbortSignal.timeout(PATIENCE_MS) };
  const there = await fetch(address, asked).catch(() => undefined);
  const text = await there?.text().catch(() => undefined);
  if (!there?.ok || text === undefined) return 'away';
  if (new URL(there.url).pathname.startsWith('/sign-in')) return 'signIn';
  const field = new DOMParser().parseFromString(text, 'text/html').getElementById('scan');
  if (!(field instanceof HTMLInputElement) || !field.form || !mayLeave()) return 'away';
  if (sent.length > 0) sessionStorage.setItem(SENT_LATE, String(sent.length));
  const { form } = field;
  const shown = form.elements.namedItem('card');
  if (card === undefined || (shown instanceof HTMLInputElement && shown.value === card)) {
    location.replace(address);
    return 'left';
  }
  // The card was read here: the server's page is told of it by the form it has for that.
  field.value = card;
  form.hidden = true;
  document.body.append(form);
  form.submit();
  return 'left';
}

/** How many scans the page without a line has just sent: told once. */
export function takeSentLate() {
  const sent = Number(sessionStorage.getItem(SENT_LATE) ?? 0);
  sessionStorage.removeItem(SENT_LATE);
  return sent;
}

/**
 * The work, one at a time, until it answers that this page is being left; what broke is begun again when it is next asked for.
 * @param {() => Promise<true | void>} work
 */
export function untilLeft(work) {
  let busy = false;
  return async () => {
    if (busy) return;
    busy = true;
    let left = false;
    try {
      left = (await work()) === true;
    } finally {
      busy = left;
    }
  };
}
