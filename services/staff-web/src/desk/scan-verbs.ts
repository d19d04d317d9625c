import { type Endpoint, readBarcode, type ScanAnswer, staffWebApi } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import type { Staff, StaffWebDeps } from '../deps.ts';
import { actingFor, actingForBranch } from '../for-library/acting-for.ts';
import { pageWith } from '../pages/keep-answer.ts';
import { handOutByCard } from '../scans/hand-out.ts';
import { lendByCard } from '../scans/lend.ts';
import { done, inOneLine, type Occasion, sayingAt } from '../scans/say.ts';
import { subjectOfCopy } from '../scans/scan-copy.ts';
import { GIVEN } from '../verbs/form-fields.ts';
import { nothingToFind, verb, verbOn, verbTelling } from '../verbs/mount-verb.ts';
import type { DeclaredVerb, VerbName } from '../verbs/verb.ts';

type Spoken = { answer: Omit<ScanAnswer, 'copy'>; say: string };

/** The pages whose scans a pickup library's device keeps without a line, and sends late. */
const LISTED_ON: Partial<Record<VerbName, string>> = { handIn: '/hand-in', handOut: '/hand-out' };

/** A scan of a copy: written down by its number alone, taken back in its session, and told in the words of the desk. */
function scanVerb<K extends VerbName, B extends { barcode: string; factId: string }>(
  name: K,
  api: Endpoint<Record<string, never>, Record<string, never>, B, Spoken>,
  occasion: Occasion,
  declared: Omit<DeclaredVerb<Record<string, never>, B, ScanAnswer, undefined>, 'find' | 'subject'>,
) {
  const page = LISTED_ON[name];
  const tells = async (whole: ScanAnswer, deps: StaffWebDeps) => {
    // A branch scans too, and reads no titles.
    const { copy: _, ...answer } = whole;
    return { answer, say: inOneLine((await sayingAt(deps, occasion))(whole)) };
  };
  return verbTelling(name, api, tells, {
    ...declared,
    carryOut: async (deps, asked) => {
      const decision = await declared.carryOut(deps, asked);
      const reading = readBarcode(asked.body.barcode);
      if (decision.ok && reading.ok) deps.copies.keep(reading.number, decision.value.copy, deps.now());
      return decision;
    },
    find: nothingToFind,
    subject: ({ body }) => subjectOfCopy(body.barcode),
    canBeTakenBack: true,
    ...(page && {
      listed: async (deps, { body: { barcode: code, factId } }, answer) => {
        const said = (await sayingAt(deps, occasion))(answer);
        return { page, code, said, repeats: answer.factId !== factId, undoable: true };
      },
    }),
  });
}

/** The copy was taken from the shelf. */
export const pick = scanVerb('pick', staffWebApi.pick, 'pick', {
  may: 'pick',
  words: '出庫',
  carryOut: async ({ catalog, listsToFetch, now }, { body, by, sessionId }) => {
    const decision = await catalog.confirmPick({ body: { ...body, by } });
    if (!decision.ok) return decision;
    const { toFetch, ...answer } = decision.value;
    if (sessionId) listsToFetch.keep(sessionId, body.factId, toFetch, now());
    return allow(answer);
  },
});

/** The copy is not where it should be. */
export const notOnShelf = scanVerb('notOnShelf', staffWebApi.notOnShelf, 'notOnShelf', {
  may: 'pick',
  words: '棚にありません',
  carryOut: ({ catalog }, { body, by }) => catalog.notOnShelf({ body: { ...body, by } }),
});

/**
 * The copy is back at the prefectural library. Refuses STILL_IN_PARCEL (pickupLibrary) for one whose parcel is on its way,
 * until it is said whether its patron had it; what comes out of a book drop was lent.
 */
export const processReturn = scanVerb('processReturn', staffWebApi.processReturn, 'return', {
  may: 'processReturn',
  words: '返却処理',
  carryOut: ({ catalog }, { body, by }) =>
    catalog.processReturn({ body: { ...body, fromParcel: body.fromParcel ?? 'ask', by } }),
});

/**
 * A pickup library took the copy back. One that is held and was never scanned as handed out is asked about first: taken
 * back by mistake it would be lost to whoever waits for it. Refuses STILL_HELD (pickupLibrary) until it is said that it
 * was lent; what comes out of a book drop was.
 */
