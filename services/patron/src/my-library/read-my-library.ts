import { holdNumberOf, type MyLibraryRow, MyLibraryRowSchema } from '@toshobin/contracts';
import {
  allow,
  type Decision,
  type Instant,
  instantFromDate,
  onLoan,
  type Phase,
  phaseOf,
  refuse,
  underWay,
} from '@toshobin/lending-rules';
import type { z } from 'zod';
import type { Application } from '../database.ts';
import { dateOrNull, deadlineOrNull } from '../dates.ts';
import type { AnswerTo, PatronDeps } from '../patron-deps.ts';
import { waitedFor } from '../titles/waited-for.ts';
import { hasOtherOverdue } from './other-overdue.ts';
import { shownState } from './shown-state.ts';

/** What a patron can act on first: ready, then loans, then what is on its way, then the queue, then what is over. */
const order: Readonly<Record<Phase, number>> = {
  toPickUp: 0,
  pickupUnconfirmed: 0,
  withPatron: 1,
  handedIn: 2,
  onItsWay: 3,
  lost: 3,
  packed: 4,
  beingPrepared: 4,
  appliedFor: 5,
  inQueue: 5,
  returned: 6,
  over: 6,
};

/** Every reservation and loan of the patron that was and is not erased, ready ones first. */
export async function readMyLibrary({ db, now }: PatronDeps, patronId: string): Promise<MyLibraryRow[]> {
  const all = await db.application.findMany({ where: { patronId } });
  const applications = all.filter((one) => !neverWas(one));
  const weight = (row: MyLibraryRow) => order[phaseOf[row.state]];
  const first = (row: MyLibraryRow) => row.due?.date ?? '';
  const waited = await waitedFor(
    db,
    applications.map(({ recordId }) => recordId),
  );
  return applications
    .map((application) => shown(application, waited, now()))
    .sort(
      (a, b) =>
        weight(a) - weight(b) ||
        first(a).localeCompare(first(b)) ||
        a.appliedAt.localeCompare(b.appliedAt) ||
        a.reservationNumber.localeCompare(b.reservationNumber),
    );
}

/** Whether a counter loan was taken back: nobody had reserved anything, and nothing was lent. */
function neverWas({ channel, state }: Pick<Application, 'channel' | 'state'>): boolean {
  return channel === 'counter' && state === 'cancelled';
}

/** One of the patron's own reservations; somebody else's is NOT_FOUND. */
export async function readReservation(
  deps: PatronDeps,
  query: { patronId: string; reservationId: string; at: Instant },
): Promise<Decision<AnswerTo<'readReservation'>>> {
  const application = await deps.db.application.findUnique({ where: { reservationId: query.reservationId } });
  if (application === null || application.patronId !== query.patronId) return refuse('NOT_FOUND');
  const waited = await waitedFor(deps.db, [application.recordId]);
  return allow({
    row: shown(application, waited, query.at),
    holderHasOtherOverdue: await hasOtherOverdue(deps.db, query),
  });
}

/** Whether the copy is under way though its reservation has ended: one made since has its place, and both are open. */
function goesOn({ closedAt, state }: Pick<Application, 'closedAt' | 'state'>): boolean {
  return closedAt === null && underWay.has(state);
}

/** Whether the reservation is not over for the patron. */
export function isOpen(application: Pick<Application, 'closedAt' | 'state' | 'endedAt'>): boolean {
  return application.endedAt === null || goesOn(application);
}

function shown(application: Application, waited: ReadonlySet<bigint>, at: Instant): MyLibraryRow {
  return MyLibraryRowSchema.parse({
    reservationId: application.reservationId,
    reservationNumber: application.number,
    recordId: String(application.recordId),
    title: application.title,
    pickupLibrary: application.pickupLibrary,
    state: shownState(application, at),
    appliedAt: instantFromDate(application.appliedAt),
    plannedDispatchDay: dateOrNull(application.plannedDispatchDay),
    expectedDate: dateOrNull(application.expectedDate),
    holdUntil: dateOrNull(application.holdUntil),
    due: deadlineOrNull(application.dueDate, application.dueAt),
    resumesOn: dateOrNull(application.resumesOn),
    keptUntil: dateOrNull(application.keptUntil),
    holdNumber: application.state === 'ready' ? holdNumberOf(application.allocation) : null,
    extended: application.extended,
    // Somebody else waits: a patron who has the title does not.
    othersWaiting: onLoan.has(application.state) && waited.has(application.recordId),
    refusal: application.refusal,
    protectiveCover: application.protectiveCover,
    open: isOpen(application),
  } satisfies z.input<typeof MyLibraryRowSchema>);
}
