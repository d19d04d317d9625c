import { compareVersions, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import {
  type CalendarDate,
  calendarDate,
  instantFromDate,
  type Slots,
  slotsOf,
} from '@toshobin/lending-rules';
import { rowOf } from '@toshobin/patron';
import type { Finding } from './finding.ts';
import type { ReservationSeen } from './reservation-seen.ts';

/** So long an application may be without an answer: Temporal may have been away. */
const ANSWERED_WITHIN_MS = 300_000;

/** My Library's row and the slots against how the reservation stands. */
export function judgeRow(seen: ReservationSeen, now: Date): Finding[] {
  const { reservationId, ledger, application } = seen;
  const of = { reservation: reservationId };
  const stands = ledger?.present.state;
  // Released, or the desk knows: reconcile has found it.
  const isNamed = seen.catalogTasks.some(({ kind }) => kind === 'borrowerUnknown');
  if (!application) return stands && stands.ended === null && !isNamed ? [{ what: 'withoutRow', of }] : [];
  const told = ledger?.told;
  if (!stands || !told) {
    if (application.closedAt !== null) return [];
    if (application.answered) return [{ what: 'withoutEntry', of }];
    const age = now.getTime() - application.appliedAt.getTime();
    // A counter loan that nobody scanned was given up at the desk.
    const isForgotten = age > ANSWERED_WITHIN_MS && application.channel !== 'counter';
    return isForgotten ? [{ what: 'unanswered', of }] : [];
  }
  if (compareVersions(application, told) < 0) {
    const versions = `${application.epoch}.${application.n} of ${told.epoch}.${told.n}`;
    return seen.lastWordKept
      ? [{ what: 'rowBehind', of: { ...of, service: 'catalog' }, seen: versions }]
      : [{ what: 'wordLost', of, seen: versions }];
  }
  return [...judgeColumns(seen), ...judgeClosing(seen), ...judgeSlots(seen)];
}

function judgeColumns({ reservationId, ledger, application }: ReservationSeen): Finding[] {
  const state = ledger?.present.state;
  if (!state || !application) return [];
  const row = rowOf(state, { journey: application.journey, keptUntil: dayOf(application.keptUntil) });
  const differs = Object.entries({
    state: [application.state, row.state],
    pickupLibrary: [application.pickupLibrary, state.pickupLibrary],
    plannedDispatchDay: [dayOf(application.plannedDispatchDay), row.plannedDispatchDay],
    expectedDate: [dayOf(application.expectedDate), row.expectedDate],
    holdUntil: [dayOf(application.holdUntil), row.holdUntil],
    dueDate: [dayOf(application.dueDate), row.due?.date ?? null],
    dueAt: [application.dueAt && instantFromDate(application.dueAt), row.due?.at ?? null],
    extended: [application.extended, row.extended],
    resumesOn: [dayOf(application.resumesOn), row.resumesOn],
    returnedOn: [dayOf(application.returnedOn), row.returnedOn],
    // The other way round a title may have been reserved again meanwhile.
    ended: [application.endedAt !== null || !row.ended, true],
  }).flatMap(([name, [is, should]]) => (is === should ? [] : [`${name} is ${is}, not ${should}`]));
  if (differs.length === 0) return [];
  const of = { reservation: reservationId, service: 'catalog' };
  return [{ what: 'rowOtherwise', of, seen: differs.join('; ') }];
}

/** R18. Whose book it is must be known until the loan is settled, and may be no longer: the night erases what is closed. */
function judgeClosing({ reservationId, ledger, application }: ReservationSeen): Finding[] {
  const state = ledger?.present.state;
  if (!state || !application) return [];
  const isClosed = application.closedAt !== null;
  if (isClosed === (application.outcome !== null && state.settled !== null)) return [];
  const seen = isClosed ? 'closed, and not settled' : 'settled, and not closed';
  return [{ what: 'closedOtherwise', of: { reservation: reservationId }, seen }];
}

function dayOf(column: Date | null): CalendarDate | null {
  return column && calendarDate(column.toISOString().slice(0, 10));
}

/** R3. Which slots a reservation may have by what it counts as. */
const allowed: Readonly<Record<Exclude<Slots, 'handedIn'>, readonly string[]>> = {
  // At the counter the desk claims a loan slot before the hand-over.
  reservation: ['reservation', 'claim'],
  reservationOrClaim: ['reservation', 'claim'],
  claim: ['claim'],
  loan: ['loan'],
  free: ['none'],
};

function judgeSlots({ reservationId, ledger, application }: ReservationSeen): Finding[] {
  const state = ledger?.present.state;
  if (!state || !application) return [];
  const counts = slotsOf(state, state.pickupLibrary === PREFECTURAL_LIBRARY);
  const slots = [
    ...(application.reservationSlot ? ['reservation'] : []),
    ...(application.loanSlot ? [application.loanSlot.kind] : []),
  ].join(' and ');
  const has = slots === '' ? 'none' : slots;
  // R10 by policy: what is handed in is a loan, or nothing.
  const fits = counts === 'handedIn' ? ['loan', 'none'] : allowed[counts];
  if (fits.includes(has)) return [];
  const of = { reservation: reservationId, service: 'catalog' };
  return [{ what: 'slotsOtherwise', of, seen: `${has}, not ${fits.join(' or ')}` }];
}
