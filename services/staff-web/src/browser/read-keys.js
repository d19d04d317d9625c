// @ts-check
import { begunBefore, leaveBegun } from './leaving.js';
import { readNumber } from './read-number.js';

/** A reader types faster than this between two keys; nobody types a whole number so. */
const BY_A_READER_MS = 100;
/** An input method is given this long to end what Enter ended. */
const COMPOSED_MS = 400;

/**
 * Every key of the page that belongs to a scan, wherever the focus is: keys outside of any field go to the scan field, a
 * number that a reader types into another field is taken out of it, and an input method that is on is read by the keys
 * that were pressed, not by what it made of them.
 * @param {HTMLInputElement} field
 * @param {{ begun: () => void, read: (text: string) => void }} then
 */
export function readKeys(field, { begun, read }) {
  /** The keys since the field was last empty. */
  let keys = '';
  /** An input method had a hand in the field. */
  let composed = false;
  /** Enter was pressed, and the input method has not put down yet what it ends. */
  let ended = false;
  let timer = 0;

  const finish = () => {
    stop();
    const seen = field.value;
    const text = composed && (readNumber(keys) || /^\d$/.test(keys)) ? keys : seen;
    [field.value, keys, composed, ended] = ['', '', false, false];
    read(text);
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
      read(elsewhere.keys);
    }
  };

  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    if (!field.isConnected || event.ctrlKey || event.altKey || event.metaKey) return;
    const { target } = event;
    if (target !== field && isTextField(target)) return intoAnother(event, target);
    const composing = event.isComposing || event.keyCode === 229;
    if (isEnter(event)) {
      if (target !== field && keys === '' && field.value === '') return;
      if (event.repeat) return event.preventDefault();
      // The input method takes this Enter for itself, and puts down what was composed after it.
      ended = composing;
      if (composing) return wait(COMPOSED_MS);
      event.preventDefault();
      return finish();
    }
    if (event.key === 'Backspace' || event.code === 'Backspace') keys = keys.slice(0, -1);
    const character = characterOf(event);
    // On an open sheet letters are its own.
    const isOfSheet = /\D/.test(character) && document.querySelector('dialog[open]') !== null;
    if (character === '' || isOfSheet) return;
    if (ended) finish();
    if (field.value === '') begun();
    keys += character;
    if (target === field) return;
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

/** @param {EventTarget | null} target @returns {target is HTMLInputElement | HTMLTextAreaElement} */
export function isTextField(target) {
  if (target instanceof HTMLTextAreaElement) return true;
  return (
    target instanceof HTMLInputElement && !/^(button|submit|checkbox|radio|reset|file)$/.test(target.type)
  );
}

/** Numbers are meant to be typed there. @param {HTMLInputElement | HTMLTextAreaElement} other */
export function takesNumbers(other) {
  return /^(numeric|tel)$/.test(other.inputMode) || other.type === 'search';
}

/** @param {KeyboardEvent} event */
export function isEnter({ key, code }) {
  return key === 'Enter' || code === 'Enter' || code === 'NumpadEnter';
}

/** The digit or letter of a label that a key stands for, also while an input method hides it. @param {KeyboardEvent} event */
export function characterOf({ key, code }) {
  if (/^[0-9A-Da-d０-９]$/.test(key)) return key.normalize('NFKC');
  const hidden = key === 'Process' || key === 'Unidentified' || key === '';
  const named = hidden ? /^(?:Digit|Numpad)(\d)$|^Key([A-D])$/.exec(code) : null;
  return named?.[1] ?? named?.[2] ?? '';
}
