import { readNumber } from './read-number.js';
import { takesNumbers } from './what-is-typed.js';

const find = /** @type {HTMLInputElement} */ (document.getElementById('find'));

/** Something is being typed there; a whole number in a field of numbers was. @param {HTMLInputElement} field */
function isTyping(field) {
  if (!takesNumbers(field) && !['scan', 'find', 'sought'].includes(field.id)) return true;
  return field.value !== '' && !readNumber(field.value);
}

/** `/` begins a search from anywhere on the page, but not inside of something that is being typed. */
document.addEventListener(
  'keydown',
  (event) => {
    if (event.key !== '/' || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    const { target } = event;
    if (!find.isConnected || target instanceof HTMLTextAreaElement) return;
    if (target instanceof HTMLInputElement && isTyping(target)) return;
    event.preventDefault();
    // The scan field's reader (read-keys.js) hears every key of the document, too.
    event.stopImmediatePropagation();
    find.focus();
    find.select();
  },
  { capture: true },
);
find.addEventListener('keydown', (event) => {
  const first = document.querySelector('#main :is(a, button)');
  if (event.key !== 'ArrowDown' || event.isComposing || !(first instanceof HTMLElement)) return;
  event.preventDefault();
  first.focus();
});
const FOUND = ':is([aria-labelledby=persons], [aria-labelledby=titles]) tbody tr';
/** From row to row of what was found, and back into the box above the first. */
document.addEventListener('keydown', (event) => {
  const { key, target } = event;
  const row = target instanceof Element ? target.closest(FOUND) : null;
  if (row === null || !['ArrowDown', 'ArrowUp'].includes(key)) return;
  const all = [...document.querySelectorAll(FOUND)];
  const next = all[all.indexOf(row) + (key === 'ArrowDown' ? 1 : -1)];
  const to = next?.querySelector('a, button') ?? (key === 'ArrowUp' ? find : undefined);
  if (!(to instanceof HTMLElement)) return;
  event.preventDefault();
  to.focus();
});
// What is typed before the answer is there takes the place of what was sent.
find.form?.addEventListener('submit', () => find.select());
