import { endingIs, instantFromDate, isHome, isWithoutItsBook, wasFetched } from '@toshobin/lending-rules';
import { type Fact, FactKindSchema, FactSchema } from '@toshobin/lending-rules/facts';
import { type Position, positionOf, roundOf, standing } from '@toshobin/lending-rules/ledger';
import { z } from 'zod';
import { Prisma, type Transaction } from '../database.ts';
import type { Loan, Scan } from '../generated/prisma/client.ts';
import {
  AllocationEnding,
  Channel,
  DeskSettlement,
  Leg,
  QueueState,
  ScanKind,
} from '../generated/prisma/enums.ts';
import { type Whereabouts, whereaboutsOf } from './copy-place.ts';

/** One allocation of a copy with all that has happened in it: the way from the shelf and back. */
export interface Journey {
  allocation: number;
  reservationId: string;
  copyId: bigint;
  openedAt: Date;
  open: boolean;
  ending: AllocationEnding | null;
  /** R18: how the desk has settled its loan. */
  settled: DeskSettlement | null;
  entry: {
    state: QueueState;
    pickupLibrary: string;
    recordId: bigint;
    channel: Channel;
    joinedAt: Date;
    daysOnly: boolean;
  };
  loan: Loan | null;
  facts: Fact[];
  position: Position;
}

/**
 * The copy's latest allocation, open or not; its position (home) tells whether it is over. One that a return made which
 * was taken back is left out.
 */
export function latestJourneyOfCopy(tx: Transaction, copyId: bigint): Promise<Journey | undefined> {
  return findJourney(tx, Prisma.sql`copy_id = ${copyId} AND ending IS DISTINCT FROM 'returnUndone'`);
}

/** The allocations that count for a copy. */
export const notUndone = {
  OR: [{ ending: null }, { ending: { not: 'returnUndone' } }],
} satisfies Prisma.AllocationWhereInput;

/** The reservation's latest allocation, open or not. */
export function latestJourneyOfReservation(
  tx: Transaction,
  reservationId: string,
): Promise<Journey | undefined> {
  return findJourney(tx, Prisma.sql`reservation_id = ${reservationId}::uuid`);
}

/** The allocation of that number; undefined when there never was one. */
export function journeyOf(tx: Transaction, allocation: number): Promise<Journey | undefined> {
  return findJourney(tx, Prisma.sql`number = ${allocation}`);
}

const FoundSchema = z.object({
  allocation: z.int(),
  reservationId: z.string(),
  copyId: z.bigint(),
  openedAt: z.date(),
  closedAt: z.date().nullable(),
  ending: z.enum(AllocationEnding).nullable(),
  settled: z.enum(DeskSettlement).nullable(),
  state: z.enum(QueueState),
  pickupLibrary: z.string(),
  recordId: z.bigint(),
  channel: z.enum(Channel),
  joinedAt: z.date(),
  daysOnly: z.boolean(),
});
const LoanSchema = z.object({
  startedAt: z.date(),
  dueDate: z.date(),
  dueAt: z.date(),
  toldAt: z.date().nullable(),
  extendedAt: z.date().nullable(),
  handedOutAt: z.date().nullable(),
  handedInAt: z.date().nullable(),
  endedAt: z.date().nullable(),
});
/** A scan in a row of a statement that joins scans. */
export const HappenedSchema = z.object({
  factId: z.string(),
  kind: z.enum(ScanKind),
  scanReservation: z.string().nullable(),
  leg: z.enum(Leg),
  place: z.string().nullable(),
  occurredAt: z.date(),
  recordedAt: z.date(),
  voids: z.string().nullable(),
});
export const Rows = z.array(z.record(z.string(), z.unknown()));

const columns: Readonly<Record<keyof z.infer<typeof HappenedSchema>, string>> = {
  factId: 'fact_id::text',
  kind: 'kind::text',
  scanReservation: 'reservation_id::text',
  leg: 'leg::text',
  place: 'place',
  occurredAt: 'occurred_at',
  recordedAt: 'recorded_at',
  voids: 'voids::text',
};
/** The columns of such a scan, as the statement selects them. */
export const happened = Prisma.raw(
  Object.entries(columns)
    .map(([name, column]) => `scan.${column} AS "${name}"`)
    .join(', '),
);

/** Scans that are no step of a copy's way. */
export const OF_NO_STEP = Object.values(ScanKind).filter((kind) => !FactKindSchema.safeParse(kind).success);
const ofNoStep = Prisma.raw(OF_NO_STEP.map((kind) => `'${kind}'`).join(', '));

