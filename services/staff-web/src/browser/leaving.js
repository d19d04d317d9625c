// @ts-check
// A page that is being left takes no more numbers: they wait on the page that opens.
import { opens } from './face.js';
import { leaveForNext, moveWaiting } from './scans-waiting.js';

/** The address under which this page was asked for. */
const ASKED = 'page-asked-for';
const asked = sessionStorage.getItem(ASKED);
sessionStorage.removeItem(ASKED);
const [opened] = performance.getEntriesByType('navigation');
if (asked && opened instanceof PerformanceNavigationTiming && opened.redirectCount > 0) moveWaiting(asked);

/**
 * `meant`: somebody asked for the page, and what is read is for it; otherwise an answer opens it, which is to be seen first.
 * @type {{ to: string, meant: boolean, by?: unknown } | undefined}
 */
let leaving;

/** An answer opens another page. @param {string} to */
export function leaveFor(to) {
  leaving = { to, meant: false };
  opens(to);
}

/** Leaves what is read to the page that opens; answers whether one does. @param {import('./scans-waiting.js').Read} [read] */
export function leftToNext(read) {
  if (leaving && read) leaveForNext(leaving.to, leaving.meant ? { ...read, meant: true } : read);
  return leaving !== undefined;
}

/** A number is cut in two by a page that opens; its other half comes as fast. */
const BEGUN = 'number-begun';
const BEGUN_MS = 5_000;

/** When the last key came, but for those that open pages: what was typed long before the page is left is no beginning of a number. */
let keyAt = 0;
document.addEventListener(
  'keydown',
  ({ key }) => {
    if (!/^F\d/.test(key)) keyAt = Date.now();
  },
  { capture: true },
);

/** Nobody reads any more, at a hand's pace and a scanner's, where no key has come for so long. */
const QUIET_MS = 2_000;
const isQuiet = () => Date.now() - keyAt >= QUIET_MS;

/** Waits until nobody reads. Answers whether somebody did. */
export async function waitsForReader() {
  if (isQuiet()) return false;
  while (!isQuiet()) await new Promise((on) => setTimeout(on, keyAt + QUIET_MS - Date.now()));
  return true;
}

/** The page without a line takes the place of this one, under the same address. */
let isReplaced = false;

/** What is begun goes to that page too; what was read whole waits here, in its order, and is taken over there. */
export function takeBegunAlong() {
  isReplaced = true;
}

/** Leaves the beginning of a number to the page that opens, if one does. @param {string} text */
export function leaveBegun(text) {
  if (!(leaving || isReplaced) || text === '' || Date.now() - keyAt > BEGUN_MS) return;
  sessionStorage.setItem(BEGUN, JSON.stringify({ text, at: Date.now() }));
}

/** What was typed of a number on the page before. @returns {string} */
export function begunBefore() {
  const { text, at } = JSON.parse(sessionStorage.getItem(BEGUN) ?? '{ "text": "", "at": 0 }');
  sessionStorage.removeItem(BEGUN);
  return Date.now() - at < BEGUN_MS ? text : '';
}

/**
 * What was typed since this page stands, before its scripts heard it (first-keys.js), and how it is said that it was cut.
 * @typedef {{ handOver: () => KeyboardEvent[], sayLost: () => void }} FirstKeys
 */
export const { firstKeys = { handOver: () => [], sayLost: () => {} } } =
  /** @type {{ firstKeys?: FirstKeys }} */ (window);

/** @param {string} to @param {unknown} [by] */
function leave(to, by) {
  // What is typed into another field goes with the page; a number that is read is none of it.
  const at = document.activeElement;
  if (at instanceof HTMLElement && at.id !== 'scan') at.blur();
  const byAnswer = leaving?.meant === false && leaving.to === to;
  leaving = { to, meant: !byAnswer, by };
  sessionStorage.setItem(ASKED, to);
}

// A browser that does not know it sends what is read while a page is on its way.
/** @type {any} */ (window).navigation?.addEventListener('navigate', (/** @type {any} */ event) => {
  const { hashChange, downloadRequest, formData, destination, signal } = event;
  const { origin, pathname } = new URL(destination.url);
  if (hashChange || destination.sameDocument || downloadRequest !== null || origin !== location.origin)
    return;
  // A table is saved, and this page stays; where a form leads only its answer says.
  if (pathname.endsWith('.csv') || formData) return;
  leave(pathname, event);
  signal.addEventListener('abort', () => {
    if (leaving?.by === event) leaving = undefined;
  });
});
// The next key may come before the browser goes where a form asks.
addEventListener('submit', ({ target, defaultPrevented }) => {
  if (defaultPrevented || !('navigation' in window) || !(target instanceof HTMLFormElement)) return;
  if (target.method === 'get' && !target.target) leave(new URL(target.action).pathname);
});
addEventListener('pageshow', () => {
  leaving = undefined;
  isReplaced = false;
});
