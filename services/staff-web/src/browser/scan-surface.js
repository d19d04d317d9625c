// @ts-check
import { face, heldBy } from './face.js';
import { missedNumbers } from './missed.js';
import { readKeys } from './read-keys.js';
import { button, element, placesFor, WORDS } from './say-read.js';
import { sayWaiting } from './say-waiting.js';
import { scanLine } from './scan-line.js';
import { play } from './sounds.js';
import { readInto, understand } from './understand.js';

/**
 * Takes over the reading of a page: every key, what it makes of it, and what becomes of that.
 * @param {HTMLInputElement} field
 * @param {HTMLFormElement} form
 */
export function takeOver(field, form) {
  const places = placesFor(field);
  const { said, heard } = places;
  const on = { goOn: () => line?.goOn(), drop: (/** @type {string} */ id) => line?.drop(id) };
  // The page without a line keeps what is read itself.
  const line = form.id === 'without-line' ? undefined : scanLine(field, (now) => sayWaiting(places, now, on));

  /** Numbers that were read as one, and what was read since, until somebody has said what they are. @type {{ numbers: string[], behind: string[][] } | undefined} */
  let two;
  const missed = missedNumbers(said);
  /** @param {string} kind @param {string} text @param {'ask' | 'again'} [tone] @param {HTMLElement[]} [buttons] */
  const say = (kind, text, tone = 'ask', buttons = []) => {
    const [head = '', more = ''] = WORDS[kind] ?? [];
    const note = element('div', '', 's-scan__say s-scan__say--large');
    note.dataset.tone = tone;
    const words = element('p', `${head}　${text}`);
    words.append(element('small', more));
    note.append(words, ...buttons);
    missed.below(note);
    begun();
    heard.textContent = `${head}。${two ? text : ''}${more}`;
    void play(tone);
  };
  /** @param {string} text */
  const goes = (text) => {
    if (line?.add(text)) return begun();
    if (line) return say('twice', '', 'again');
    field.value = text;
    form.requestSubmit();
  };
  const askTwo = () => {
    const { numbers = [], behind = [] } = two ?? {};
    const more = behind.length > 0 ? `（ほかに${behind.flat().length}点が待っています）` : '';
    const [both, again] = [() => answerTwo(true), () => answerTwo(false)];
    const ways = [button('2点とも', both, '1'), button('やり直す', again, '2')];
    say('two', numbers.join('　') + more, 'ask', ways);
  };
  /** @param {boolean} both */
  const answerTwo = (both) => {
    const { numbers = [], behind = [] } = two ?? {};
    two = undefined;
    missed.below();
    for (const number of both ? numbers : []) goes(number);
    for (let next = behind.shift(); next; next = behind.shift()) {
      if (next.length > 1) {
        two = { numbers: next, behind };
        return askTwo();
      }
      next.forEach(goes);
    }
  };
  // Left before that is said, each is shown when the page is opened again.
  addEventListener('pagehide', () => {
    if (two) line?.keep([two.numbers, ...two.behind].flat());
    two = undefined;
    missed.below();
  });
  /** @param {string} text @param {boolean} unseen */
  const read = (text, unseen) => {
    const into = readInto(form);
    const what = understand(text, into);
    if (two) {
      if (!unseen && what.kind === 'digit' && /[12]/.test(what.text)) return answerTwo(what.text === '1');
      if (what.kind === 'goes') two.behind.push([what.text]);
      if (what.kind === 'two') two.behind.push(what.numbers);
      return askTwo();
    }
    missed.after(what);
    missed.below();
    if (what.kind === 'two') {
      two = { numbers: what.numbers, behind: [] };
      return askTwo();
    }
    // The end of a number whose beginning nobody heard is no answer to what stands here.
    if (unseen && /nothing|digit/.test(what.kind)) return say('short', text);
    if (what.kind === 'nothing') return on.goOn();
    if (what.kind === 'goes' || (what.kind === 'digit' && !line)) return goes(what.text);
    if (what.kind !== 'digit') {
      say(what.kind, what.text);
      return into.names ? undefined : missed.add(what.text);
    }
    if (!line?.answer(what.text)) say('early', what.text);
  };
  /** What was answered before is no answer to what is being read. */
  const begun = () => {
    if (heldBy(face()) !== 'asked' && !line?.isHeld()) face()?.classList.add('s-answer--old');
  };
  const keys = readKeys(field, { read, begun });
  document.addEventListener('submit', (event) => {
    const { target, submitter } = event;
    // A page that was drawn without the field is an ordinary one: its forms are sent by the browser.
    if (!(target instanceof HTMLFormElement) || !line || !field.isConnected || target.method !== 'post')
      return;
    if (!target.closest('main') || target.target) return;
    event.preventDefault();
    if (target === form) return keys.finish();
    if (!two) missed.below();
    line.press(target, submitter);
  });
  line?.begin();
}
