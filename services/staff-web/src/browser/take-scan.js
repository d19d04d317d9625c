// @ts-check
import { isLikeCard, isLikeRelease, readNumber } from './read-number.js';
import { isSetAside, keep, kept } from './scan-store.js';
import { takeOut } from './take-out.js';
import { BY_TELEPHONE, LATER, noSuchCard, ofWrongKind, whatElse } from './wrong-numbers.js';

/** @typedef {import('./scan-store.js').Job} Job */
/** @typedef {import('./scan-store.js').Kept} Kept */
/**
 * What a phone has in hand without a line, and since when, and where the copies of a pile come from.
 * @typedef {{ card?: string, since?: string, from?: string }} InHand
 */
/**
 * What was made of a number: it is kept, or waits already, a card is in hand, or what is wrong with it.
 * @typedef {{ kind: 'kept' | 'twice' | 'card' | 'undone' | 'ended' } | { kind: 'wrong', say: string }} Taken
 */

/** @type {Record<string, Job | 'lookUp'>} */
const JOBS = { '/arrivals': 'arrival', '/hand-out': 'handOut', '/hand-in': 'handIn', '/look-up': 'lookUp' };
export const FIRST = 'はじめに貸出カードを読み取ってください';
const CHOOSE = '先に「引渡し」か「返却受付」を選んでください';

const IN_HAND_MS = 600_000;
/** The card in hand, forgotten ten minutes after it was read. @param {InHand} hand @param {string} now */
export function cardIn(hand, now) {
  if (hand.since && Date.parse(now) - Date.parse(hand.since) > IN_HAND_MS) letGo(hand);
  return hand.card;
}

/** @param {InHand} hand */
function letGo(hand) {
  delete hand.card;
  delete hand.since;
}

/** The job of a page's address; the first page has all of them. @param {string} path @returns {Job | 'lookUp' | undefined} */
export function jobOf(path) {
  return JOBS[path];
}

/**
 * Takes what was read without a line, as the server would: 0 takes the last one back, 9 ends a person's visit, a card
 * is in hand, copies and parcels are kept. What is only asked about is not.
 * @param {InHand} hand
 * @param {{ job: Job | 'lookUp' | undefined, code: string, factId: string, occurredAt: string, card?: string, from?: string, perhapsSent?: true }} read
 * @returns {Promise<Taken>}
 */
export async function takeScan(hand, { job, code, factId, occurredAt, card, from, perhapsSent }) {
  if (job === 'lookUp') return { kind: 'wrong', say: BY_TELEPHONE };
  const typed = code.normalize('NFKC').trim();
  if (typed === '0') return takeOut((scan) => job === undefined || scan.job === job);
  const number = readNumber(typed);
  const readsCards = job !== 'arrival' && job !== 'handIn';
  if (typed === '9' && readsCards) {
    letGo(hand);
    return { kind: 'ended' };
  }
  if (number === undefined && readsCards && (isLikeCard(typed) || isLikeRelease(typed))) {
    // What is read next is not for whoever was here before.
    letGo(hand);
    return { kind: 'wrong', say: isLikeCard(typed) ? noSuchCard(typed) : LATER };
  }
  if (number === undefined) return { kind: 'wrong', say: whatElse(typed, job) };
  if (number.kind === 'card' && readsCards) {
    Object.assign(hand, { card: number.number, since: occurredAt });
    return { kind: 'card' };
  }
  const wanted = job ?? (number.kind === 'parcel' ? 'arrival' : 'handOut');
  if (number.kind !== (wanted === 'arrival' ? 'parcel' : 'copy'))
    return { kind: 'wrong', say: ofWrongKind(wanted, number.kind) };
  const scan = { factId, job: wanted, code: number.number, occurredAt, ...(perhapsSent && { perhapsSent }) };
  if (wanted === 'handOut') {
    if (card) Object.assign(hand, { card, since: occurredAt });
    const inHand = cardIn(hand, occurredAt);
    if (inHand === undefined) return { kind: 'wrong', say: job ? FIRST : CHOOSE };
    return keepOnce({ ...scan, card: inHand });
  }
  return keepOnce(wanted === 'handIn' ? { ...scan, from: from ?? 'counter' } : scan);
}

/** What waits already, read last for the same, is as good: with a line it counts once too. @param {Kept} scan @returns {Promise<Taken>} */
async function keepOnce(scan) {
  const last = (await kept()).findLast(({ code }) => code === scan.code);
  const waits = last && last.refused === undefined && !isSetAside(last);
  if (waits && last.job === scan.job && last.card === scan.card) return { kind: 'twice' };
  await keep(scan);
  return { kind: 'kept' };
}
