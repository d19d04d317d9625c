import type { ScanAnswer } from '@toshobin/contracts';
import { type Decision, type Instant, refuse } from '@toshobin/lending-rules';
import type { PageCall } from '@toshobin/web';
import type { StaffWebDeps } from '../deps.ts';
import { pageWith } from '../pages/keep-answer.ts';
import type { Staff } from '../roles.ts';
import { answerAgain, answerScan, scannedBefore } from './answer-scan.ts';
import { copyInHand } from './copy-in-hand.ts';
import { answerQuestion, lastAsked, typedAnswer } from './question-routes.ts';
import { sayingAt } from './say.ts';
import type { Scan } from './scan-copy.ts';
import { TYPED_UNDO, undoLast } from './undo-routes.ts';

interface TakenIn {
  page: '/returns' | '/hand-in';
  occasion: 'return' | 'handIn';
  factId: string;
  code: string;
  occurredAt: Instant;
  query: Readonly<Record<string, string | undefined>>;
  work: (scan: Scan) => Promise<Decision<ScanAnswer>>;
}

/** Places where a copy that was taken in before still is as that scan left it. */
const UNCHANGED = { return: 'onShelf', handIn: 'returning' } as const;

/**
 * One scan of a copy that comes back, or what is typed in place of a button: 0 takes the last one back, 1 to 4 answer
 * what was asked about it. A number that was read before and has not moved since is 受け付け済み.
 */
export async function takeIn(
  deps: StaffWebDeps,
  call: PageCall<Staff>,
  staff: Staff,
  { page, occasion, query, work, ...scan }: TakenIn,
): Promise<void> {
  const { factId, code, occurredAt } = scan;
  if (code === TYPED_UNDO) return undoLast(deps, call, staff, { factId, occurredAt, page, query });
  const sessionId = await call.visit.openSession();
  const typed = typedAnswer(code);
  if (typed !== undefined) {
    const about = (await lastAsked(deps, sessionId, page)) ?? factId;
    return answerQuestion(deps, call, staff, { page, factId: about, ...typed, query });
  }
  const { same, earlier } = await scannedBefore(deps, sessionId, { page, code });
  if (same) return call.response.redirect(303, pageWith(page, query));
  const before = earlier && (await copyInHand(deps, code));
  if (earlier && before?.place === UNCHANGED[occasion]) return answerAgain(deps, call, earlier, query);
  const decision =
    code.trim() === '' ? refuse('BARCODE_NOT_OURS') : await work({ factId, occurredAt, barcode: code });
  const say = await sayingAt(deps, occasion);
  await answerScan(deps, call, {
    page,
    decision,
    said: say,
    code,
    factId,
    query,
    refusedLine: '受け付けていません',
  });
}
