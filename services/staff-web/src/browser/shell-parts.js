// @ts-check
// What the page without a line shows beside the scans, and what brought it here.
import { LABELS, NAMES } from './scan-row.js';

const WHY = {
  line: ['電波が届きません', '電波が届きません。'],
  server: ['応答がありません', '県立図書館のしくみが応答しません。'],
  signIn: ['ログインが切れています', 'ログインが切れています。'],
};

/** @template {Element} T @param {string} id @param {new () => T} kind @returns {T} */
export function byId(id, kind) {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`the page has no ${id}`);
}

/** What stands large below the field. @param {'ask' | 'wait' | 'stop' | 'ok'} tone @param {string} words */
export function say(tone, words) {
  const answer = byId('answer', HTMLElement);
  answer.dataset.tone = tone;
  answer.classList.remove('s-answer--old');
  byId('answer-text', HTMLElement).textContent = words;
  document.title = `${words.replaceAll('\n', '')}｜職員`;
}

/** What is done on the page; a date is told where something is handed out. @param {keyof typeof NAMES | undefined} job */
export function showJob(job) {
  byId('jobs', HTMLElement).hidden = job !== undefined;
  byId('job', HTMLElement).textContent = job ? NAMES[job] : 'はじめの画面';
  byId('scan-label', HTMLElement).textContent = job ? LABELS[job] : '番号を読んで始める';
  const readsCards = job !== 'arrival' && job !== 'handIn';
  byId('due', HTMLElement).hidden = !readsCards;
  // Where cards are read, eight digits are no number that was cut short.
  byId('without-line', HTMLElement).toggleAttribute('data-releases', readsCards);
}

/** Why the server's page is not there: short at the head, and with what is kept. @param {boolean} [signedOut] */
export function showWhy(signedOut = false) {
  const why = signedOut ? 'signIn' : navigator.onLine ? 'server' : 'line';
  const [head = '', sentence = ''] = WHY[why];
  const [line, more] = ['line-text', 'why'].map((id) => document.getElementById(id));
  if (line) line.textContent = head;
  if (more) more.textContent = `${sentence}記録は預かっています。`;
  const signIn = document.getElementById('signed-out');
  if (signIn) signIn.hidden = !signedOut;
}

/** What the service worker has just made of the scan that brought this page here. */
export async function comingFrom() {
  const worker = navigator.serviceWorker?.controller;
  if (!worker) return undefined;
  const { port1, port2 } = new MessageChannel();
  const heard = new Promise((resolve) => port1.addEventListener('message', ({ data }) => resolve(data)));
  port1.start();
  worker.postMessage('what became of it', [port2]);
  return heard;
}

/** Where the copies of the pile come from, chosen as on the server's page. @param {string | undefined} handed */
export function showWhereFrom(handed) {
  const from = handed ?? new URLSearchParams(location.search).get('from') ?? 'counter';
  const nav = document.querySelector('.s-from');
  if (nav instanceof HTMLElement) nav.hidden = false;
  for (const way of document.querySelectorAll('.s-from a')) {
    const { searchParams } = new URL(way.getAttribute('href') ?? '', location.href);
    if (searchParams.get('from') === from) way.setAttribute('aria-current', 'true');
    else way.removeAttribute('aria-current');
  }
  return from;
}
