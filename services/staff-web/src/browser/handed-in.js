// @ts-check
import { forget, kept } from './scan-store.js';

/**
 * Of copies that have been handed in here nobody need read any more what was said of handing them out without a line.
 * Tells whether anything was forgotten.
 * @param {(code: string) => boolean} isHandedIn
 */
export async function forgetHandOuts(isHandedIn) {
  const scans = (await kept()).filter(
    ({ job, code, refused }) => job === 'handOut' && refused !== undefined && isHandedIn(code),
  );
  for (const { order } of scans) if (order !== undefined) await forget(order);
  return scans.length > 0;
}

/** By the answer on this page. */
export function forgetAnswered() {
  const answer = document.getElementById('answer');
  return forgetHandOuts((code) => answer?.dataset.tone === 'back' && answer.textContent.includes(code));
}
