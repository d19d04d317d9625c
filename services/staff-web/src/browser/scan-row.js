// @ts-check
import { answerLent, forget, isSetAside } from './scan-store.js';

/** The jobs as the pages call them. */
export const NAMES = { arrival: '到着受付', handOut: '引渡し', handIn: '返却受付' };
/** What is read next in each. */
export const LABELS = { arrival: '次の小包番号', handOut: '次の資料かカード', handIn: '次の資料番号' };

/** What is said of a kept scan. @param {import('./scan-store.js').Kept} scan */
export function stateOf(scan) {
  if (scan.refused !== undefined) return scan.refused;
  return isSetAside(scan) ? '送れません。県立図書館へお電話ください' : '未送信';
}

/** @param {string} tag @param {string} words */
function element(tag, words) {
  const made = document.createElement(tag);
  made.textContent = words;
  return made;
}

/**
 * What can be said to a scan that was refused: that it was read, or the answer to what was asked.
 * @param {import('./scan-store.js').Kept} scan
 * @param {() => void} changed
 */
export function replies(scan, changed) {
  const { order, refused, asksLent } = scan;
  if (refused === undefined || order === undefined) return [];
  /** @param {string} words @param {() => Promise<unknown>} work */
  const button = (words, work) => {
    const made = element('button', words);
    made.className = 'btn btn--second s-parts__wide';
    made.addEventListener('click', () => work().then(changed));
    return made;
  };
  const read = button(asksLent ? '貸していません（取り置き棚に戻しました）' : '確かめました', () =>
    forget(order),
  );
  return asksLent ? [button('貸し出したものが返ってきた', () => answerLent(order)), read] : [read];
}

/**
 * One scan in the list; a refused one stays until somebody has read it.
 * @param {import('./scan-store.js').Kept} scan
 * @param {string} state
 * @param {() => void} changed
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
  item.append(...replies(scan, changed));
  return item;
}
