// @ts-check
import { change, forget, isSetAside, kept, libraryHere } from './scan-store.js';

/** @typedef {import('./scan-store.js').Kept} Kept */
/** @typedef {{ scan: Kept, say: string, refused: boolean }} Result */

const PATIENCE_MS = 20_000;

/** The operation of the JSON interface that a scan is sent by. @param {Kept} scan */
function requestOf({ job, code, card, from, factId, occurredAt, library, wasLent }) {
  const scan = { factId, occurredAt, ...(library ? { library } : {}) };
  if (job === 'arrival') return { path: `/api/parcels/${code}/arrival`, body: scan };
  if (job === 'handIn') {
    const drop = { bookDrop: from !== 'counter', firstEmptyingOfDay: from === 'firstBookDrop' };
    const lent = wasLent ? { wasLent } : {};
    return { path: '/api/scans/hand-in', body: { ...scan, barcode: code, ...drop, ...lent } };
  }
  // Handed over is handed over: it is recorded.
  const handOut = { barcode: code, cardNumber: card, handedOver: true };
  return { path: '/api/scans/hand-out', body: { ...scan, ...handOut } };
}

/**
 * What came back for a scan; `asksLent`: a copy that is held, sent again once it is said that it was lent. Only an answer of ours takes it in or refuses it;
 * `faulty`: a fault over this very scan; `later`: something on the way answered, or a service is away.
 * @param {Response} response
 * @returns {Promise<{ kind: 'taken' | 'refused', say: string, asksLent?: boolean } | { kind: 'signIn' | 'faulty' | 'later' }>}
 */
async function outcomeOf(response) {
  const { status } = response;
  if (status === 401 || status === 403) return { kind: 'signIn' };
  if (status === 500) return { kind: 'faulty' };
  const answer = await response.json().catch(() => undefined);
  if (response.ok) {
    const taken = answer?.say || answer?.parcelNumber;
    if (!taken) return { kind: 'later' };
    // Something is to be done: like a refusal.
    const { wrongPerson, relabel } = answer.answer?.step ?? {};
    return { kind: wrongPerson || relabel ? 'refused' : 'taken', say: answer.say ?? '受け付けました' };
  }
  const ours = response.headers.get('content-type')?.startsWith('application/problem+json');
  if (!ours || status > 500) return { kind: 'later' };
  if (!answer?.code) return { kind: 'faulty' };
  const words = answer.sentence?.ja ?? '';
  if (answer.code === 'STILL_HELD') return { kind: 'refused', say: words, asksLent: true };
  return { kind: 'refused', say: `記録していません。${words}` };
}

/**
 * Sends what this library has kept and says how each went. What can't be sent yet holds back what was scanned after it
 * of the same job or copy, until it is set aside. `stopped`: the line or a service is away, or somebody has to sign
 * in; the rest stays kept. Two windows never send at once. What is taken back meanwhile neither goes nor comes back.
 * @returns {Promise<{ results: Result[], stopped?: 'away' | 'signIn' }>}
 */
export function send() {
  return navigator.locks.request('toshobin-scans', async () => {
    /** @type {Result[]} */
    const results = [];
    /** Jobs and numbers that wait. @type {Set<string>} */
    const waiting = new Set();
    const here = (await libraryHere())?.library;
    for (const scan of await kept()) {
      const { order, job, code, refused, library, tries = 0 } = scan;
      if (refused !== undefined || order === undefined || (library && library !== here)) continue;
      if (waiting.has(job) || waiting.has(code)) {
        waiting.add(job).add(code);
        continue;
      }
      // Without a line nothing goes, and all of it can be taken back.
      if (!navigator.onLine) return { results, stopped: 'away' };
      if (!(await change(order, (now) => ({ ...now, perhapsSent: true })))) continue;
      const { path, body } = requestOf(scan);
      const headers = { 'content-type': 'application/json' };
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const asked = { method: 'POST', headers, body: JSON.stringify(body), signal };
      const response = await fetch(path, asked).catch(() => undefined);
      if (response === undefined) return { results, stopped: 'away' };
      const outcome = await outcomeOf(response);
      if (outcome.kind === 'signIn') return { results, stopped: 'signIn' };
      if (outcome.kind === 'taken') {
        await forget(order);
        results.push({ scan, say: outcome.say, refused: false });
      } else if (outcome.kind === 'refused') {
        const { kind: _, say, ...asks } = outcome;
        const refused = { refused: say, ...asks };
        await change(order, ({ card, ...now }) => ({ ...now, ...refused, last4: card?.slice(-4) }));
        results.push({ scan, say, refused: true });
      } else {
        const tried = { tries: tries + (outcome.kind === 'faulty' ? 1 : 0) };
        await change(order, (now) => ({ ...now, ...tried }));
        if (!isSetAside(tried)) waiting.add(job).add(code);
      }
    }
    return waiting.size > 0 ? { results, stopped: 'away' } : { results };
  });
}
