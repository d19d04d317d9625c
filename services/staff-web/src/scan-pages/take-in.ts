import { type FromParcel, readBarcodeOf, type ScanAnswer } from '@toshobin/contracts';
import { type Decision, refuse } from '@toshobin/lending-rules';
import { orNone } from '@toshobin/service';
import { z } from 'zod';
import type { Staff, StaffCall, StaffWebDeps } from '../deps.ts';
import { answerAgain, answerScan, repeatsOf, scannedBefore } from '../desk/answer-scan.ts';
import { signOf, standingOn } from '../pages/fields.ts';
import { answerNoButton, pageWith, type Query } from '../pages/keep-answer.ts';
import { backIntoParcel } from '../parcels/not-to-pack.ts';
import { copyInHand } from '../scans/copy-in-hand.ts';
import { isDigit } from '../scans/digits.ts';
import { lastParcelOf } from '../scans/open-parcel.ts';
import { type Said, sayingAt } from '../scans/say.ts';
import { askWhyHere, type Scan } from '../scans/scan-copy.ts';
import type { CodeRead } from '../scans/when-scanned.ts';
import { printLast, TYPED_SLIP } from './hold-slip.ts';
import { answerQuestion, typedAnswer } from './question-routes.ts';
import { TYPED_UNDO, undoLast } from './undo-routes.ts';

interface TakenIn extends CodeRead {
  page: '/returns' | '/hand-in';
  occasion: 'return' | 'handIn';
  shown?: string | undefined;
  asked?: string | undefined;
  /** What was answered when it was asked why the copy is here. */
  why?: FromParcel | undefined;
  query: Query;
  work: (scan: Scan, why: FromParcel | undefined) => Promise<Decision<ScanAnswer>>;
}

/** Typed in place of the buttons that answer why a copy is here. */
const TYPED_WHY: Readonly<
  Record<'stillHeld' | 'heldNoMore' | 'stillInParcel', Readonly<Record<string, FromParcel>>>
> = {
  stillHeld: { '1': 'lent' },
  heldNoMore: { '1': 'lent' },
  stillInParcel: { '1': 'lent', '2': 'notLent' },
};

/** Places where a copy that was taken in before still is as that scan left it. */
const UNCHANGED = { return: 'onShelf', handIn: 'returning' } as const;

/**
 * One scan of a copy that comes back, or what is typed in place of a button: 0 takes the last one back, 1 to 4 answer
 * what is asked about it; a digit that no button has is told so. A number that was read before and has not moved since is
 * 受け付け済み; at the prefectural desk one that a library has put into its parcel home since is taken in again, so that
 * nothing waits in that parcel. A copy that is held, or whose parcel is on its way, is asked about before it is taken in.
 */
export async function takeIn(
  deps: StaffWebDeps,
  call: StaffCall,
  staff: Staff,
  { page, occasion, query, work, ...given }: TakenIn,
): Promise<void> {
  const { factId, code, occurredAt } = given;
  if (code === TYPED_UNDO)
    return undoLast(deps, call, staff, { factId, occurredAt, shown: given.shown, page, query });
  if (code === TYPED_SLIP && page === '/returns') return printLast(deps, call, page, query);
  const sessionId = await call.visit.openSession();
  const last = await deps.desk.answer(sessionId, page);
  const { asked = signOf(last) } = given;
  const standing = standingOn(given, last);
  const question = (['stillHeld', 'heldNoMore', 'stillInParcel'] as const).find((one) =>
    standing?.offers.includes(one),
  );
  const typedWhy = question && TYPED_WHY[question][code];
  const why = given.why ?? typedWhy;
  const number = typedWhy && standing ? standing.code : code;
  if (why === undefined) {
    if (isDigit(code)) {
      const typed = question ? undefined : typedAnswer(code);
      const about = z.uuid().safeParse(asked).data;
      const isAnswered =
        typed && about && (await answerQuestion(deps, call, staff, { page, factId: about, ...typed }));
      // To another digit than the question's it stands.
      return question || isAnswered
        ? call.response.redirect(303, pageWith(page, query))
        : answerNoButton(deps, call, page, code, query);
    }
    const { same, earlier } = await scannedBefore(deps, sessionId, { page, code });
    if (same) return call.response.redirect(303, pageWith(page, query));
    const before = earlier && earlier.tone !== 'ask' && (await copyInHand(deps, code));
    const isUnchanged = before && before.place === UNCHANGED[occasion];
    if (earlier && isUnchanged && !(occasion === 'return' && (await isToComeHome(deps, before.barcode))))
      return answerAgain(deps, call, earlier, query);
  }
  const decision =
    number.trim() === ''
      ? refuse('BARCODE_NOT_OURS')
      : await work({ factId, occurredAt, barcode: number }, why);
  const say = await sayingAt(deps, occasion);
  const step = decision.ok ? decision.value.step : undefined;
  const back = step?.next === 'toPacking' ? await backIntoParcel(deps, number, step.holdNumber) : undefined;
  await answerScan(deps, call, {
    page,
    decision,
    said: (answer) => ({ ...say(answer), ...back }),
    code: number,
    factId,
    occurredAt,
    repeats: repeatsOf(factId),
    query,
    refusedLine: '受け付けていません',
    refusedNotes: ({ code: why }) => (why === 'STILL_IN_PARCEL' ? [BACK_INTO_IT] : []),
    refusedAs: async ({ code: why }) => (why === 'STILL_IN_PARCEL' ? sayMissed(deps, number) : undefined),
    offers: askWhyHere,
  });
}

const BACK_INTO_IT = 'これから送るときは、小包に戻してください。何も記録していません。';

/** A copy whose parcel has arrived without it can't be put back. */
async function sayMissed(deps: StaffWebDeps, code: string): Promise<Partial<Said> | undefined> {
  const reading = readBarcodeOf('copy', code);
  const parcel = reading.ok ? await lastParcelOf(deps, reading.number) : undefined;
  const isOf = ({ barcode }: { barcode: string }) => reading.ok && barcode === reading.number;
  if (!parcel?.lines.some((line) => line.missing && isOf(line))) return undefined;
  const library = (await deps.libraries.names())(parcel.library);
  return {
    text: `${library}に着いた小包に\n足りなかった資料です`,
    notes: ['何も記録していません。見つかったと記録するには、次のどちらかを選んでください。'],
    short: '足りなかった資料',
  };
}

/** By the parcel that it was packed into last it is on its way home, or there and not processed. */
async function isToComeHome({ shipping }: Pick<StaffWebDeps, 'shipping'>, barcode: string): Promise<boolean> {
  const known = await orNone(shipping.parcelsOfCopy({ params: { barcode } }));
  const last = known?.parcels[0];
  return last?.direction === 'return' && last.lines.some((line) => line.barcode === barcode && !line.arrived);
}
