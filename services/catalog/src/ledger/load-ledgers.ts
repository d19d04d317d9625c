import { PREFECTURAL_LIBRARY, type ReservationStanding } from '@toshobin/contracts';
import {
  dayOf,
  fromDateColumn,
  instantFromDate,
  type LedgerState,
  ParcelToldSchema,
  RefusalCodeSchema,
} from '@toshobin/lending-rules';
import { type Ledger, type LedgerFact, stateOf } from '@toshobin/lending-rules/ledger';
import { z } from 'zod';
import type { Transaction } from '../database.ts';
import { Prisma } from '../generated/prisma/client.ts';
import {
  AllocationEnding,
  Canceller,
  Channel,
  DeskSettlement,
  LibraryReason,
  QueueState,
  ShelfCheckAnswer,
  Unservable,
} from '../generated/prisma/enums.ts';
import { describeAllocation } from './describe-allocation.ts';
import { dueOf } from './due-of.ts';
import { factOf, HappenedSchema, happened, Rows } from './journey.ts';

const EntrySchema = z.object({
  reservationId: z.string(),
  state: z.enum(QueueState),
  pickupLibrary: z.string(),
  redirectedFrom: z.string().nullable(),
  channel: z.enum(Channel),
  resumesOn: z.date().nullable(),
  unservable: z.enum(Unservable).nullable(),
  unservableAt: z.date().nullable(),
  refusal: RefusalCodeSchema.nullable(),
  leftOn: z.date().nullable(),
  cancelledBy: z.enum(Canceller).nullable(),
  cancelledWhy: z.enum(LibraryReason).nullable(),
});
const ChosenSchema = z.object({
  allocation: z.int(),
  journey: z.int(),
  ending: z.enum(AllocationEnding).nullable(),
  openedAt: z.date(),
  closedAt: z.date().nullable(),
  keptAlone: z.boolean(),
  waitedFor: z.boolean(),
  holdDate: z.date().nullable(),
  holdAt: z.date().nullable(),
  holdRound: z.int().nullable(),
  shelfCheck: z.enum(ShelfCheckAnswer).nullable(),
  delayed: z.boolean(),
  settledHow: z.enum(DeskSettlement).nullable(),
  settledOn: z.date().nullable(),
  /** The closures in the order in which they moved a date. */
  moved: z.array(z.object({ closureId: z.string(), reason: z.string() })).nullable(),
  id: z.bigint(),
  barcode: z.string(),
  weightGrams: z.int(),
  thicknessMm: z.int(),
  supplementCount: z.int(),
  protectiveCover: z.boolean(),
  dueDate: z.date().nullable(),
  dueAt: z.date().nullable(),
  extended: z.boolean(),
});
const ScanSchema = HappenedSchema.extend({ parcel: ParcelToldSchema.nullable() });
const StoredSchema = z.object({
  epoch: z.int(),
  storedEpoch: z.int().nullable(),
  n: z.int().nullable(),
  standing: z.unknown(),
});

/** A reservation as its rows say that it stands, and what was told of it last. */
export interface Loaded {
  ledger: Ledger;
  present: Pick<ReservationStanding, 'state' | 'item'>;
  /** The epoch of the database, for the next state to tell. */
  epoch: number;
  told: (Pick<ReservationStanding, 'epoch' | 'n'> & { standing: unknown }) | undefined;
}

/** How reservations stand, in one statement; one that never joined a queue is left out. */
export async function loadLedgers(
  tx: Transaction,
  reservationIds: readonly string[],
): Promise<Map<string, Loaded>> {
  // A single one is asked for by itself, since its plan is kept: a list is planned each time, longer than it runs.
  const [one, ...others] = reservationIds;
  const asked =
    one !== undefined && others.length === 0
      ? Prisma.sql`= ${one}::uuid`
      : Prisma.sql`= ANY (${[...reservationIds]}::uuid[])`;
  const rows = Rows.parse(
    await tx.$queryRaw`
      SELECT entry.reservation_id::text AS "reservationId", entry.state::text AS state,
        entry.pickup_library AS "pickupLibrary", entry.redirected_from AS "redirectedFrom", entry.channel::text AS channel, entry.resumes_on AS "resumesOn",
        CASE WHEN entry.unservable_at IS NOT NULL THEN entry.unservable_why::text END AS unservable,
        entry.unservable_at AS "unservableAt",
        entry.refusal ->> 'code' AS refusal,
        entry.left_on AS "leftOn",
        entry.cancelled_by::text AS "cancelledBy", entry.cancelled_why::text AS "cancelledWhy",
        chosen.number AS allocation, coalesce(chosen.journey, chosen.number) AS journey, chosen.ending::text AS ending,
        chosen.opened_at AS "openedAt", chosen.closed_at AS "closedAt", chosen.kept_since IS NOT NULL AS "keptAlone",
        chosen.opened_at > greatest(entry.joined_at, (
          SELECT max(before.closed_at) FROM allocation before
          WHERE before.reservation_id = entry.reservation_id AND before.number < chosen.number)) AS "waitedFor",
        chosen.hold_date AS "holdDate", chosen.hold_at AS "holdAt",
        chosen.hold_round AS "holdRound", chosen.shelf_check::text AS "shelfCheck",
        chosen.delayed_at IS NOT NULL AS delayed, chosen.settled_how::text AS "settledHow", chosen.settled_on AS "settledOn",
        chosen.moved,
        copy.id, copy.barcode, copy.weight_grams AS "weightGrams", copy.thickness_mm AS "thicknessMm",
        copy.supplement_count AS "supplementCount", record.protective_cover AS "protectiveCover",
        loan.due_date AS "dueDate", loan.due_at AS "dueAt", loan.extended_at IS NOT NULL AS extended,
        ${happened}, scan.parcel,
        (SELECT epoch FROM ledger_epoch) AS epoch, told.epoch AS "storedEpoch", told.n,
        -- With the first scan alone: it is read once.
        CASE WHEN lag(entry.reservation_id) OVER (PARTITION BY entry.reservation_id ORDER BY scan.sequence) IS NULL
          THEN told.standing END AS standing
      FROM queue_entry entry
        LEFT JOIN LATERAL (
          SELECT *, (
            SELECT json_agg(closure ORDER BY moved_at, closure_id) FROM (
              SELECT DISTINCT ON (closure_id) closure_id AS "closureId", reason, moved_at, closure_id
              FROM moved_date JOIN closure USING (closure_id)
              WHERE moved_date.journey = coalesce(allocation.journey, allocation.number) AND moved_back_at IS NULL
            ) closure) AS moved
          FROM allocation WHERE allocation.reservation_id = entry.reservation_id
          ORDER BY closed_at IS NULL DESC, number DESC LIMIT 1) chosen ON true
        LEFT JOIN copy ON copy.id = chosen.copy_id
        LEFT JOIN bibliographic_record record ON record.id = copy.record_id
        LEFT JOIN loan ON loan.allocation = chosen.number
        LEFT JOIN scan ON scan.allocation = chosen.number AND scan.kind <> 'notOnShelf'
        LEFT JOIN reservation_state told ON told.reservation_id = entry.reservation_id
      WHERE entry.reservation_id ${asked}
      ORDER BY entry.reservation_id, scan.sequence`,
  );
  return new Map(
    reservationIds.flatMap((id) => {
      const ofIt = rows.filter(({ reservationId }) => reservationId === id);
      return ofIt.length === 0 ? [] : [[id, loaded(id, ofIt)]];
    }),
  );
}

