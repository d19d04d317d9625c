// @ts-check
// What was read and not answered yet, by the page it was read on: kept in this tab until it is, or is dropped.

/** A number as it was read; `perhapsSent`: the server may have it. @typedef {{ text: string, factId: string, occurredAt: string, perhapsSent?: true }} Read */

const STORE = 'scans-waiting';
/** The page under which this document keeps its own; it may become another one while it is drawn anew. */
let page = location.pathname;

/** @returns {Record<string, Read[]>} */
function all() {
  return JSON.parse(sessionStorage.getItem(STORE) ?? '{}');
}

/** What was left on this page, or on the one that it was drawn anew as. @returns {Read[]} */
export function takeWaiting() {
  return all()[location.pathname] ?? [];
}

/** @param {readonly Read[]} waiting */
export function storeWaiting(waiting) {
  const { [page]: _own, ...others } = all();
  page = location.pathname;
  const own = waiting.length > 0 ? { [page]: waiting } : {};
  sessionStorage.setItem(STORE, JSON.stringify({ ...others, ...own }));
}

/** Leaves them on the page that is opened next. @param {string} next @param {readonly Read[]} waiting */
export function leaveOn(next, waiting) {
  if (waiting.length === 0) return;
  const others = all();
  sessionStorage.setItem(STORE, JSON.stringify({ ...others, [next]: [...(others[next] ?? []), ...waiting] }));
}

/** Other pages on which something was left, and how much. @returns {[page: string, count: number][]} */
export function leftElsewhere() {
  return Object.entries(all()).flatMap(([at, reads]) => (at === page ? [] : [[at, reads.length]]));
}
