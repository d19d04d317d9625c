// @ts-check
// After a sign-in the server says of a scan that it has not recorded it. Where this browser has kept that very scan, it is
// to be sent, and nobody need read it again: what becomes of it is told by the sending alone.

/** @param {import('./scan-store.js').Kept[]} unsent @returns {boolean} whether this page is left for another one, which sends them */
export function takeOutNotDone(unsent) {
  /** @param {string | undefined} fact */
  const isKept = (fact) => unsent.some(({ factId }) => factId === fact);
  const lead = document.querySelector('[data-not-done]');
  if (lead instanceof HTMLElement && isKept(lead.dataset.notDone)) {
    location.replace('/');
    return true;
  }
  const answer = document.getElementById('answer');
  if (answer?.dataset.tone !== 'stop' || !isKept(answer.dataset.fact)) return false;
  answer.remove();
  document.title = document.title.replace(/^[^｜]*/, document.querySelector('h1')?.textContent ?? '');
  return false;
}
