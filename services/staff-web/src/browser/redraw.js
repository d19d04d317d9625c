// @ts-check
// A form is sent and the page that answers it is drawn here, around the field: what is typed meanwhile stays in it.
import { goOn, inUse } from './in-use.js';
import { leaveFor } from './leaving.js';

/** @typedef {{ kind: 'drawn' | 'left' } | { kind: 'away', status?: number }} Outcome */

const PATIENCE_MS = 20_000;
/** Where a service worker keeps what can't be sent: as long as it waits itself. */
const ON_A_PHONE_MS = 8_000;

const here = () => location.pathname + location.search;
/** The address of what is drawn; a step back to another one loads that. */
let drawn = here();
addEventListener('popstate', () => {
  if (here() !== drawn) location.reload();
});

/**
 * Sends a form as the browser would and draws the page that follows. `left`: it led to a page without this field;
 * `away`: nothing of ours answered.
 * @param {string} action
 * @param {URLSearchParams} body
 * @param {HTMLInputElement} field
 * @returns {Promise<Outcome>}
 */
export async function sendHere(action, body, field) {
  let response;
  let text;
  const sent = inUse(field, action, body);
  // What is read there meanwhile takes its place.
  if (sent?.sent) sent.at.select();
  try {
    const worker = navigator.serviceWorker?.controller;
    const signal = AbortSignal.timeout(worker ? ON_A_PHONE_MS : PATIENCE_MS);
    response = await fetch(action, { method: 'POST', body, signal, headers: { accept: 'text/html' } });
    text = await response.text();
  } catch {
    return { kind: 'away' };
  }
  if (response.status >= 500) return { kind: 'away', status: response.status };
  const page = new DOMParser().parseFromString(text, 'text/html');
  const [main, next] = [document.querySelector('main'), page.querySelector('main')];
  const other = page.getElementById(field.id);
  if (!main || !next || !other || !canGraft(main, next, field, other)) {
    if (response.redirected || !main || !next) {
      leaveFor(new URL(response.url).pathname);
      location.assign(response.url);
    } else {
      document.title = page.title;
      // A sheet to be printed has no frame.
      if (page.body.matches('.p-body')) document.documentElement.replaceWith(page.documentElement);
      else main.replaceWith(next);
      // Another page is read from its beginning, however far down the form stood.
      scrollTo(0, 0);
      document.dispatchEvent(new Event('drawn'));
    }
    return { kind: 'left' };
  }
  const used = inUse(field, action, body);
  graft(main, next, field, other);
  document.title = page.title;
  for (const part of ['.s-rail', '.s-top__time']) {
    const [old, drawn] = [document.querySelector(part), page.querySelector(part)];
    if (old && drawn && old.outerHTML !== drawn.outerHTML) old.replaceWith(drawn);
  }
  if (response.redirected && response.url !== location.href) {
    const isSame = new URL(response.url).pathname === location.pathname;
    history[isSame ? 'replaceState' : 'pushState']({}, '', response.url);
    drawn = here();
  }
  goOn(main, field, used);
  document.dispatchEvent(new Event('drawn'));
  return { kind: 'drawn' };
}

/** The same elements lead down to the field in both. @param {Element} old @param {Element} drawn @param {Element} field @param {Element} other */
function canGraft(old, drawn, field, other) {
  const path = (/** @type {Element} */ from, /** @type {Element} */ to) => {
    const names = [];
    for (let at = to; at !== from && at.parentElement; at = at.parentElement) names.push(at.tagName);
    return names.join();
  };
  return path(old, field) === path(drawn, other);
}

/**
 * Everything around the field becomes what was drawn; the field itself, and what leads down to it, stay where they are:
 * one that is moved loses the focus and what an input method has begun.
 * @param {Element} old @param {Element} drawn @param {Element} field @param {Element} other
 */
function graft(old, drawn, field, other) {
  if (old !== field) for (const { name } of [...old.attributes]) old.removeAttribute(name);
  for (const { name, value } of [...drawn.attributes]) if (name !== 'value') old.setAttribute(name, value);
  if (old === field) return;
  const kept = [...old.children].find((child) => child.contains(field));
  const its = [...drawn.children].find((child) => child.contains(other));
  if (!kept || !its) return;
  for (const node of [...old.childNodes]) if (node !== kept) node.remove();
  const parts = [...drawn.childNodes];
  const at = parts.indexOf(its);
  kept.before(...parts.slice(0, at));
  kept.after(...parts.slice(at + 1));
  graft(kept, its, field, other);
}
