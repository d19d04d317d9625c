// @ts-check
// Types on this page what was typed while it came. What can't be is shown, until somebody says what becomes of it.
import { isTextField } from './read-keys.js';
import { button, element, shown } from './say-read.js';

/** @typedef {{ key: string, code: string }} Key */

/** After this it is said that no page comes; it may all the same. */
const LATE_MS = 8_000;
/** Somebody stands before the same page as long as this; later they are asked. */
const SAME_MS = 60_000;
const LEFT = 'left-on-the-way';
const way = onTheWay;
const note = element('div', '', 's-held');
note.dataset.tone = 'ask';
note.setAttribute('role', 'status');
document.body.append(note);
let timer = 0;
let isLate = false;
/** What was meant for another page, or is old: somebody says what becomes of it. @type {Key[]} */
let left = JSON.parse(sessionStorage.getItem(LEFT) ?? '[]');

/** The numbers among them. @param {readonly Key[]} keys */
function numbersOf(keys) {
  const texts = keys.map(({ key }) => (key.length > 1 ? ` ${key.replace('Enter', '')} ` : key)).join('');
  return texts.split(' ').filter(Boolean).map(shown).join('　');
}

/** @param {string} [words] @param {readonly Key[]} [keys] @param {boolean} [asks] */
function say(words, keys = [], asks = false) {
  note.replaceChildren();
  note.classList.toggle('s-scan__say', words !== undefined);
  if (!words) return;
  const text = element('p', words);
  text.append(element('small', numbersOf(keys)));
  note.append(text);
  if (asks) note.append(button('この画面で受け付ける', typeHere), button('やめる', drop));
}

function draw() {
  const { keys, isLeaving, isHolding } = way;
  if (keys.length > 0 && isLeaving && !isLate)
    say('次の画面を待っています。読み取ったものは、次の画面で受け付けます。', keys);
  else if (keys.length > 0 && (isLeaving || !isHolding))
    say('次の画面が開きません。読み取ったものは残っています。', keys, true);
  else if (left.length > 0) say('前の画面で読み取ったものが残っています。', left, true);
  else say();
}

/** @param {Key[]} keys @param {Key[]} others */
function keep(keys, others) {
  [way.keys, left] = [keys, others];
  sessionStorage.setItem(LEFT, JSON.stringify(left));
  way.store();
}

function typeHere() {
  way.isLeaving = false;
  keep([...left, ...way.keys], []);
  typeOn();
}

function drop() {
  keep([], []);
  draw();
}

function came() {
  const { to = location.pathname, at, count } = way.came;
  const isMeant = to === location.pathname && Date.now() - at < SAME_MS;
  if (!isMeant) keep(way.keys.slice(count), [...left, ...way.keys.slice(0, count)]);
  typeOn();
}

/** Types what is kept; the place after a scan is opened once that is answered, and takes the rest along. */
function typeOn() {
  if (way.isLeaving) return draw();
  way.isHolding = true;
  let [isBegun, isEarly] = [false, false];
  for (let next = way.keys.shift(); next; next = way.keys.shift()) {
    if (way.isPlace(next) && document.body.dataset.sending !== undefined) {
      way.keys.unshift(next);
      return document.addEventListener('settled', typeOn, { once: true });
    }
    // A digit in place of a button answers nothing that was not seen.
    const isAnswer = !isBegun && /^\d$/.test(next.key) && way.keys[0]?.key === 'Enter';
    if (isAnswer) way.keys.shift();
    way.store();
    if (isAnswer) isEarly = true;
    else type(next);
    isBegun = !isAnswer && next.key.length === 1;
    if (way.isLeaving) return draw();
  }
  way.isHolding = false;
  if (!isEarly) return draw();
  say('数字は、画面が出てからもう一度押してください。');
  document.addEventListener('keydown', draw, { once: true });
}

/** As the browser would. @param {Key} key */
function type({ key, code }) {
  const at = document.activeElement ?? document.body;
  const isDone = !at.dispatchEvent(
    new KeyboardEvent('keydown', { key, code, bubbles: true, cancelable: true }),
  );
  if (isDone || !isTextField(at)) return;
  if (key === 'Enter') at.form?.requestSubmit();
  else if (key === 'Backspace') at.value = at.value.slice(0, -1);
  else if (at.selectionStart === 0 && at.selectionEnd === at.value.length) at.value = key;
  else at.value += key;
}

way.isTyped = true;
document.addEventListener('held', () => {
  if (!way.isLeaving || timer === 0) {
    clearTimeout(timer);
    [timer, isLate] = [0, false];
  }
  if (way.isLeaving && timer === 0)
    timer = setTimeout(() => {
      isLate = true;
      draw();
    }, LATE_MS);
  draw();
});
addEventListener('DOMContentLoaded', came);
addEventListener('came', came);
