import { MUST_REACH, PREFECTURAL_LIBRARY, type Task } from '@toshobin/contracts';
import {
  type Deadline,
  dateColumn,
  holdDeadline,
  type Instant,
  laterDeadline,
} from '@toshobin/lending-rules';
import type { Application, Transaction } from '../database.ts';
import { deadlineOrNull } from '../dates.ts';
import type { Notice } from '../generated/prisma/client.ts';
import { findLibrary } from '../libraries/find-library.ts';
import { publishSent } from '../mails/record-accepted.ts';
import { lockApplication } from '../my-library/lock-application.ts';
import { UNSENT } from '../notices/notice-status.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { policyInForce } from '../policy/policy-in-force.ts';

/**
 * R6. The desk has told a patron on the telephone whom no mail reached: what was to be said is said, and a hold at the
 * prefectural desk begins that day, as it would have with its mail (never to end before a date that a mail which came
 * back had named). Where the copy has gone another way meanwhile, nothing begins.
 */
export async function patronReached(
  deps: PatronDeps,
  tx: Transaction,
  task: Task,
  at: Instant,
): Promise<void> {
  const { reservationId } = task.subject;
  if (task.kind !== 'callPatron' || reservationId === undefined) return;
  const application = await lockApplication(tx, reservationId);
  if (application === undefined) return;
  const said = await tx.notice.findMany({
    where: {
      reservationId,
      kind: { in: [...MUST_REACH] },
      status: { in: [...UNSENT] },
    },
  });
  await tx.notice.updateMany({
    where: { id: { in: said.map(({ id }) => id) } },
    data: { status: 'told', sentAt: at },
  });
  const ready = said.find((notice) => isOfTheHold(notice, application));
  for (const notice of said) {
    if (notice !== ready) await publishSent(deps, tx, { notice, sentAt: at });
  }
  if (ready === undefined) return;
  const holdUntil = await holdFrom(tx, at, ready);
  await tx.notice.update({
    where: { id: ready.id },
    data: { holdDate: dateColumn(holdUntil.date), holdAt: holdUntil.at },
  });
  await publishSent(deps, tx, { notice: ready, sentAt: at, holdUntil });
}

function isOfTheHold(notice: Notice, application: Application): boolean {
  return (
    notice.kind === 'readyAtPrefectural' &&
    notice.occasion === String(application.journey) &&
    application.state === 'ready' &&
    application.pickupLibrary === PREFECTURAL_LIBRARY
  );
}

async function holdFrom(tx: Transaction, at: Instant, notice: Notice): Promise<Deadline> {
  const desk = await findLibrary(tx, PREFECTURAL_LIBRARY);
  if (desk === undefined) throw new Error('The prefectural library has not arrived yet');
  const holdUntil = holdDeadline(at, desk.calendar, await policyInForce(tx));
  const mailed = deadlineOrNull(notice.holdDate, notice.holdAt);
  return mailed ? laterDeadline(mailed, holdUntil) : holdUntil;
}
