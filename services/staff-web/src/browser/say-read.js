// @ts-check
import { leftToNext } from './leaving.js';
import { leftElsewhere } from './scans-waiting.js';

// What the page itself says: below the field what it did not understand, at the lower edge what waits for its turn.

/** @type {Record<string, [string, string]>} */
export const WORDS = {
  short: [
    '番号が足りません',
    'もう一度 読み取ってください。同じなら、県立図書館の番号ではありません。まだ何も変わっていません。',
  ],
  long: [
    '番号が長すぎます',
    '続けて読んだ番号がつながったようです。1点ずつ 読み直してください。まだ何も変わっていません。',
  ],
  strange: [
    '番号を読めません',
    '日本語入力がオンです。もう一度 読み取ってください。まだ何も変わっていません。',
  ],
  two: ['2点を続けて読みましたか', 'まだ何も変わっていません。'],
  early: ['答えを待っています', '数字は、答えが出てからもう一度 押してください。'],
  twice: ['同じ番号を続けて読みました', '1回と数えました。'],
};

/** @type {Record<import('./scan-line.js').Held, string>} */
const HELD = {
  refused: '上の答えを確かめてから、Enter か「続ける」で進めます。',
  asked: '先に、質問に答えてください。',
  elsewhere: '前に読み取ったものが残っています。Enter か「続ける」で進めます。',
  away: '送れません。読み取ったものは残っています。つながると続けます。',
};

/** @param {string} tag @param {string} words @param {string} [look] */
export function element(tag, words, look = '') {
  const made = document.createElement(tag);
  made.className = look;
  made.textContent = words;
  return made;
}

/** @param {string} words @param {() => void} work @param {string} [key] */
export function button(words, work, key) {
  const made = /** @type {HTMLButtonElement} */ (element('button', words, 'btn btn--second'));
  made.type = 'button';
  made.addEventListener('click', work);
  if (key) made.append(element('kbd', key));
  return made;
}

/**
 * Places that stay while the page is drawn anew: `said` below the field, `waits` at the lower edge of the screen, where
 * it moves no answer.
 * @param {HTMLInputElement} field
 */
export function placesFor(field) {
  const [said, waits] = [element('div', '', 's-said'), element('div', '', 's-waiting')];
  const put = () => {
    if (!field.isConnected) return;
    field.form?.after(said);
    field.closest('main')?.append(waits);
  };
  document.addEventListener('drawn', put);
  put();
  // Read out by a screen reader; the answer itself is drawn without a new page.
  const heard = element('p', '', 'visually-hidden');
  heard.setAttribute('role', 'status');
  document.body.append(heard);
  document.addEventListener('drawn', () => {
    heard.textContent = document.title;
  });
  return { said, waits, heard };
}

/** How a number is shown while it waits; of a card its last digits. @param {string} text */
function shown(text) {
  return text.length === 8 ? `…${text.slice(-4)}` : text;
}

/**
 * What waits, how much of it and why, each to be dropped.
 * @param {import('./scan-line.js').Line} line
 * @param {{ goOn: () => void, drop: (factId: string) => void }} on
 */
export function waitingOnes({ waiting, sending, held, status }, { goOn, drop }) {
  const rest = sending ? waiting.slice(1) : waiting;
  const away = held === 'away';
  const left = leftElsewhere().map(([page, count]) => {
    const isOpened = leftToNext();
    const words = isOpened
      ? `${count}点は次の画面で受け付けます。`
      : `前に開いた画面で読み取った${count}点が残っています。　`;
    const note = element('p', words, 's-scan__say');
    note.dataset.tone = isOpened ? 'wait' : 'ask';
    if (isOpened) return note;
    const link = /** @type {HTMLAnchorElement} */ (element('a', 'その画面を開く'));
    link.href = page;
    note.append(link);
    return note;
  });
  if (rest.length === 0 && !away) return left;
  const note = element('div', '', 's-scan__say');
  note.dataset.tone = away ? 'stop' : held ? 'ask' : 'wait';
  const words = element('p', `${waiting.length - (sending ? 1 : 0)}点が待っています`);
  if (held) words.append(element('small', `${HELD[held]}${status ? `（${status}）` : ''}`));
  note.append(words);
  if (held && held !== 'asked') note.append(button(away ? 'もう一度送る' : '続ける', goOn));
  const list = element('ol', '', 's-wait');
  for (const { text, factId } of rest) {
    const item = document.createElement('li');
    // With no number before it: a digit on the page is one that can be typed.
    item.append(
      element('span', shown(text), 's-num'),
      button('やめる', () => drop(factId)),
    );
    list.append(item);
  }
  return [note, list, ...left];
}
