// @ts-check
// Where somebody is while a form is sent and its answer drawn, and where they go on.
import { isTextField, takesNumbers } from './what-is-typed.js';

/**
 * Another field than the one that is read into, which somebody is in. `sent`: it holds a number that was sent with that
 * form.
 * @param {HTMLInputElement} field
 * @param {string} action
 * @param {URLSearchParams} body
 */
export function inUse(field, action, body) {
  const at = document.activeElement;
  if (!isTextField(at) || at === field || !at.id) return undefined;
  const sent = takesNumbers(at) && at.form?.action === action && body.get(at.name) === at.value;
  return { at, sent };
}

/**
 * What is being written stays; a number that was sent is as the answer draws it, and what is read next takes its place.
 * @param {Element} main
 * @param {HTMLInputElement} field
 * @param {ReturnType<typeof inUse>} used
 */
export function goOn(main, field, used) {
  const again = used ? document.getElementById(used.at.id) : null;
  if (!used?.sent && isTextField(again)) {
    again.value = used?.at.value ?? '';
    return again.focus();
  }
  const next = main.querySelector(`[autofocus]:not(#${field.id})`) ?? again ?? field;
  if (next instanceof HTMLElement) next.focus();
  if (next !== field && isTextField(next)) next.select();
}
