// @ts-check
// What was read and not answered yet, by the page it was read on: kept in this tab until it is, or is dropped.

/** A number as it was read; `perhapsSent`: the server may have it; `meant`: the page it waits on was under way. @typedef {{ text: string, factId: string, occurredAt: string, perhapsSent?: true, meant?: true }} Read */

const STORE = 'scans-waiting';
/** The page under which this document keeps its own; it may become another one while it is drawn anew. */
let page = location.pathname;

/** Read while this very page is opened anew: they wait behind what waits here. @type {Read[]} */
const readForAnew = [];
addEventListener('pageshow', () => {
  readForAnew.length = 0;
});

/** @returns {Record<string, Read[]>} */
function all() {
  return JSON.parse(sessionStorage.getItem(STORE) ?? '{}');
}

/** What was left on this page, or on the one that it was drawn anew as; what stands in its list was taken. @returns {Read[]} */
export function takeWaiting() {
  const left = all()[location.pathname] ?? [];
  return left.filter((read) => !read.perhapsSent || !document.querySelector(`[value="${read.factId}"]`));
}

/** @param {readonly Read[]} waiting */
export function storeWaiting(waiting) {
  const { [page]: _own, ...others } = all();
  page = location.pathname;
  const left = [...waiting, ...readForAnew];
  const own = left.length > 0 ? { [page]: left } : {};
  sessionStorage.setItem(STORE, JSON.stringify({ ...others, ...own }));
}

/** Leaves them on the page that is opened next. @param {string} next @param {readonly Read[]} waiting */
export function leaveOn(next, waiting) {
  if (waiting.length === 0) return;
  const others = all();
  sessionStorage.setItem(STORE, JSON.stringify({ ...others, [next]: [...(others[next] ?? []), ...waiting] }));
}

/** The same of what is read while a page is on its way, be it this one again. @param {string} next @param {Read} read */
export function leaveForNext(next, read) {
  if (next === page) readForAnew.push(read);
  leaveOn(next, [read]);
}

/** What was left on a page that was opened under another address waits here. @param {string} from */
export function moveWaiting(from) {
  const { [from]: reads = [], ...others } = all();
  sessionStorage.setItem(STORE, JSON.stringify(others));
  leaveOn(
    location.pathname,
    reads.map(({ meant: _, ...read }) => read),
  );
}

/** Other pages on which something was left, and how much. @returns {[page: string, count: number][]} */
export function leftElsewhere() {
  return Object.entries(all()).flatMap(([at, reads]) => (at === page ? [] : [[at, reads.length]]));
}

/** Somebody stands before the page they asked for as long as this; later they are asked. */
const MEANT_MS = 60_000;

/** Whether it was read for the page on which it waits, and just now. @param {Read} read */
export const isMeant = ({ meant, perhapsSent, occurredAt }) =>
  meant && !perhapsSent && Date.now() - Date.parse(occurredAt) < MEANT_MS;

/** @param {string} text @returns {Read} */
export const readNow = (text) => ({
  text,
  factId: crypto.randomUUID(),
  occurredAt: new Date().toISOString(),
});

/** A reader that is held too long reads twice within this time: it is the same scan. */
const TWICE_MS = 2_000;
/** @param {Read | undefined} last @param {string} text */
export const isTwice = (last, text) =>
  last?.text === text && Date.now() - Date.parse(last.occurredAt) < TWICE_MS;
