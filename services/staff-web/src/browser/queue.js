// @ts-check
import { forget, kept, SCANS, within } from './scan-store.js';

/** @typedef {import('./scan-store.js').Kept} Kept */
/** @typedef {{ scan: Kept, say: string, refused: boolean }} Result */

/** The operation of the JSON interface that a scan is sent by. @param {Kept} scan */
function requestOf({ job, code, card, from, factId, occurredAt, library }) {
  const scan = { factId, occurredAt, ...(library ? { library } : {}) };
  if (job === 'arrival') return { path: `/api/parcels/${code}/arrival`, body: scan };
  if (job === 'handIn') {
    const drop = { bookDrop: from !== 'counter', firstEmptyingOfDay: from === 'firstBookDrop' };
    return { path: '/api/scans/hand-in', body: { ...scan, barcode: code, ...drop } };
  }
  // It was handed over: what happened is recorded.
  const handOut = { barcode: code, cardNumber: card, handedOver: true };
  return { path: '/api/scans/hand-out', body: { ...scan, ...handOut } };
}

/**
 * Sends what is kept, in order, and says how each went. `stopped`: the line or the server is away, or somebody has to
 * sign in first; the rest stays kept. Two windows never send at once.
 * @returns {Promise<{ results: Result[], stopped?: 'away' | 'signIn' }>}
 */
export function send() {
  return navigator.locks.request('toshobin-scans', async () => {
    /** @type {Result[]} */
    const results = [];
    for (const scan of await kept()) {
      if (scan.refused !== undefined || scan.order === undefined) continue;
      const { path, body } = requestOf(scan);
      const headers = { 'content-type': 'application/json' };
      const asked = { method: 'POST', headers, body: JSON.stringify(body) };
      const response = await fetch(path, asked).catch(() => undefined);
      if (response === undefined || response.status >= 500) return { results, stopped: 'away' };
      if (response.status === 401 || response.status === 403) return { results, stopped: 'signIn' };
      const answer = await response.json().catch(() => ({}));
      if (response.ok) {
        await forget(scan.order);
        results.push({ scan, say: answer.say ?? '受け付けました', refused: false });
      } else {
        const say = answer.message?.ja ?? answer.detail ?? answer.title ?? '受け付けていません';
        const { card: _, ...rest } = scan;
        await within(SCANS, 'readwrite', (store) => store.put({ ...rest, refused: say }));
        results.push({ scan: rest, say, refused: true });
      }
    }
    return { results };
  });
}
