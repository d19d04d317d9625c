// @ts-check
// The page that a pickup library's phone shows without a line: what is scanned is kept, shown, and sent later.
import { goBack, untilLeft } from './go-back.js';
import { send } from './queue.js';
import { scanRow, stateOf } from './scan-row.js';
import { kept, libraryHere } from './scan-store.js';
import { storeWaiting, takeWaiting } from './scans-waiting.js';
import { byId, comingFrom, say, showJob, showWhereFrom, showWhy } from './shell-parts.js';
import { play } from './sounds.js';
import { cardIn, FIRST, jobOf, takeScan } from './take-scan.js';

const job = jobOf(location.pathname);
/** @type {import('./take-scan.js').InHand} */
const hand = {};

const field = byId('scan', HTMLInputElement);
const list = byId('unsent', HTMLElement);

/** Whose visit it is, while it is. */
function showCard() {
  const card = cardIn(hand, new Date().toISOString());
  byId('in-hand', HTMLElement).hidden = card === undefined;
  byId('last4', HTMLElement).textContent = card?.slice(-4) ?? '';
}

async function show() {
  const scans = (await kept()).reverse();
  list.replaceChildren(...scans.map((scan) => scanRow(scan, stateOf(scan), changed)));
  const unsent = scans.filter((scan) => scan.refused === undefined).length;
  byId('waiting', HTMLElement).hidden = unsent === 0;
  showCard();
  return unsent;
}

/** @param {import('./take-scan.js').Taken | undefined} taken */
async function told(taken) {
  const unsent = await show();
  if (taken?.kind === 'wrong') return say('stop', taken.say);
  if (taken?.kind === 'twice') return say('wait', 'この番号は記録してあります。\n1回と数えました');
  if (taken?.kind === 'undone') return say('wait', '取り消しました');
  if (taken?.kind === 'ended' && job === 'handOut') return say('wait', FIRST);
  if (taken?.kind === 'card' || (hand.card !== undefined && unsent === 0)) {
    return say('wait', '資料を読み取ってください');
  }
  if (unsent > 0) return say('ask', `記録しました\n（未送信${unsent}件）。\nつながると送ります`);
  say('wait', job === 'handOut' ? FIRST : '読み取りを待っています');
}

/** In the list something was said. @param {Parameters<typeof told>[0]} [taken] */
const changed = (taken) => void told(taken).then(() => field.focus());

const trySending = untilLeft(async () => {
  const { results, stopped } = await send();
  const sent = results.filter(({ refused }) => !refused);
  const unsent = await show();
  const card = cardIn(hand, new Date().toISOString());
  const mayLeave = () => field.value === '';
  const back = await goBack(job, { stopped, card, from: hand.from, sent, mayLeave });
  if (back === 'left') return true;
  showWhy(back === 'signIn');
  if (results.length === 0) return;
  list.append(...sent.map((one) => scanRow(one.scan, one.say)));
  if (unsent > 0) return void (await told({ kind: 'kept' }));
  const isRefused = sent.length < results.length;
  say(isRefused ? 'stop' : 'ok', `未送信だった${results.length}件を送りました`);
  if (isRefused) await play('stop');
});

async function begin() {
  showWhy();
  const from = await comingFrom();
  Object.assign(hand, from?.hand);
  if (job === 'handIn') hand.from = showWhereFrom(hand.from);
  await told(from?.taken);
}
const begun = begin();

/** @typedef {Omit<Parameters<typeof takeScan>[1], 'from'>} Read */
/** @param {Read} read */
async function takeAndTell(read) {
  const taken = await takeScan(hand, { ...read, ...(hand.from ? { from: hand.from } : {}) });
  await told(taken);
  // With a line it is sent while whoever reads it is still here.
  if (taken.kind === 'kept') void trySending();
}
/** What is read is taken in its order: a copy is of the card before it. What brought this page here is told first. */
let turn = begun;
/** @param {Read} read */
function take(read) {
  turn = turn
    .then(() => takeAndTell(read))
    .catch((error) => {
      say('stop', '記録できませんでした。もう一度読み取ってください');
      reportError(error);
    });
}
// What waited when the line went is kept too, as it was read.
for (const { text: code, ...read } of takeWaiting()) take({ job, code, ...read });
void turn.then(() => storeWaiting([]));

byId('without-line', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  const read = { job, code: field.value, factId: crypto.randomUUID(), occurredAt: new Date().toISOString() };
  field.value = '';
  field.focus();
  take(read);
});
byId('keys', HTMLElement).addEventListener('click', () => {
  field.inputMode = 'numeric';
  field.focus();
});
byId('send', HTMLElement).addEventListener('click', trySending);
addEventListener('online', trySending);
addEventListener('offline', () => showWhy());
setInterval(trySending, 5_000);
setInterval(showCard, 15_000);

showJob(job);
byId('library', HTMLElement).textContent = (await libraryHere())?.name ?? '';
await begun;
field.focus();
document.body.dataset.ready = 'yes';
