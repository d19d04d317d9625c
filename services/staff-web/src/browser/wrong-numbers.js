// @ts-check
// What is said without a line of a number that can't be taken.
import { HOLD, ISBN, isTracking } from './understand.js';

/** @typedef {import('./scan-store.js').Job} Job */

const WANTED = { arrival: '小包', handOut: '資料', handIn: '資料' };
const KINDS = { card: '貸出カード', copy: '資料', parcel: '小包' };

/** Only the server knows where anything is. */
export const BY_TELEPHONE = `つながるまで調べられません。
何も記録していません。
お急ぎのときは、県立図書館へ
電話でお尋ねください。`;

/** A number of ours, of another thing than the job is about. @param {Job} job @param {keyof typeof KINDS} kind */
export function ofWrongKind(job, kind) {
  return `${WANTED[job]}の番号を読み取ってください。今のは${KINDS[kind]}の番号です。`;
}

/** What was read that is no number of ours. @param {string} typed @param {Job | undefined} job */
export function whatElse(typed, job) {
  if (/^\d$/.test(typed))
    return `数字の ${typed} で選べるものはありません。何もしていません。番号を読み取ったときは、もう一度読み取ってください。`;
  if (HOLD.test(typed)) return `取り置き番号は、${BY_TELEPHONE}`;
  if (isTracking(typed.replace(/^[A-D]|[A-D]$|[\s-]/gi, '')))
    return '小包の番号を読み取ってください。今のは郵便の伝票のお問い合わせの番号です。';
  if (job === 'arrival') return '小包の番号ではありません。番号をお確かめください。';
  return ISBN.test(typed)
    ? '資料の番号を読み取ってください。今のはISBN（本の裏表紙のバーコード）の番号です。'
    : '県立図書館の資料ではありません。番号をお確かめください。';
}

/** Only the server knows releases. */
export const LATER = `まだお渡ししないでください。
カードを忘れた方の番号は、つながるまで使えません。
県立図書館の貸出カードがあれば、読み取ってください。`;

/** As the page with a line says it: no more of the number than its end. @param {string} typed */
export function noSuchCard(typed) {
  const last4 = typed.replace(/[A-D]$/i, '').slice(-4);
  return `まだお渡ししないでください。\nこのカード番号はありません。\n番号の下4桁 ${last4}\n番号を確かめて、もう一度読み取ってください。`;
}
