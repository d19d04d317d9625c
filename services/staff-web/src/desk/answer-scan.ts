import type { ScanAnswer } from '@toshobin/contracts';
import { type Decision, dayOf, type Instant, instantFromDate, type Refusal } from '@toshobin/lending-rules';
import type { StaffCall, StaffWebDeps } from '../deps.ts';
import { alreadyTaken, pageWith, type Query, refused } from '../pages/keep-answer.ts';
import { numberKept } from '../scans/number-kept.ts';
import { rowOf } from '../scans/row-of.ts';
import type { Said } from '../scans/say.ts';
import { done } from '../scans/say.ts';
import type { ScanRow } from '../sessions/desk-scans.ts';
import type { Offer } from '../sessions/desk-state.ts';

/** A reader held a little too long reads twice: within this time it is the same scan. */
const SAME_SCAN_MS = 2_000;

export interface ScannedOn<T> {
  /** The page with the list that the scan belongs to. */
  page: string;
  decision: Decision<T>;
  /** Left out where there is a refusal to tell and nothing else. */
  said?: (value: T) => Said;
  code: string;
  factId: string;
  /** When it was read, which its row in the list tells. */
  occurredAt: Instant;
  query?: Query | undefined;
  /** Small above a refusal: what it means for the hands. */
  refusedLine?: string | undefined;
  /** Below a refusal: what can be done. */
  refusedNotes?: ((refusal: Refusal) => string[]) | undefined;
  /** What is said in place of the sentence of the list, where this desk knows more. */
  refusedAs?: ((refusal: Refusal) => Promise<Partial<Said> | undefined>) | undefined;
  offers?: ((refusal: Refusal) => Offer[]) | undefined;
  /** The scan that had done the same before, if one had: this one is listed, and neither counted nor taken back. */
  repeats?: ((value: T) => string | undefined) | undefined;
  /** What was scanned can't be taken back by its fact. */
  final?: boolean | undefined;
}

/** Keeps what a scan was answered, in the terminal's list too, and goes back to the page. */
export async function answerScan<T>(
  deps: StaffWebDeps,
  call: StaffCall,
  scanned: ScannedOn<T>,
): Promise<void> {
  const { page, decision, factId, query } = scanned;
  const sessionId = await call.visit.openSession();
  const said = decision.ok
    ? (scanned.said?.(decision.value) ?? done(''))
    : await refusedAs(deps, decision.refusal, scanned);
  const repeats = decision.ok ? scanned.repeats?.(decision.value) : undefined;
  const { asks: _, short: _short, ...answer } = said;
  const row = rowOf({
    factId,
    page,
    at: deps.now(),
    scannedAt: new Date(scanned.occurredAt),
    code: scanned.code,
    // Whatever is asked about it first, what was refused is not counted.
    said: decision.ok ? said : { ...said, tone: 'stop' },
    repeats: repeats !== undefined,
    undoable: decision.ok && scanned.final !== true,
  });
  const { code, undoable } = row;
  await deps.scans.keep(sessionId, row, {
    ...answer,
    page,
    code,
    factId,
    ...(undoable ? { undo: factId } : {}),
    offers: decision.ok ? [] : (scanned.offers?.(decision.refusal) ?? []),
  });
  call.response.redirect(303, pageWith(page, query));
}

/** What `repeats` is of the scan of a copy with that fact. */
export const repeatsOf =
  (factId: string) =>
  (answer: Pick<ScanAnswer, 'factId'>): string | undefined =>
    answer.factId === factId ? undefined : answer.factId;

async function refusedAs<T>(deps: StaffWebDeps, refusal: Refusal, scanned: ScannedOn<T>): Promise<Said> {
  const said = await refused(deps, refusal);
  const notOurs = refusal.code === 'BARCODE_NOT_OURS';
  return {
    ...said,
    line: scanned.refusedLine,
    detail: notOurs ? numberKept(scanned.code) : '',
    notes: scanned.refusedNotes?.(refusal) ?? [],
    ...(notOurs ? { short: '県立図書館の資料では\nありません' } : {}),
    ...(await scanned.refusedAs?.(refusal)),
  };
}

/**
 * What this terminal has answered to the same number before: `same` when it is the same scan (the reader read twice),
 * `earlier` when it was today. The caller says what follows. What was scanned before `since` was another person's: the
 * same number is then read for the first time.
 */
export async function scannedBefore(
  deps: Pick<StaffWebDeps, 'scans' | 'now'>,
  sessionId: string,
  { page, code, since }: { page: string; code: string; since?: Date | undefined },
): Promise<{ same?: ScanRow; earlier?: ScanRow }> {
  const number = numberKept(code);
  if (number === '') return {};
  const ofNow = (row: ScanRow) => since === undefined || row.at >= since;
  const { last, same: earlier } = await deps.scans.before(sessionId, page, number);
  const now = deps.now();
  const isSame = last !== undefined && ofNow(last) && last.code === number && last.undoneAt === null;
  if (isSame && now.getTime() - last.at.getTime() < SAME_SCAN_MS) return { same: last };
  if (earlier === undefined || !ofNow(earlier) || earlier.tone === 'stop' || earlier.tone === 'again')
    return {};
  const today = dayOf(instantFromDate(now)) === dayOf(instantFromDate(earlier.at));
  return today ? { earlier } : {};
}

/** Nothing has happened since, so nothing happens now. */
export async function answerAgain(
  deps: StaffWebDeps,
  call: StaffCall,
  earlier: ScanRow,
  query?: Query,
): Promise<void> {
  const sessionId = await call.visit.openSession();
  await deps.desk.keepAnswer(sessionId, alreadyTaken(earlier));
  call.response.redirect(303, pageWith(earlier.page, query));
}
