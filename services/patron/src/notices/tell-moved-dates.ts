import { LibraryCodeSchema, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { datesInForce, type LedgerState } from '@toshobin/lending-rules';
import { clearTasks } from '@toshobin/tasks';
import type { Application, Transaction } from '../database.ts';
import { readLibraries } from '../libraries/find-library.ts';
import type { PatronDeps } from '../patron-deps.ts';
import type { ReservationNotice } from './notice-data.ts';
import { UNSENT } from './notice-status.ts';
import { queueNotice } from './queue-notice.ts';
import { isStillTrue } from './still-true.ts';

/**
 * R17, R19. Tells a patron the date that a closure has moved, once a closure, together with all others that it moves
 * though the catalog moves them one after the other. A closure taken back before the mail went out is not told, and the
 * desk need not call about it. The patron's row must be locked.
 */
export async function tellMovedDates(
  deps: PatronDeps,
  tx: Transaction,
  { before, application, state }: { before: Application; application: Application; state: LedgerState },
): Promise<void> {
  const gone = before.movedBy.filter((closureId) => !application.movedBy.includes(closureId));
  if (gone.length > 0) await tellNothing(deps, tx, before, gone);
  const { copy, pickupLibrary } = state;
  if (copy === null || copy.moved.length === 0) return;
  const { journey } = application;
  const dates = datesInForce(state, pickupLibrary === PREFECTURAL_LIBRARY);
  const known = { now: deps.now(), library: await readLibraries(tx) };
  for (const { closureId, reason } of copy.moved) {
    const library = LibraryCodeSchema.parse(pickupLibrary);
    const data: ReservationNotice = { kind: 'datesMoved', closureId, library, reason, ...dates };
    if (!isStillTrue({ data, journey }, application, known)) continue;
    await queueNotice(deps, tx, {
      application,
      data,
      occasion: occasionOf(journey, closureId),
      journey,
      groupKey: `${closureId} ${reason}`,
    });
  }
}

const occasionOf = (journey: number, closureId: string) => `${journey}-${closureId}`;

async function tellNothing(
  deps: PatronDeps,
  tx: Transaction,
  { reservationId, journey }: Application,
  closureIds: readonly string[],
): Promise<void> {
  const { count } = await tx.notice.updateMany({
    where: {
      reservationId,
      kind: 'datesMoved',
      occasion: { in: closureIds.map((closureId) => occasionOf(journey, closureId)) },
      // A mail that was with SES before may have been said: its sender tells the catalog so.
      OR: [{ status: 'pending', attempts: 0 }, { status: { in: [...UNSENT] } }],
    },
    data: { status: 'overtaken', address: null, traceparent: null },
  });
  if (count === 0) return;
  if ((await tx.notice.count({ where: { reservationId, status: { in: [...UNSENT] } } })) > 0) return;
  await clearTasks(tx, { kinds: ['callPatron'], subject: { reservationId }, by: 'process', at: deps.now() });
}
