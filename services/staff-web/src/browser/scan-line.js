// @ts-check
import { face, heldAtFirst, heldBy, isSeen, shown } from './face.js';
import { leftToNext, waitsForReader } from './leaving.js';
import { sendHere } from './redraw.js';
import { handToWorker, isKeptByWorker, pressedOf, requestOf } from './scan-request.js';
import { isMeant, isTwice, readNow, storeWaiting, takeWaiting } from './scans-waiting.js';
import { play, playAnswer, signOf } from './sounds.js';

/** @typedef {import('./scans-waiting.js').Read} Read */
/** @typedef {import('./face.js').Held} Held */

const TRY_AGAIN_MS = 4_000;

/**
 * The scans of a page, sent one after the other in the order in which they were read. What has not been answered stays in
 * the tab's store: a page that is opened again shows it, and sends it when somebody says so, or at once what was read for it.
 * @param {HTMLInputElement} field
 * @param {(line: import('./say-waiting.js').Line) => void} changed
 */
export function scanLine(field, changed) {
  /** @type {Read[]} */
  const waiting = takeWaiting();
  /** @type {{ action: string, body: URLSearchParams } | undefined} */
  let pressed;
  /** @type {Held | undefined} */
  let held = heldAtFirst() ?? (waiting.every(isMeant) ? undefined : 'elsewhere');
  /** @type {number | undefined} */
  let status;
  /** @type {Read | undefined} */
  let last;
  let sending = false;
  let retry = 0;

  const tell = () => {
    storeWaiting(waiting);
    changed({ waiting, sending, held, status });
  };

  async function run() {
    if (sending) return;
    sending = true;
    clearTimeout(retry);
    while (pressed || (waiting[0] && held === undefined)) {
      const scan = pressed ? undefined : waiting[0];
      const { action, body } = pressed ?? requestOf(field, scan);
      if (scan) scan.perhapsSent = true;
      tell();
      const [before, sign] = [location.pathname, signOf(face())];
      const outcome = await sendHere(action, body, field);
      if (outcome.kind === 'away') {
        status = outcome.status;
        held = 'away';
        // A pickup library's browser keeps what it can't send: its service worker takes the form.
        if (scan && isKeptByWorker(field)) {
          tell();
          // A card that is read between two pages is nobody's.
          if (await waitsForReader()) {
            held = undefined;
            continue;
          }
          waiting.shift();
          tell();
          return handToWorker(field, scan);
        }
        void play('stop');
        if (status === undefined) retry = setTimeout(() => held === 'away' && goOn(), TRY_AGAIN_MS);
        break;
      }
      if (scan) waiting.shift();
      else if (pressed?.body === body) pressed = undefined;
      if (outcome.kind === 'left') return tell();
      status = undefined;
      void playAnswer(face());
      held = heldBy(face());
      // Whoever answered what it asks has seen it.
      shown(scan || signOf(face()) !== sign ? face() : null);
      if (before === location.pathname) continue;
      const left = takeWaiting();
      if (waiting.unshift(...left) > 0 && (left[0] || !scan)) held ??= 'elsewhere';
    }
    sending = false;
    tell();
  }

  function goOn() {
    if (held === 'asked') return;
    held = undefined;
    void run();
  }

  return {
    /** A number was read: it goes when it is its turn. Answers whether it is the one before, read twice. @param {string} text */
    add(text) {
      if (isTwice(last, text)) return false;
      last = readNow(text);
      if (!leftToNext(last)) {
        // Nothing waited, and what stands here can have been seen: it is gone on from.
        if (waiting.push(last) === 1 && held === 'refused' && isSeen()) held = undefined;
        if (held && !sending) void play(held === 'away' ? 'stop' : 'ask');
      }
      tell();
      void run();
      return true;
    },
    /** A digit in place of a button goes at once, or not at all: what it answers has to be on the page. @param {string} digit */
    answer(digit) {
      if (sending || leftToNext()) return false;
      last = undefined;
      pressed = requestOf(field, readNow(digit));
      void run();
      return true;
    },
    /** A button of the page. @param {HTMLFormElement} form @param {HTMLElement | null} button */
    press(form, button) {
      last = undefined;
      pressed = pressedOf(form, button);
      void run();
    },
    goOn,
    /** @param {string} factId */
    drop(factId) {
      const at = waiting.findIndex((read) => read.factId === factId);
      if (at >= 0 && !(sending && at === 0)) waiting.splice(at, 1);
      if (waiting.length === 0 && held !== 'asked') held = undefined;
      tell();
    },
    begin: run,
    /** Numbers wait until somebody says that they go. @param {string[]} texts */
    keep(texts) {
      waiting.push(...texts.map(readNow));
      held ??= 'elsewhere';
      tell();
    },
    /** Something here has to be seen or answered first. */
    isHeld: () => held !== undefined && (waiting.length > 0 || !isSeen()),
  };
}
