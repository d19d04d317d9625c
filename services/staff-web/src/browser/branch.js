// @ts-check
// On every page of a pickup library: what was kept without a line is sent, and the next time without one is prepared.
import { send } from './queue.js';
import { replies, stateOf } from './scan-row.js';
import { isSetAside, kept, rememberLibrary } from './scan-store.js';

const { library, name } = document.body.dataset;
const line = document.getElementById('line');

/** What was told, until it is told anew. @type {Element[]} */
const told = [];

/** @param {string} words @param {string} tone @param {HTMLElement[]} buttons */
function tell(words, tone, buttons = []) {
  const note = document.createElement('p');
  note.className = 's-check';
  note.dataset.tone = tone;
  const text = document.createElement('span');
  text.textContent = words;
  note.append(text, ...buttons);
  told.push(note);
  document.getElementById('main')?.prepend(note);
}

/** @param {string} state @param {string} words */
function showLine(state, words) {
  if (!line) return;
  line.dataset.link = state;
  const text = line.querySelector('span');
  if (text) text.textContent = words;
}

async function sendKept() {
  for (const note of told.splice(0)) note.remove();
  const before = (await kept()).filter((scan) => scan.refused === undefined);
  if (before.length > 0) {
    showLine('off', `未送信${before.length}件`);
    const { results, stopped } = await send();
    const sent = results.filter(({ refused }) => !refused);
    if (sent.length > 0) tell(`未送信だった${sent.length}件を送りました`, 'ok');
    const left = (await kept()).filter((scan) => scan.refused === undefined).length;
    if (left > 0) showLine('off', `未送信${left}件`);
    else if (stopped === undefined) showLine('on', 'つながっています');
  }
  for (const scan of await kept()) {
    const { refused, asksLent, code } = scan;
    const words = `${code}　${stateOf(scan)}`;
    if (refused !== undefined) tell(words, asksLent ? 'ask' : 'stop', replies(scan, sendKept));
    else if (isSetAside(scan)) tell(words, 'ask');
  }
}

addEventListener('offline', () => showLine('off', '電波が届きません'));
addEventListener('online', () => showLine('on', 'つながっています'));
if (library) await rememberLibrary({ library, name: name ?? library });
await sendKept();
await navigator.serviceWorker?.register('/scripts/branch-worker.js', { type: 'module', scope: '/' });
