// @ts-check
// On every page of a pickup library: what was kept without a line is sent, and the next time without one is prepared.
import { send } from './queue.js';
import { stateOf } from './scan-row.js';
import { forget, isSetAside, kept, rememberLibrary } from './scan-store.js';

const { library, name } = document.body.dataset;
const line = document.getElementById('line');

/** @param {string} words @param {string} tone @param {(() => void) | undefined} read */
function tell(words, tone, read) {
  const note = document.createElement('p');
  note.className = 's-check';
  note.dataset.tone = tone;
  const text = document.createElement('span');
  text.textContent = words;
  note.append(text);
  if (read) {
    const button = document.createElement('button');
    button.className = 'btn btn--second';
    button.textContent = '確かめました';
    button.addEventListener('click', () => {
      read();
      note.remove();
    });
    note.append(button);
  }
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
  const before = (await kept()).filter((scan) => scan.refused === undefined);
  if (before.length > 0) {
    showLine('off', `未送信${before.length}件`);
    const { results, stopped } = await send();
    const sent = results.filter(({ refused }) => !refused);
    if (sent.length > 0) tell(`未送信だった${sent.length}件を送りました`, 'ok', undefined);
    const left = (await kept()).filter((scan) => scan.refused === undefined).length;
    if (left > 0) showLine('off', `未送信${left}件`);
    else if (stopped === undefined) showLine('on', 'つながっています');
  }
  for (const scan of await kept()) {
    const { order, refused, code } = scan;
    const words = `${code}　${stateOf(scan)}`;
    if (refused !== undefined && order !== undefined) tell(words, 'stop', () => forget(order));
    else if (isSetAside(scan)) tell(words, 'ask', undefined);
  }
}

addEventListener('offline', () => showLine('off', '電波が届きません'));
addEventListener('online', () => showLine('on', 'つながっています'));
if (library) await rememberLibrary({ library, name: name ?? library });
await sendKept();
await navigator.serviceWorker?.register('/scripts/branch-worker.js', { type: 'module', scope: '/' });
