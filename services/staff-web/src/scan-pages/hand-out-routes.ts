import {
  barcodeFormats,
  PREFECTURAL_LIBRARY,
  type ResolvedCard,
  readBarcode,
  refuseMisreadOf,
  type ScanAnswer,
} from '@toshobin/contracts';
import type { Decision } from '@toshobin/lending-rules';
import { z } from 'zod';
import { type Staff, type StaffCall, type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { answerAgain, answerScan, repeatsOf, scannedBefore } from '../desk/answer-scan.ts';
import { cardInHand } from '../desk/card-in-hand.ts';
import { lentToday } from '../desk/lent-today.ts';
import { handOut, lend } from '../desk/scan-verbs.ts';
import { actingFor } from '../for-library/acting-for.ts';
import { drawPage, orFault } from '../pages/draw-page.ts';
import { forLibraryField, libraryIn, scanFields, shownField } from '../pages/fields.ts';
import { answerNoButton, answerOn, pageWith, sayOn } from '../pages/keep-answer.ts';
import { cardOrCode, isRelease, resolveCard } from '../scans/card-or-code.ts';
import { copyInHand } from '../scans/copy-in-hand.ts';
import { isDigit } from '../scans/digits.ts';
import { type Said, sayingAt, sayNotValid } from '../scans/say.ts';
import { type CodeRead, formTimed } from '../scans/when-scanned.ts';
import { CounterPage } from './counter.page.tsx';
import { deskInHand } from './desk-in-hand.ts';
import { HandOutPage } from './hand-out.page.tsx';
import { endVisit, mountHandOutWays, refuseOther } from './hand-out-ways.ts';
import { NOT_YET, notesAfter, offersAfter, TYPED_RECEIPT } from './hand-out-words.ts';
import { whyNotLent } from './not-to-lend.ts';
import { drawnForFields, isOther, type ShownFor } from './shown-for.ts';
import { TYPED_UNDO, undoLast } from './undo-routes.ts';

const HandOutForm = z.strictObject({
  ...scanFields,
  ...forLibraryField,
  ...drawnForFields,
  ...shownField,
  handedOver: z.literal('yes').optional(),
});

const PAGE = '/hand-out';
/** What is typed into the field instead of pressing 「この方を終わる」. */
const TYPED_DONE = '9';

export interface ShownOrRead extends CodeRead {
  card?: string | undefined;
  shownFor?: ShownFor | undefined;
  handedOver?: 'yes' | undefined;
  shown?: string | undefined;
  query: { library: Staff['library'] | undefined };
}

/** R14. 引渡し・窓口貸出: the card first, then copies; another card ends the one before. */
export function mountHandOut(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page(PAGE, 'handOut', async (call) => {
    const acting = orFault(await actingFor(deps, staffOf(call), libraryIn(call.request)));
    const sessionId = await call.visit.openSession();
    const [desk, card] = await Promise.all([
      deskInHand(deps, call, acting, PAGE),
      cardInHand(deps, sessionId, acting),
    ]);
    const page = acting.library === PREFECTURAL_LIBRARY ? CounterPage : HandOutPage;
    drawPage(deps, call, page, { ...desk, card });
  });

  routes.form(PAGE, 'handOut', async (call) => {
    const { library, ...fields } = await formTimed(deps, call, HandOutForm);
    const acting = await actingFor(deps, staffOf(call), library);
    const query = { library };
    if (!acting.ok) return answerOn(deps, call, PAGE, { decision: acting, query });
    await scanAtCounter(deps, call, acting.value, { ...fields, query });
  });

  mountHandOutWays(routes, deps);
}

/** One scan on the page: a card, a copy, or what is typed in place of a button. */
export async function scanAtCounter(
  deps: StaffWebDeps,
  call: StaffCall,
  acting: Staff,
  scan: ShownOrRead,
): Promise<void> {
  const { factId, code, occurredAt, query } = scan;
  const sessionId = await call.visit.openSession();
  const counter = { id: sessionId, library: acting.library };
  if (code === TYPED_UNDO)
    return undoLast(deps, call, acting, { factId, occurredAt, shown: scan.shown, page: PAGE, query });
  if (code === TYPED_DONE) return endVisit(deps, call, scan.card, query);
  if (code === TYPED_RECEIPT && acting.library === PREFECTURAL_LIBRARY) {
    const inHand = await cardInHand(deps, sessionId, acting);
    if (inHand && (await lentToday(deps, inHand)).length > 0)
      return call.response.redirect(303, '/slips/receipt?print=1');
  }
  if (isDigit(code)) return answerNoButton(deps, call, PAGE, code, query);
  const card = cardOrCode(code);
  if (card !== undefined) return showCard(deps, call, acting, { ...scan, code: card });
  const misread = misreadCard(code);
  if (misread !== undefined) {
    await deps.desk.forgetCard(counter);
    return sayOn(deps, call, PAGE, noSuchCard(misread), { query });
  }
  const { number: cardNumber, since } = (await deps.desk.shownCard(counter, deps.now())) ?? {};
  if (isOther(scan, cardNumber)) return refuseOther(deps, call, cardNumber, query);
  const reading = readBarcode(code);
  const isCopy = reading.ok && reading.kind === 'copy';
  if (cardNumber === undefined && isCopy) return sayOn(deps, call, PAGE, cardFirst(scan), { code, query });
  const { same, earlier } = await scannedBefore(deps, sessionId, { page: PAGE, code, since });
  if (same && scan.handedOver === undefined) return call.response.redirect(303, pageWith(PAGE, query));
  if (earlier?.tone === 'ok' && (await copyInHand(deps, code))?.place === 'onLoan') {
    return answerAgain(deps, call, earlier, query);
  }
  const decision = await given(deps, acting, { ...scan, cardNumber, sessionId });
  const atCounter = acting.library === PREFECTURAL_LIBRARY;
  await answerScan(deps, call, {
    page: PAGE,
    decision,
    said: await sayingAt(deps, 'handOut'),
    code,
    factId,
    occurredAt,
    repeats: repeatsOf(factId),
    query,
    refusedLine: NOT_YET,
    refusedAs: async (refusal) => (atCounter ? whyNotLent(deps, code, refusal) : undefined),
    offers: offersAfter(atCounter),
    refusedNotes: notesAfter(atCounter, deps.setting.phone),
  });
}

async function given(
  deps: StaffWebDeps,
  acting: Staff,
  scanned: ShownOrRead & { cardNumber: string | undefined; sessionId: string },
): Promise<Decision<ScanAnswer>> {
  const { factId, occurredAt, code, handedOver, cardNumber, sessionId } = scanned;
  if (cardNumber === undefined || code === '') return refuseMisreadOf('card', code);
  const scan = { factId, occurredAt, barcode: code, cardNumber };
  const atCounter = acting.library === PREFECTURAL_LIBRARY;
  return atCounter && handedOver === undefined
    ? lend.doneBy(deps, { staff: acting, sessionId }, { params: {}, body: scan })
    : handOut.doneBy(deps, acting, { params: {}, body: { ...scan, handedOver: handedOver !== undefined } });
}

async function showCard(
  deps: StaffWebDeps,
  call: StaffCall,
  acting: Staff,
  { code, occurredAt, query }: ShownOrRead,
): Promise<void> {
  const sessionId = await call.visit.openSession();
  const counter = { id: sessionId, library: acting.library };
  const [card, before] = await Promise.all([
    resolveCard(deps, acting, { cardNumber: code, at: occurredAt }),
    deps.desk.answer(sessionId, PAGE),
  ]);
  if (card.ok) {
    await deps.desk.showCard(counter, code, deps.now());
    deps.cardsHeard.keep(sessionId, code, card.value, deps.now());
  } else {
    await deps.desk.forgetCard(counter);
    if (card.refusal.code === 'NOT_FOUND') {
      const said = isRelease(code) ? noSuchRelease : noSuchCard(code.slice(-4));
      return sayOn(deps, call, PAGE, said, { query });
    }
  }
  const isAtCounter = acting.library === PREFECTURAL_LIBRARY;
  const said = isAtCounter ? sayCardAtCounter(before?.awaits === 'card') : sayCard;
  await answerOn(deps, call, PAGE, { decision: card, said, query });
}

const sayCard = (): Said => ({ tone: 'wait', text: '資料を読み取ってください' });

/**
 * Where copies are lent that were held for nobody: of a card that is not valid the hand stops. What was read before the
 * card is lent to nobody, since the card may be another person's.
 */
const sayCardAtCounter =
  (copiesCameFirst: boolean) =>
  ({ cardStatus }: Pick<ResolvedCard, 'cardStatus'>): Said => {
    if (cardStatus === 'valid') return copiesCameFirst ? copiesAgain : sayCard();
    const stopped = sayNotValid(cardStatus, {
      line: '新しい貸出はできません',
      detail: 'お渡しできるのは取り置きだけです。',
    });
    return copiesCameFirst
      ? { ...stopped, notes: ['カードの前に読み取った資料は、まだお貸ししていません。'] }
      : stopped;
  };

const copiesAgain: Said = {
  tone: 'ask',
  line: NOT_YET,
  text: 'カードの前に読み取った資料を、\nもう一度読み取ってください',
  detail: 'まだお貸ししていません。',
};

/** The last digits of a number that begins and is as long as a card's, and is none. */
function misreadCard(code: string): string | undefined {
  const { prefix, digits } = barcodeFormats().card;
  const number = code.replace(/^[A-D]|[A-D]$|[\s-]/gi, '');
  const isLikeOne = /^\d+$/.test(number) && number.startsWith(prefix);
  return isLikeOne && number.length === prefix.length + digits ? number.slice(-4) : undefined;
}

/** The number may be a card's but for one digit: no more of it is shown than of a card. */
const noSuchCard = (last4: string): Said => ({
  tone: 'stop',
  line: NOT_YET,
  text: 'このカード番号は\nありません',
  detail: `番号の下4桁 ${last4}`,
  notes: ['番号を確かめて、もう一度読み取ってください。'],
});

const noSuchRelease: Said = {
  tone: 'stop',
  line: NOT_YET,
  text: 'この番号では\nお渡しできません',
  detail: '県立図書館の貸出カードの番号ではありません。',
  notes: ['カードを忘れた方の番号は、出した日に、決めた館でだけ使えます。番号をもう一度確かめてください。'],
};

/** Of somebody whom the page shows still it is said that their visit is over: by another window, or by time. */
const cardFirst = ({ card }: Pick<ShownOrRead, 'card'>): Said => ({
  tone: 'ask',
  line: NOT_YET,
  text: 'はじめに貸出カードを読み取ってください',
  awaits: 'card',
  ...(card !== undefined && {
    notes: [`カード下4桁 ${card.slice(-4)} の方は、もう終わっています。カードから読み取ってください。`],
  }),
});
