// @ts-check
import { readNumber } from './read-number.js';
import { forget, keep, kept } from './scan-store.js';

/** @typedef {import('./scan-store.js').Job} Job */
/** What a phone has in hand without a line. @typedef {{ card?: string | undefined }} InHand */
/**
 * What was made of a number: it is kept, a card is in hand, or what is wrong with it.
 * @typedef {{ kind: 'kept' | 'card' | 'undone' | 'ended' } | { kind: 'wrong', say: string }} Taken
 */

/** @type {Record<string, Job>} */
const JOBS = { '/arrivals': 'arrival', '/hand-out': 'handOut', '/hand-in': 'handIn' };
const WANTED = { arrival: '小包', handOut: '資料', handIn: '資料' };
const KINDS = { card: '貸出カード', copy: '資料', parcel: '小包' };

/** The job of a page's address; the first page has all of them. @param {string} path @returns {Job | undefined} */
export function jobOf(path) {
  return JOBS[path];
}

/**
 * Takes what was read without a line, as the server would: 0 takes the last one back, 9 ends a person's visit, a card
 * is in hand, copies and parcels are kept.
 * @param {InHand} hand
 * @param {{ job: Job | undefined, code: string, factId: string, occurredAt: string, card?: string, from?: string }} read
 * @returns {Promise<Taken>}
 */
export async function takeScan(hand, { job, code, factId, occurredAt, card, from }) {
  const typed = code.normalize('NFKC').trim();
  if (typed === '0') {
    const last = (await kept()).filter((scan) => scan.refused === undefined).at(-1);
    if (last?.order === undefined) return { kind: 'wrong', say: '取り消せるものはありません' };
    await forget(last.order);
    return { kind: 'undone' };
  }
  if (typed === '9') {
    hand.card = undefined;
    return { kind: 'ended' };
  }
  const number = readNumber(typed);
  if (number === undefined) {
    return { kind: 'wrong', say: '県立図書館の資料ではありません。番号をお確かめください。' };
  }
  if (number.kind === 'card' && job !== 'arrival' && job !== 'handIn') {
    hand.card = number.number;
    return { kind: 'card' };
  }
  const wanted = job ?? (number.kind === 'parcel' ? 'arrival' : 'handOut');
  if (number.kind !== (wanted === 'arrival' ? 'parcel' : 'copy')) {
    const say = `${WANTED[wanted]}の番号を読み取ってください。今のは${KINDS[number.kind]}の番号です。`;
    return { kind: 'wrong', say };
  }
  const scan = { factId, job: wanted, code: number.number, occurredAt };
  if (wanted === 'handOut') {
    hand.card ??= card;
    if (hand.card === undefined) return { kind: 'wrong', say: 'はじめに貸出カードを読み取ってください' };
    await keep({ ...scan, card: hand.card });
  } else {
    await keep(wanted === 'handIn' ? { ...scan, from: from ?? 'counter' } : scan);
  }
  return { kind: 'kept' };
}
