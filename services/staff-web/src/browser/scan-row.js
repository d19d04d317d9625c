// @ts-check
import { answerLent, forget, isSetAside } from './scan-store.js';
import { takeOut } from './take-out.js';

/** @typedef {import('./scan-store.js').Kept} Kept */

/** The jobs as the pages call them. */
export const NAMES = { arrival: '到着受付', handOut: '引渡し', handIn: '返却受付', lookUp: '番号を調べる' };
/** What is read next in each. */
export const LABELS = {
  arrival: '次の小包番号',
  handOut: '次の資料かカード',
  handIn: '次の資料番号',
  lookUp: '取り置き番号、資料番号、小包番号',
};

/** What is said of a kept scan. @param {Kept} scan */
export function stateOf(scan) {
  const { refused, last4 } = scan;
  if (refused !== undefined) {
    // Whose it was, unless that is said: the copy may be gone, and so may the card.
    return last4 && !refused.includes(`下4桁 ${last4}`) ? `カード下4桁 ${last4}　${refused}` : refused;
  }
  return isSetAside(scan) ? '送れません。県立図書館へお電話ください' : '未送信';
}

/** The same where nothing stands beside it. @param {Kept} scan */
export function wordsOf(scan) {
  const number = `${scan.job === 'arrival' ? '小包番号' : '資料番号'} ${scan.code}`;
  return `${NAMES[scan.job]}　${number}　${stateOf(scan)}`;
}

/** @param {string} tag @param {string} words */
function element(tag, words) {
  const made = document.createElement(tag);
  made.textContent = words;
  return made;
}

/**
 * What can be said to a scan: that it is taken back, which nobody has got yet; to a refused one that it was read, or the
 * answer to what was asked. `changed` is told what became of the one taken back.
 * @param {Kept} scan
 * @param {(taken?: import('./take-scan.js').Taken) => void} changed
 */
export function replies(scan, changed) {
  const { order, refused, asksLent, perhapsSent } = scan;
  if (order === undefined || (refused === undefined && perhapsSent)) return [];
  /** @param {string} words @param {() => Promise<void>} work */
  const button = (words, work) => {
    const made = element('button', words);
    made.className = 'btn btn--second s-parts__wide';
    made.addEventListener('click', work);
    return made;
  };
  if (refused === undefined) {
    const undo = button('取り消す', async () => changed(await takeOut((its) => its.order === order)));
    undo.ariaLabel = `取り消す（${scan.code}）`;
    return [undo];
  }
  const read = button(asksLent ? '貸していません（取り置き棚に戻しました）' : '確かめました', () =>
    forget(order).then(() => changed()),
  );
  if (!asksLent) return [read];
  return [button('貸し出したものが返ってきた', () => answerLent(order).then(() => changed())), read];
}

/**
 * One scan in the list; a refused one stays until somebody has read it, and to one that was just sent nothing is said.
 * @param {Kept} scan
 * @param {string} state
 * @param {Parameters<typeof replies>[1]} [changed]
 */
export function scanRow(scan, state, changed) {
  const item = document.createElement('li');
  const what = document.createElement('span');
  const clock = new Date(scan.occurredAt).toLocaleTimeString('ja-JP', {
    timeZone: 'Asia/Tokyo',
    hour: 'numeric',
    minute: '2-digit',
  });
  const number = element('span', scan.code);
  number.className = 's-num';
  what.append(element('b', NAMES[scan.job]), `　${clock}`, document.createElement('br'), number);
  item.append(element('span', scan.refused === undefined ? '○' : '×'), what, element('b', state));
  if (changed) item.append(...replies(scan, changed));
  return item;
}
