import { type Milestone, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import {
  type AllocationEnding,
  type CalendarDate,
  type Deadline,
  type DeskSettlement,
  dayOf,
  endingIs,
  type RefusalCode,
} from '@toshobin/lending-rules';
import type { FactKind } from '@toshobin/lending-rules/facts';
import { type LedgerCopy, positionOf, reached } from '@toshobin/lending-rules/ledger';
import { copyInTest, entryInTest } from '@toshobin/lending-rules/testing';
import { hearFacts } from '../facts/hear-facts.ts';
import type { Rows } from './catalog-in-test.ts';
import { factOf, type StepTold } from './fact-of.ts';
import { eventOf, type PatronTestService } from './open-patron-service.ts';

// The steps of a reservation at the catalog: `tell` says whether the patron service hears of one by Kafka.

interface Telling {
  tell?: boolean;
}

/** Changes rows of the catalog, which tells how the reservation stands then, unless Kafka stands still. */
export async function change(
  service: PatronTestService,
  reservationId: string,
  by: (rows: Rows) => Rows,
  { tell = true }: Telling = {},
): Promise<void> {
  const application = await service.db.application.findUnique({ where: { reservationId } });
  const pickupLibrary = application?.pickupLibrary ?? 'uto';
  const entry = entryInTest({
    state: 'waiting',
    pickupLibrary,
    atPrefectural: pickupLibrary === PREFECTURAL_LIBRARY,
    channel: application?.channel ?? 'web',
    endedOn: dayOf(service.deps.now()),
  });
  const before = service.catalog.told(reservationId).length;
  service.catalog.change(reservationId, { entry, copies: [] }, by);
  if (tell && service.catalog.told(reservationId).length > before) await tellAgain(service, reservationId);
}

/** Kafka brings one of the states of a reservation, the newest or one so many before it. */
export async function tellAgain(service: PatronTestService, reservationId: string, back = 0): Promise<void> {
  const standing = service.catalog.told(reservationId).at(-1 - back);
  if (standing === undefined) return;
  service.catalog.carried(standing);
  const event = eventOf('catalog.reservation.changed', { ...standing, news: 'toldAnew', answered: false });
  await hearFacts(service.deps)({ ...event, time: service.deps.now() });
}

const withLatest = (rows: Rows, by: (copy: LedgerCopy) => LedgerCopy): Rows => ({
  ...rows,
  copies: rows.copies.map((copy, n) => (n === rows.copies.length - 1 ? by(copy) : copy)),
});
const hasCopy = ({ copies }: Rows) => {
  const copy = copies.at(-1);
  return copy !== undefined && !endingIs(copy.ending, 'withdrawal');
};

/** A copy is chosen. */
export const allocated =
  (allocation: number, journey = allocation) =>
  (rows: Rows): Rows => {
    if (rows.copies.some((copy) => copy.allocation === allocation)) return rows;
    return {
      entry: { ...rows.entry, state: 'allocated', resumesOn: null },
      copies: [...rows.copies, copyInTest({ allocation, journey })].toSorted(
        (a, b) => a.allocation - b.allocation,
      ),
    };
  };

/** A copy was scanned, or a scan of it was taken back. */
export const scanned =
  (heard: StepTold) =>
  (rows: Rows): Rows => {
    const { fact, due, parcelNumber = '900000000019', dispatchDay, expectedDate, assumed } = heard;
    const { allocation } = fact;
    if (allocation === null) return rows;
    const told = {
      parcelNumber,
      ...(dispatchDay ? { dispatchDay } : {}),
      ...(expectedDate ? { expectedDate } : {}),
      ...(assumed ? { assumed } : {}),
    };
    const ofParcel = ['packed', 'shipped', 'arrived'].includes(fact.kind) ? { parcel: told } : {};
    // The scan of a withdrawn copy, or of a reservation that had left the queue, moves only the copy.
    const known = rows.copies.some((copy) => copy.allocation === allocation);
    const chosen = known || rows.entry.state === 'left' ? rows : allocated(allocation)(rows);
    return {
      ...chosen,
      copies: chosen.copies.map((copy) => {
        if (copy.allocation !== allocation) return copy;
        if (copy.facts.some((one) => one.fact.factId === fact.factId)) return copy;
        const loan = copy.loan ?? (due ? { due, extended: false } : null);
        return { ...copy, facts: [...copy.facts, { fact, ...ofParcel }], loan };
      }),
    };
  };

/** The allocation ended, with or without the reservation. */
export const ended =
  (ending: AllocationEnding) =>
  (rows: Rows): Rows => {
    if (!hasCopy(rows)) {
      return ending === 'cancelled' ? { ...rows, entry: { ...rows.entry, state: 'left' } } : rows;
    }
    const entry = {
      ...rows.entry,
      ...(endingIs(ending, 'withdrawal') ? { state: queueAfter(ending) } : {}),
      resumesOn: null,
    };
    return withLatest({ ...rows, entry }, (copy) => ({ ...copy, ending }));
  };

/** What had taken the copy away is taken back: it is its reservation's own again, as the same allocation. */
export const givenBack = (rows: Rows): Rows =>
  withLatest({ ...rows, entry: { ...rows.entry, state: 'allocated' } }, (copy) => ({
    ...copy,
    ending: null,
  }));

const queueAfter = (ending: AllocationEnding): Rows['entry']['state'] =>
  ending === 'passedOn' ? 'suspended' : 'waiting';

/** Two copies were swapped: another stands where it stood. */
export const swapped = (rows: Rows): Rows => swappedTo((rows.copies.at(-1)?.allocation ?? 0) + 1)(rows);

export const swappedTo =
  (allocation: number) =>
  (rows: Rows): Rows => {
    const copy = rows.copies.at(-1);
    if (copy === undefined || !hasCopy(rows) || copy.allocation >= allocation) return rows;
    const moved = copy.facts.map(({ fact, ...rest }) => ({ ...rest, fact: { ...fact, allocation } }));
    const before = withLatest(rows, (one) => ({ ...one, ending: 'swapped' }));
    return { ...before, copies: [...before.copies, { ...copy, allocation, facts: moved }] };
  };

export const delayed = (rows: Rows): Rows => withLatest(rows, (copy) => ({ ...copy, delayed: true }));

export const shelfCheck =
  (answer: 'here' | 'gone') =>
  (rows: Rows): Rows =>
    withLatest(rows, (copy) => ({ ...copy, shelfCheck: answer }));

export const lostNow =
  (service: PatronTestService) =>
  (rows: Rows): Rows =>
    withLatest(rows, (copy) => ({ ...copy, lostAt: service.deps.now() }));

/** The desk says what became of a book. */
export const settledByDesk =
  (service: PatronTestService, how: DeskSettlement) =>
  (rows: Rows): Rows =>
    withLatest(rows, (copy) => ({ ...copy, settlement: { how, on: dayOf(service.deps.now()) } }));

/** The desk takes back what it said of a book. */
export const settlementTakenBack = (rows: Rows): Rows =>
  withLatest(rows, (copy) => ({ ...copy, settlement: null }));

export const dueAt =
  (due: Deadline, extended?: true) =>
  (rows: Rows): Rows =>
    withLatest(rows, (copy) => ({
      ...copy,
      loan: { due, extended: extended ?? copy.loan?.extended ?? false },
    }));

export const suspendedUntil =
  (resumesOn: CalendarDate) =>
  (rows: Rows): Rows => ({ ...rows, entry: { ...rows.entry, state: 'suspended', resumesOn } });

export const pickedUpAt =
  (pickupLibrary: string) =>
  (rows: Rows): Rows => ({
    ...rows,
    entry: { ...rows.entry, pickupLibrary, atPrefectural: pickupLibrary === PREFECTURAL_LIBRARY },
  });

/** R17: a closure has moved the date of a hold at the prefectural library, or of a loan. */
export const movedBy =
  (closureId: string, to: Deadline, reason = '台風') =>
  (rows: Rows): Rows =>
    dateIs(to)(
      withLatest(rows, (copy) => ({
        ...copy,
        moved: [...copy.moved.filter((one) => one.closureId !== closureId), { closureId, reason }],
      })),
    );

/** The closure is taken back, and the date is that one again. */
export const movedBack =
  (closureId: string, to: Deadline) =>
  (rows: Rows): Rows =>
    dateIs(to)(
      withLatest(rows, (copy) => ({
        ...copy,
        moved: copy.moved.filter((one) => one.closureId !== closureId),
      })),
    );

const dateIs =
  (until: Deadline) =>
  (rows: Rows): Rows =>
    withLatest(rows, (copy) => ({
      ...copy,
      ...(copy.loan ? { loan: { ...copy.loan, due: until } } : {}),
      ...(copy.hold && !copy.loan ? { hold: { ...copy.hold, until } } : {}),
    }));

/** The reservation was not admitted. */
export const refusedFor =
  (refusal: RefusalCode) =>
  (rows: Rows): Rows => ({ entry: { ...rows.entry, state: 'refused', refusal }, copies: [] });

/** Whether the reservation waits for a copy, so that one may be chosen. */
export function waits(rows: Rows | undefined): boolean {
  return rows === undefined || (!hasCopy(rows) && rows.entry.state === 'waiting');
}

/** The copy has come so far, whether that was scanned or not. */
const asFarAs =
  (service: PatronTestService, reservationId: string, kind: FactKind, allocation: number) =>
  (rows: Rows): Rows => {
    const chosen = allocation > 0 ? allocated(allocation)(rows) : rows;
    const copy = chosen.copies.find((one) => one.allocation === allocation);
    if (copy === undefined) return rows;
    const position = positionOf(
      copy.facts.map(({ fact }) => fact),
      allocation,
    );
    if (reached(position, kind)) return chosen;
    return scanned(factOf(service, reservationId, kind, { allocation }))(chosen);
  };

/** What the catalog has when a process tells a milestone: all that a process hears comes through the catalog. */
export function followedBy(service: PatronTestService, milestone: Milestone): (rows: Rows) => Rows {
  const { reservationId, allocation } = milestone;
  const far = (kind: FactKind) => asFarAs(service, reservationId, kind, Math.max(allocation, 1));
  const steps =
    (...changes: ((rows: Rows) => Rows)[]) =>
    (rows: Rows) =>
      changes.reduce((now, by) => by(now), rows);
  switch (milestone.milestone) {
    case 'queued':
      return (rows) => {
        const isBack = hasCopy(rows) && allocation > 0 && rows.copies.at(-1)?.allocation === allocation;
        if (isBack) return ended('notOnShelf')(rows);
        const resumed = { ...rows.entry, state: 'waiting' as const, resumesOn: null };
        return hasCopy(rows) ? rows : { ...rows, entry: resumed };
      };
    case 'suspended':
      return (rows) => (hasCopy(rows) ? rows : suspendedUntil(milestone.until)(rows));
    case 'pickupChanged':
      return pickedUpAt(milestone.pickupLibrary);
    case 'allocated':
      return allocated(allocation);
    case 'heldForLoanLimit':
      return far('picked');
    case 'arrivalOverdue':
      return steps(far('shipped'), delayed);
    case 'readyAtPrefectural':
      return far('picked');
    case 'readyAtMunicipal':
      return steps(far('arrived'), dueAt(milestone.due));
    case 'handedOut':
    case 'dueSoon':
    case 'overdue':
      return steps(far('handedOut'), dueAt(milestone.due));
    case 'extended':
      return steps(far('handedOut'), dueAt(milestone.due, true));
    case 'expired':
      return steps(far('picked'), ended('expired'));
    case 'cancelled':
      return ended('cancelled');
    case 'closed':
      switch (milestone.outcome) {
        case 'returned':
          return steps(far('handedOut'), far('home'), ended('home'));
        case 'expired':
          return steps(far('picked'), ended('expired'), far('home'));
        case 'lost':
          return steps(far('shipped'), (rows) =>
            rows.copies.at(-1)?.lostAt ? rows : lostNow(service)(rows),
          );
        case 'longOverdue':
          return steps(far('handedOut'), ended('closed'));
        case 'rejected':
          return refusedFor('NO_LENDABLE_COPY');
        default:
          return ended('cancelled');
      }
    case 'holdEndsSoon':
      return (rows) => rows;
  }
}
