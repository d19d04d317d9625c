// @ts-check
import { takeBack } from './scan-store.js';

const PERHAPS_SENT =
  '県立図書館に届いているかもしれません。ここでは取り消せません。県立図書館へお電話ください。';

/**
 * Takes back what was kept last of what is meant, and says what became of it.
 * @param {(scan: import('./scan-store.js').Kept) => boolean} isMeant
 * @returns {Promise<import('./take-scan.js').Taken>}
 */
export async function takeOut(isMeant) {
  const last = await takeBack(isMeant);
  if (last === undefined) return { kind: 'wrong', say: '取り消せるものはありません' };
  return last.perhapsSent ? { kind: 'wrong', say: PERHAPS_SENT } : { kind: 'undone' };
}