/** How one reservation stands by its rows; undefined for one that never joined a queue. */
export async function stateByRows(tx: Transaction, reservationId: string): Promise<LedgerState | undefined> {
  return (await loadLedgers(tx, [reservationId])).get(reservationId)?.present.state;
}

function loaded(reservationId: string, rows: Record<string, unknown>[]): Loaded {
  const [first = {}] = rows;
  const { epoch, storedEpoch, n, standing } = StoredSchema.parse(first);
  const { cancelledBy, cancelledWhy, leftOn, refusal, redirectedFrom, ...row } = EntrySchema.parse(first);
  const { state, pickupLibrary, channel, resumesOn, unservable, unservableAt } = row;
  const entry: Ledger['entry'] = {
    state,
    pickupLibrary,
    redirectedFrom,
    atPrefectural: pickupLibrary === PREFECTURAL_LIBRARY,
    channel,
    resumesOn: resumesOn && fromDateColumn(resumesOn),
    unservable,
    unservableOn: unservableAt && dayOf(instantFromDate(unservableAt)),
    refusal,
    endedOn: leftOn && fromDateColumn(leftOn),
    cancelled: cancelledBy && { by: cancelledBy, reason: cancelledWhy },
  };
  const told = storedEpoch === null || n === null ? undefined : { epoch: storedEpoch, n, standing };
  if (first.allocation === null) {
    const ledger = { entry };
    return { ledger, present: { state: stateOf(ledger), item: null }, epoch, told };
  }
  const chosen = ChosenSchema.parse(first);
  const endedOn = entry.endedOn ?? (chosen.closedAt && dayOf(instantFromDate(chosen.closedAt)));
  const ledger = { entry: { ...entry, endedOn }, copy: ledgerCopy(chosen, rows) };
  const present = stateOf(ledger);
  const item =
    present.copy &&
    describeAllocation({ number: chosen.allocation, reservationId, openedAt: chosen.openedAt }, chosen);
  return { ledger, present: { state: present, item }, epoch, told };
}

function ledgerCopy(
  chosen: z.output<typeof ChosenSchema>,
  rows: Record<string, unknown>[],
): NonNullable<Ledger['copy']> {
  const { allocation, journey, ending, delayed, moved, waitedFor, keptAlone, closedAt } = chosen;
  const { shelfCheck, holdDate, holdAt, holdRound, dueDate, dueAt, settledHow, settledOn } = chosen;
  const scans = rows.filter(({ factId }) => factId !== null).map((row) => ScanSchema.parse(row));
  const voided = new Set(scans.map(({ voids }) => voids));
  const lost = scans.findLast(({ kind, factId }) => kind === 'lost' && !voided.has(factId));
  const facts = scans
    .filter(({ kind }) => kind !== 'lost')
    .map(({ scanReservation, parcel, ...scan }): LedgerFact => {
      const fact = factOf({ ...scan, copyId: chosen.id, allocation, reservationId: scanReservation });
      return parcel ? { fact, parcel } : { fact };
    });
  return {
    allocation,
    journey,
    ending,
    facts,
    delayed,
    waitedFor,
    keptAlone,
    endedAt: closedAt && instantFromDate(closedAt),
    loan: dueDate && dueAt && { due: dueOf({ dueDate, dueAt }), extended: chosen.extended },
    hold:
      holdDate && holdAt && holdRound !== null
        ? { until: dueOf({ dueDate: holdDate, dueAt: holdAt }), round: holdRound }
        : null,
    moved: moved ?? [],
    shelfCheck,
    settlement: settledHow && settledOn && { how: settledHow, on: fromDateColumn(settledOn) },
    lostAt: lost ? instantFromDate(lost.occurredAt) : null,
  };
}
