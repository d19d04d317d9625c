import { ScanAnswerSchema } from '@toshobin/contracts';
import { uniqueViolation } from '@toshobin/database';
import { allow, instantFromDate, isAfter, plusDuration, refuse } from '@toshobin/lending-rules';
import { z } from 'zod';
import type { Answers, AnswerTo, CatalogDeps } from '../catalog-deps.ts';
import { followClosuresSince } from '../closures/follow-closures.ts';
import { USED_TWICE } from '../copies/scan-once.ts';
import type { Transaction } from '../database.ts';
import type { Scan } from '../generated/prisma/client.ts';
import { journeyOf, latestJourneyOfCopy } from '../ledger/journey.ts';
import { countedScan } from '../ledger/record-fact.ts';
import { withCopy } from '../queue/with-copy.ts';
import type { ScanTakenBack, Undo } from './scan-taken-back.ts';
import { undoHandIn } from './undo-hand-in.ts';
import { undoHandOut } from './undo-hand-out.ts';
import { undoNotOnShelf } from './undo-not-on-shelf.ts';
import { undoPick } from './undo-pick.ts';
import { undoReturn } from './undo-return.ts';

const undos: Record<AnswerTo<'voidScan'>['undone'], Undo> = {
  picked: undoPick,
  handedOut: undoHandOut,
  handedIn: undoHandIn,
  home: undoReturn,
  notOnShelf: undoNotOnShelf,
};

/**
 * How long a scan can be taken back; a return only on its own day (undoReturn). There is no limit for what a patron
 * said, nor for what the desk wrote down of it with a reason (claimReturned).
 */
const WITHIN = 'P7D';

/**
 * Takes a mis-scan back in one transaction: a fact that voids it, and what followed from it undone (this folder). Sent
 * again it answers the same with `repeated`. Refuses NOT_FOUND for a scan that was never made here; STATE_CHANGED when
 * it was taken back before, when something has happened since that can't be undone, and after seven days.
 */
export const voidScan: Answers<'voidScan'> = async (deps, request) => {
  const scan = await scanMeant(deps, request.voids);
  if (scan === null || scan.voids !== null || !isUndoable(scan.kind)) return refuse('NOT_FOUND');
  const { kind, copyId } = scan;
  const answer = { factId: request.factId, copyId: String(copyId), undone: kind };
  try {
    return await withCopy(deps, { id: copyId, recordId: scan.copy.recordId }, async (tx, copy) => {
      const before = await tx.scan.findUnique({ where: { factId: request.factId } });
      if (before !== null) {
        return before.voids === scan.factId
          ? allow({ ...answer, declaredToo: false, repeated: true })
          : refuse('STATE_CHANGED');
      }
      const recordedAt = new Date(deps.now());
      const isVoided = (await tx.scan.count({ where: { copyId, voids: scan.factId } })) > 0;
      if (isVoided || isTooOld(scan, recordedAt)) return refuse('STATE_CHANGED');
      const taken: ScanTakenBack = {
        tx,
        copy,
        scan,
        journey: scan.allocation === null ? undefined : await journeyOf(tx, scan.allocation),
        latest: await latestJourneyOfCopy(tx, copyId),
        ...countedScan(request, recordedAt, scan.occurredAt),
      };
      const declaredToo = kind === 'handedOut' && scan.account !== null && (await isDeclared(tx, scan));
      const undone = await undos[kind](taken);
      if (!undone.ok) return undone;
      const again = await latestJourneyOfCopy(tx, copyId);
      if (again?.open) await followClosuresSince(tx, again, { since: scan.recordedAt, at: recordedAt });
      return allow({ ...answer, declaredToo, repeated: false });
    });
  } catch (error) {
    // The id is that of another scan at the same moment.
    if (USED_TWICE.includes(uniqueViolation(error) ?? '')) return refuse('STATE_CHANGED');
    throw error;
  }
};

/** Whether the patron said so before, or since (R8). */
async function isDeclared(tx: Transaction, { allocation }: Scan): Promise<boolean> {
  const rows = await tx.$queryRaw`
    SELECT FROM scan said WHERE allocation = ${allocation}::int AND kind = 'handedOut' AND account IS NULL
      AND NOT EXISTS (SELECT FROM scan taken WHERE taken.copy_id = said.copy_id AND taken.voids = said.fact_id)`;
  return z.array(z.unknown()).parse(rows).length > 0;
}

/** The scan of that id, or the earlier scan that it only repeated. */
async function scanMeant({ db }: CatalogDeps, factId: string) {
  const find = (id: string) =>
    db.scan.findUnique({ where: { factId: id }, include: { copy: { select: { recordId: true } } } });
  const scan = await find(factId);
  if (scan !== null) return scan;
  const answered = await db.scanAnswer.findUnique({ where: { factId } });
  const repeats = ScanAnswerSchema.shape.factId.safeParse(Object(answered?.answer).factId).data;
  return repeats === undefined || repeats === factId ? null : find(repeats);
}

function isUndoable(kind: Scan['kind']): kind is AnswerTo<'voidScan'>['undone'] {
  return Object.hasOwn(undos, kind);
}

function isTooOld(scan: Scan, now: Date): boolean {
  const declared = scan.kind === 'handedOut' && scan.account === null;
  const claimed = scan.kind === 'handedIn' && scan.reason !== null;
  return (
    !declared &&
    !claimed &&
    isAfter(instantFromDate(now), plusDuration(instantFromDate(scan.recordedAt), WITHIN))
  );
}
