// @ts-check
// What the page says at its lower edge, and to a screen reader, of what waits for its turn.
import { leftToNext } from './leaving.js';
import { button, element } from './say-read.js';
import { leftElsewhere } from './scans-waiting.js';

/** @typedef {import('./face.js').Held} Held */
/** @typedef {{ waiting: readonly import('./scans-waiting.js').Read[], sending: boolean, held: Held | undefined, status: number | undefined }} Line */

/** @type {Record<Held, string>} */
const HELD = {
  refused: '上の答えを確かめてから、Enter か「続ける」で進めます。',
  asked: '先に、質問に答えてください。',
  elsewhere: '前に読み取ったものが残っています。Enter か「続ける」で進めます。',
  away: '送れません。読み取ったものは残っています。つながると続けます。',
};

/** Of a button, where no number waits. */
const PRESSED = '押したボタンは、まだ送れていません';
const PRESSED_WHY = 'つながると続けます。';

/** How a number is shown while it waits; of a card its last digits. @param {string} text */
function shortened(text) {
  return text.length === 8 ? `…${text.slice(-4)}` : text;
}

/**
 * What waits, how much of it and why, each to be dropped.
 * @param {Line} line
 * @param {{ goOn: () => void, drop: (factId: string) => void }} on
 */
function waitingOnes({ waiting, sending, held, status }, { goOn, drop }) {
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
  // The one that is on its way, or on its way to the service worker, does not wait.
  if (rest.length === 0 && !(away && !sending)) return left;
  const note = element('div', '', 's-scan__say');
  note.dataset.tone = away ? 'stop' : held ? 'ask' : 'wait';
  const isPressed = rest.length === 0;
  const words = element('p', isPressed ? PRESSED : `${rest.length}点が待っています`);
  const why = isPressed ? PRESSED_WHY : held && HELD[held];
  if (why) words.append(element('small', `${why}${status ? `（${status}）` : ''}`));
  note.append(words);
  if (held && held !== 'asked') note.append(button(away ? 'もう一度送る' : '続ける', goOn));
  const list = element('ol', '', 's-wait');
  for (const { text, factId } of rest) {
    const item = document.createElement('li');
    // With no number before it: a digit on the page is one that can be typed.
    item.append(
      element('span', shortened(text), 's-num'),
      button('やめる', () => drop(factId)),
    );
    list.append(item);
  }
  return [note, list, ...left];
}

/**
 * The same for the eye and for the ear: behind the answer that was just read out, or alone.
 * @param {{ waits: HTMLElement, heard: HTMLElement }} places
 * @param {Line} line
 * @param {Parameters<typeof waitingOnes>[1]} on
 */
export function sayWaiting({ waits, heard }, line, on) {
  waits.replaceChildren(...waitingOnes(line, on));
  const { waiting, sending, held } = line;
  if (!held || sending || (waiting.length === 0 && held !== 'away')) return;
  const words =
    waiting.length === 0 ? `${PRESSED}。${PRESSED_WHY}` : `${waiting.length}点が待っています。${HELD[held]}`;
  const before = heard.textContent ?? '';
  if (!before.endsWith(words)) heard.textContent = before === document.title ? `${before}。${words}` : words;
}
