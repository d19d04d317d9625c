// @ts-check
// The answer that stands on the page: what it holds, and whether somebody can have seen and heard it.

/**
 * Why nothing more is sent: a refusal stands, or what stops the hand (`refused`), a question has to be answered first
 * (`asked`), the page has changed or was opened anew (`elsewhere`), nothing answers (`away`).
 * @typedef {'refused' | 'asked' | 'elsewhere' | 'away'} Held
 */

/**
 * From a face to the scan of somebody who saw it. The sound that stops takes 0.3 to 0.6 s, and as long a hand takes that is
 * on its way with the next book; then the eye goes from the book to the screen and reads one large line. Whoever scans
 * earlier has the answer behind their back, whoever looked up scans later.
 */
export const SEEN_MS = 1_500;

/** Whether what waits may go on under this answer. @param {HTMLElement | null} answer @returns {Held | undefined} */
export function heldBy(answer) {
  if (answer?.dataset.asks !== undefined) return 'asked';
  const { tone = '', stops } = answer?.dataset ?? {};
  return stops !== undefined || ['stop', 'ask'].includes(tone) ? 'refused' : undefined;
}

export const face = () => document.getElementById('answer');

let shownAt = Number.NEGATIVE_INFINITY;
export const isSeen = () => performance.now() - shownAt >= SEEN_MS;

/** The answer was drawn just now, or (none) nothing new was: until it can have been seen nothing takes its place, but what it waits for itself. @param {HTMLElement | null} answer */
export function shown(answer) {
  const isFresh = heldBy(answer) === 'refused' && answer?.dataset.awaits === undefined;
  shownAt = isFresh ? performance.now() : Number.NEGATIVE_INFINITY;
}

/** The page that an answer opens. */
const OPENED = 'opened-by-answer';

/** @param {string} page */
export function opens(page) {
  sessionStorage.setItem(OPENED, page);
}

/** What stands on the page when it is opened holds if it is a question, or new: what was there before is gone on from. */
export function heldAtFirst() {
  const held = heldBy(face());
  const isNew = sessionStorage.getItem(OPENED) === location.pathname;
  sessionStorage.removeItem(OPENED);
  if (isNew) shown(face());
  return isNew || held === 'asked' ? held : undefined;
}
