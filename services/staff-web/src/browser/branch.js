// @ts-check
// On every page of a pickup library: what was kept without a line is sent, and the next time without one is prepared.
import { arrivedLate, noteArrived } from './arrived-late.js';
import { takeSentLate } from './go-back.js';
import { forgetAnswered, forgetHandOuts } from './handed-in.js';
import { takeOutNotDone } from './not-done.js';
import { send } from './queue.js';
import { replies, wordsOf } from './scan-row.js';
import { isSetAside, kept, rememberLibrary } from './scan-store.js';
import { play } from './sounds.js';

const { library, name } = document.body.dataset;
const line = document.getElementById('line');

const HEARD = 'late-refusals-heard';
const UNDO = '取り消すときは、その仕事の画面の「読み取ったもの」を開きます。';
/** What was told, until it is told anew. @type {HTMLElement[]} */
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

/** Late refusals are as loud as others, each once in this tab: the copy may have left with somebody. @param {string[]} facts */
async function sound(facts) {
  const heard = JSON.parse(sessionStorage.getItem(HEARD) ?? '[]');
  if (facts.every((fact) => heard.includes(fact))) return;
  sessionStorage.setItem(HEARD, JSON.stringify(facts));
  await play('stop');
}

/** Draws the server's list of now: the page was drawn before the sending. */
async function drawListAnew() {
  let isDrawn = false;
  document.addEventListener('drawn', () => {
    isDrawn = true;
  });
  const there = await fetch(location.href, { headers: { accept: 'text/html' } }).catch(() => undefined);
  const text = there?.ok ? await there.text().catch(() => '') : '';
  const list = new DOMParser().parseFromString(text, 'text/html').getElementById('earlier');
  if (list && !isDrawn) document.getElementById('earlier')?.replaceWith(list);
}

/** How much is not sent, and whose where it is another library's. @param {import('./scan-store.js').Kept[]} scans */
function unsentWords(scans) {
  const theirs = scans.find((scan) => scan.library && scan.library !== library);
  const whose = theirs ? `（${theirs.libraryName ?? 'ほかの館'}がログインすると送ります）` : '';
  return `未送信${scans.length}件${whose}`;
}

async function sendKept() {
  for (const note of told.splice(0)) note.remove();
  let late = takeSentLate();
  const before = (await kept()).filter((scan) => scan.refused === undefined);
  if (before.length > 0) {
    if (takeOutNotDone(before)) return;
    showLine('off', unsentWords(before));
    const { results, stopped } = await send();
    const taken = results.filter(({ refused }) => !refused);
    late += taken.length;
    noteArrived(taken);
    const home = taken.flatMap(({ scan }) => (scan.job === 'handIn' ? scan.code : []));
    await forgetHandOuts((code) => home.includes(code));
    const left = (await kept()).filter((scan) => scan.refused === undefined);
    if (left.length > 0) showLine('off', unsentWords(left));
    else if (stopped === undefined) showLine('on', 'つながっています');
    if (taken[0] && document.getElementById('earlier')) await drawListAnew();
  }
  if (late > 0) tell(`未送信だった${late}件を送りました。${UNDO}`, 'ok');
  for (const one of arrivedLate()) tell(...one);
  const scans = await kept();
  for (const scan of scans) {
    const { refused, asksLent } = scan;
    const words = wordsOf(scan);
    if (refused !== undefined) tell(words, asksLent ? 'ask' : 'stop', replies(scan, sendKept));
    else if (isSetAside(scan)) tell(words, 'ask');
  }
  const refusals = scans.filter(({ refused, asksLent }) => refused !== undefined && !asksLent);
  await sound(refusals.map(({ factId }) => factId));
}

// The next answer is drawn around what was told: what has to be read stays.
document.addEventListener('drawn', async () => {
  const unread = told.filter(({ dataset }) => dataset.tone !== 'ok');
  document.getElementById('main')?.prepend(...unread);
  if (await forgetAnswered()) await sendKept();
});
addEventListener('offline', () => showLine('off', '電波が届きません'));
addEventListener('online', () => showLine('on', 'つながっています'));
if (library) await rememberLibrary({ library, name: name ?? library });
await forgetAnswered();
await sendKept();
await navigator.serviceWorker?.register('/scripts/branch-worker.js', { type: 'module', scope: '/' });