/** Finds a journey in one statement, with a row for each fact: every scan of a desk waits for it. */
async function findJourney(tx: Transaction, which: Prisma.Sql): Promise<Journey | undefined> {
  const rows = Rows.parse(
    await tx.$queryRaw`
      SELECT chosen.number AS allocation, chosen.reservation_id::text AS "reservationId", chosen.copy_id AS "copyId",
        chosen.opened_at AS "openedAt", chosen.closed_at AS "closedAt", chosen.ending::text AS ending,
        chosen.settled_how::text AS settled,
        entry.state::text AS state, entry.pickup_library AS "pickupLibrary", entry.record_id AS "recordId",
        entry.channel::text AS channel, entry.joined_at AS "joinedAt", entry.days_only AS "daysOnly",
        loan.started_at AS "startedAt", loan.due_date AS "dueDate", loan.due_at AS "dueAt", loan.told_at AS "toldAt",
        loan.extended_at AS "extendedAt", loan.handed_out_at AS "handedOutAt", loan.handed_in_at AS "handedInAt",
        loan.ended_at AS "endedAt", ${happened}
      FROM (SELECT * FROM allocation WHERE ${which} ORDER BY closed_at IS NULL DESC, number DESC LIMIT 1) chosen
        JOIN queue_entry entry ON entry.reservation_id = chosen.reservation_id
        LEFT JOIN loan ON loan.allocation = chosen.number
        LEFT JOIN scan ON scan.allocation = chosen.number AND scan.kind NOT IN (${ofNoStep})
      ORDER BY scan.sequence`,
  );
  const [first] = rows;
  if (first === undefined) return undefined;
  const { allocation, reservationId, copyId, openedAt, closedAt, ending, settled, ...entry } =
    FoundSchema.parse(first);
  const facts = rows
    .filter(({ factId }) => factId !== null)
    .map((row) => {
      const { scanReservation, ...scan } = HappenedSchema.parse(row);
      return factOf({ ...scan, copyId, allocation, reservationId: scanReservation });
    });
  return {
    allocation,
    reservationId,
    copyId,
    openedAt,
    open: closedAt === null,
    ending,
    settled,
    entry,
    loan: first.startedAt === null ? null : { allocation, ...LoanSchema.parse(first) },
    facts,
    position: positionOf(facts, allocation),
  };
}

/**
 * The journey a copy is on: its latest allocation until it is home. One that ended before the copy had left its shelf
 * is over, and so is one that was withdrawn: its reservation went on, and the copy goes home for nobody.
 */
export function underWay(journey: Journey | undefined): Journey | undefined {
  if (journey === undefined || isHome(journey) || wasWithdrawn(journey)) return undefined;
  return journey.open || wasFetched(journey) ? journey : undefined;
}

/** Where the copy is by that journey, as long as no later one has the copy. */
export function whereItIs({ position, entry, open }: Journey): Whereabouts {
  return whereaboutsOf(position, entry.pickupLibrary, open);
}

/** R6. How often the scan was taken back that puts the copy on the hold shelf. */
export function holdRoundOf({ facts }: Journey): number {
  return roundOf(facts, 'picked');
}

/** Whether an allocation ended by a withdrawal, so that its reservation went on without that copy. */
export function wasWithdrawn({ ending }: Pick<Journey, 'ending'>): boolean {
  return endingIs(ending, 'withdrawal');
}

/** Whether the copy was paid for or given up: it is out of stock until it turns up. */
export function isGivenUp({ settled }: Pick<Journey, 'settled'>): boolean {
  return isWithoutItsBook(settled);
}

/** The condition of a copy that its borrower has, or had when the loan ended; undefined while the copy may be lent. */
export function conditionAway({ ending, settled }: Journey): 'lost' | 'withdrawn' | undefined {
  if (isGivenUp({ settled })) return 'withdrawn';
  return ending === 'lost' ? 'lost' : undefined;
}

/** The facts of a journey that no other takes back. */
export function standingFacts({ facts, allocation }: Journey): Fact[] {
  return standing(facts, allocation);
}

/** The columns of a scan that are published. */
type RecordedScan = Pick<Scan, keyof Fact>;

/** A stored scan as everybody else hears it. */
export function factOf(scan: RecordedScan): Fact {
  return FactSchema.parse({
    factId: scan.factId,
    kind: scan.kind,
    copyId: String(scan.copyId),
    reservationId: scan.reservationId,
    allocation: scan.allocation,
    leg: scan.leg,
    place: scan.place,
    occurredAt: instantFromDate(scan.occurredAt),
    recordedAt: instantFromDate(scan.recordedAt),
    ...(scan.voids === null ? {} : { voids: scan.voids }),
  } satisfies Record<Exclude<keyof Fact, 'voids'>, unknown>);
}