export const handIn = scanVerb('handIn', staffWebApi.handIn, 'handIn', {
  may: 'handIn',
  words: '返却受付',
  actsFor: actingForBranch,
  carryOut: ({ catalog }, { body: { wasLent = false, library: _, ...scan }, by }) =>
    catalog.handIn({ body: { ...scan, by, asksIfHeld: !wasLent } }),
});

/** R14. Card, then copy. */
export const handOut = scanVerb('handOut', staffWebApi.handOut, 'handOut', {
  may: 'handOut',
  words: '引渡し',
  actsFor: actingFor,
  carryOut: (deps, { body: { library: _, ...scan }, staff }) => handOutByCard(deps, staff, scan),
});

/** R3, R7 at the prefectural counter. */
export const lend = scanVerb('lend', staffWebApi.lend, 'handOut', {
  may: 'lend',
  words: '窓口貸出',
  why: ({ overrideReason }) => overrideReason,
  carryOut: (deps, { body, staff, sessionId }) =>
    lendByCard(deps, staff, body, (card) => {
      if (sessionId !== undefined) deps.cardsHeard.keep(sessionId, body.cardNumber, card, deps.now());
    }),
});

/** R9. The desk has made sure with the patron that the copy was handed out without a scan. */
export const confirmHandOut = scanVerb('confirmHandOut', staffWebApi.confirmHandOut, 'handOut', {
  may: 'confirmHandOut',
  words: '引渡しを確かめた',
  carryOut: ({ catalog }, { body, by }) => catalog.confirmHandOut({ body: { ...body, by } }),
});

/** Takes back a scan that was just made in this session. Refuses NOT_FOUND for any other; STATE_CHANGED: too late. */
export const voidScan = verbOn('voidScan', staffWebApi.voidScan, {
  may: 'undo',
  words: '読み取りの取り消し',
  actsFor: actingFor,
  find: async (
    { desk, scans },
    { sessionId, body: { voids } },
  ): Promise<Decision<{ sessionId: string; code: string | undefined }>> =>
    sessionId !== undefined && (await desk.madeHere(sessionId, voids))
      ? allow({ sessionId, code: (await scans.find(sessionId, voids))?.code })
      : refuse('NOT_FOUND'),
  // Whoever looks for a copy reads there that it was not lent twice; one that was sent and not listed leaves no number.
  subject: ({ body }, found) => (found?.code ? subjectOfCopy(found.code) : `scan ${body.voids}`),
  async carryOut({ catalog, scans, now }, { body: { library: _, ...undo }, by, found: { sessionId } }) {
    const voided = await catalog.voidScan({ body: { ...undo, by } });
    if (voided.ok) await scans.markUndone(sessionId, undo.voids, now());
    return voided;
  },
});

/** R8. What this library's patrons say they have picked up. */
export function declaredHandOuts(
  { catalog }: Pick<StaffWebDeps, 'catalog'>,
  { library }: Pick<Staff, 'library'>,
) {
  return catalog.declaredHandOuts({ query: { library } });
}

/**
 * R8. 「まだ棚にあります」: takes back what a patron said of a copy of this library. Refuses NOT_FOUND for another
 * library's, and for what is off the list already.
 */
export const stillHere = verb('stillHere', staffWebApi.stillHere, {
  may: 'declaredHandOuts',
  words: 'まだ棚にあります',
  actsFor: actingFor,
  subject: ({ params }) => `scan ${params.handOutFactId}`,
  async carryOut(deps, { params, body: { library: _, ...scan }, staff, by }) {
    const declared = await declaredHandOuts(deps, staff);
    if (!declared.ok) return declared;
    const voids = params.handOutFactId;
    const own = declared.value.rows.some(({ handOutFactId }) => handOutFactId === voids);
    return own ? deps.catalog.voidScan({ body: { ...scan, voids, by } }) : refuse('NOT_FOUND');
  },
  form: {
    path: '/declared-hand-outs/:handOutFactId',
    button: 'まだ棚にあります',
    fields: { library: GIVEN },
    kept: '「受け取りました」の確認',
    said: () => ({ ...done('取り置きに戻しました'), tone: 'hold' }),
    page: ({ body }) => pageWith('/declared-hand-outs', { library: body.library }),
  },
});
