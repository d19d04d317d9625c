// @ts-check
import { begunBefore, firstKeys, leaveBegun } from './leaving.js';
import { readNumber } from './read-number.js';
import { characterOf, isEnter, isTextField, takesNumbers } from './what-is-typed.js';

/** A reader types faster than this between two keys; nobody types a whole number so. */
const BY_A_READER_MS = 100;
/** An input method is given this long to end what Enter ended. */
const COMPOSED_MS = 400;

/**
 * Every key of the page that belongs to a scan, wherever the focus is: keys outside of any field go to the scan field, a
 * number that a reader types into another field is taken out of it, and an input method that is on is read by the keys
 * that were pressed, not by what it made of them.
 * @param {HTMLInputElement} field
 * `unseen`: it was begun before the page stood, so that it answers nothing there.
 * @param {{ begun: () => void, read: (text: string, unseen: boolean) => void }} then
 */
export function readKeys(field, { begun, read }) {
  /** The keys since the field was last empty. */
  let keys = '';
  /** An input method had a hand in the field. */
  let composed = false;
  /** What is typed was begun before anybody saw this page. */
  let unseen = false;
  /** Enter was pressed, and the input method has not put down yet what it ends. */
  let ended = false;
  let timer = 0;

  const finish = () => {
    stop();
    const seen = field.value;
    const text = composed && (readNumber(keys) || /^\d$/.test(keys)) ? keys : seen;
    const isUnseen = unseen;
    [field.value, keys, composed, ended, unseen] = ['', '', false, false, false];
    read(text, isUnseen);
  };

  function stop() {
    clearTimeout(timer);
    timer = 0;
  }

  /** What a reader types into another field. */
  const elsewhere = { before: '', keys: '', at: 0 };
  /** @param {KeyboardEvent} event @param {HTMLInputElement | HTMLTextAreaElement} other */
  const intoAnother = (event, other) => {
    const isOfBefore = event.timeStamp - elsewhere.at < BY_A_READER_MS;
    if (!isOfBefore) Object.assign(elsewhere, { before: other.value, keys: '' });
    elsewhere.at = event.timeStamp;
    if (!isEnter(event)) elsewhere.keys += characterOf(event);
    else if (readNumber(elsewhere.keys) && !takesNumbers(other)) {
      event.preventDefault();
      other.value = elsewhere.before;
      begun();
      read(elsewhere.keys, false);
    }
  };

  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    if (!field.isConnected || event.ctrlKey || event.altKey || event.metaKey) return;
    const { target } = event;
    if (target !== field && isTextField(target)) return intoAnother(event, target);
    const composing = event.isComposing || event.keyCode === 229;
    composed ||= composing && target === field;
    if (isEnter(event)) {
      // Alone it is taken by what has the focus, where anything has.
      const isTaken = target !== field && target !== document.body;
      if (isTaken && keys === '' && field.value === '' && !unseen) return;
      if (event.repeat) return event.preventDefault();
      // The input method takes this Enter for itself, and puts down what was composed after it.
      ended = composing;
      if (composing) return wait(COMPOSED_MS);
      event.preventDefault();
      return finish();
    }
    if (event.key === 'Backspace' || event.code === 'Backspace') {
      keys = keys.slice(0, -1);
      if (event.defaultPrevented) field.value = field.value.slice(0, -1);
    }
    // Of what was kept for this page (first-keys.js) the field has heard nothing, whatever it was.
    const isKept = target === field && event.defaultPrevented;
    const character = characterOf(event) || (isKept && event.key.length === 1 ? event.key : '');
    // On an open sheet letters are its own.
    const isOfSheet = /\D/.test(character) && document.querySelector('dialog[open]') !== null;
    if (character === '' || isOfSheet) return;
    if (ended) finish();
    if (field.value === '') begun();
    keys += character;
    if (target === field && !isKept) return;
    field.focus();
    event.preventDefault();
    field.value += character;
  };

  /** Ends the reading when nothing more has come. @param {number} ms */
  function wait(ms) {
    clearTimeout(timer);
    timer = setTimeout(finish, ms);
  }

  field.value = begunBefore() + field.value;
  addEventListener('pagehide', () => {
    leaveBegun(field.value);
    field.value = '';
  });
  document.addEventListener('keydown', onKey, { capture: true });
  for (const event of firstKeys.handOver()) {
    unseen = true;
    onKey(event);
  }
  unseen = field.value !== '' || keys !== '';
  field.addEventListener('compositionstart', () => {
    composed = true;
    stop();
  });
  field.addEventListener('compositionend', () => {
    if (ended) finish();
    else wait(COMPOSED_MS);
  });
  return { finish };
}
