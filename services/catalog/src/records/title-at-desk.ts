import {
  type catalogApi,
  holdNumberOf,
  PREFECTURAL_LIBRARY,
  type RecordId,
  type TitleAtDesk,
  TitleAtDeskSchema,
} from '@toshobin/contracts';
import {
  dayOf,
  fromDateColumn,
  instantFromDate,
  isWithoutItsBook,
  queuedStates,
} from '@toshobin/lending-rules';
import { z } from 'zod';
import type { CatalogDeps } from '../catalog-deps.ts';
import type { Transaction } from '../database.ts';
import { CopyCondition, CopyPlace, DeskSettlement, ScanKind } from '../generated/prisma/enums.ts';
import { publicPlace } from '../ledger/copy-place.ts';
import { dueOf } from '../ledger/due-of.ts';
import { pausedLibraries } from '../libraries/find-library.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { nextWaiting } from '../queue/next-waiting.ts';
import { comesHome } from './estimate-wait.ts';

/** How many of a queue, and how many scans of each copy, a page shows. */
const SHOWN = 100;
const SCANS = 6;

const Entries = z.array(
  z.object({
    reservationId: z.uuid(),
    state: z.enum(queuedStates),
    pickupLibrary: z.string(),
    joinedAt: z.date(),
    resumesOn: z.date().nullable(),
  }),
);
const Copies = z.array(
  z.object({
    barcode: z.string(),
    condition: z.enum(CopyCondition),
    place: z.enum(CopyPlace),
    placeLibrary: z.string().nullable(),
    allocation: z.int().nullable(),
    reservationId: z.uuid().nullable(),
    pickupLibrary: z.string().nullable(),
    openedAt: z.date().nullable(),
    dueDate: z.date().nullable(),
    dueAt: z.date().nullable(),
    history: z.array(z.object({ kind: z.enum(ScanKind), place: z.string().nullable(), at: z.coerce.date() })),
  }),
);

const Withdrawn = z.array(
  z.object({
    barcode: z.string(),
    shelfMark: z.string(),
    on: z.date().nullable(),
    settledHow: z.enum(DeskSettlement).nullable(),
  }),
);

/**
 * A title as the desk needs it: who waits in which order and who is next, which copy is for whom and where it has been,
 * when each comes home, and which were withdrawn. No person: reservations by their ids.
 */
export async function titleAtDesk(
  deps: Pick<CatalogDeps, 'db' | 'now'>,
  recordId: RecordId,
): Promise<TitleAtDesk> {
  const [id, now] = [BigInt(recordId), deps.now()];
  const today = dayOf(now);
  const [entries, copies, withdrawn, findable, next, paused, policy] = await Promise.all([
    entriesOf(deps.db, id),
    copiesOf(deps.db, id),
    withdrawnOf(deps.db, id),
    deps.db.bibliographicRecord.count({ where: { id, s: { not: '' } } }),
    nextWaiting(deps.db, id, new Date(now)),
    pausedLibraries(deps.db, today),
    policyInForce(deps.db),
  ]);
  let place = 0;
  return TitleAtDeskSchema.parse({
    next: next?.reservationId ?? null,
    queue: entries.map(({ joinedAt, resumesOn, ...entry }) => {
      if (entry.state === 'waiting') place += 1;
      return {
        ...entry,
        position: entry.state === 'waiting' ? place : null,
        since: instantFromDate(joinedAt),
        resumesOn: resumesOn && fromDateColumn(resumesOn),
        paused: paused.includes(entry.pickupLibrary),
      };
    }),
    copies: copies.map(({ condition, place: where, placeLibrary, allocation, dueDate, dueAt, ...copy }) => {
      const due = dueDate === null || dueAt === null ? null : dueOf({ dueDate, dueAt });
      const shown = publicPlace({ condition, place: where });
      const home = comesHome({ place: shown, dueWherever: due?.date ?? null }, today, policy);
      return {
        ...{ barcode: copy.barcode, condition, place: shown, due },
        library: placeLibrary ?? PREFECTURAL_LIBRARY,
        of:
          allocation === null
            ? null
            : {
                reservationId: copy.reservationId,
                holdNumber: holdNumberOf(allocation),
                pickupLibrary: copy.pickupLibrary,
                since: copy.openedAt && instantFromDate(copy.openedAt),
              },
        home: home ?? null,
        history: copy.history.map(({ at, ...scan }) => ({ ...scan, at: instantFromDate(at) })),
      };
    }),
    withdrawn: withdrawn.map(({ on, settledHow, ...copy }) => {
      return { ...copy, on: on && fromDateColumn(on), settled: isWithoutItsBook(settledHow) };
    }),
    deleted: findable === 0,
  } satisfies z.input<typeof catalogApi.titleAtDesk.answer>);
}

async function entriesOf(db: Transaction, recordId: bigint) {
  return Entries.parse(
    await db.$queryRaw`
      SELECT reservation_id::text AS "reservationId", state::text AS state, pickup_library AS "pickupLibrary",
        joined_at AS "joinedAt", resumes_on AS "resumesOn"
      FROM (
        SELECT * FROM queue_entry WHERE record_id = ${recordId} AND state = 'waiting'
        UNION ALL SELECT * FROM queue_entry WHERE record_id = ${recordId} AND state = 'suspended') entry
      ORDER BY joined_at, sequence LIMIT ${SHOWN}`,
  );
}

async function copiesOf(db: Transaction, recordId: bigint) {
  return Copies.parse(
    await db.$queryRaw`
      SELECT copy.barcode, copy.condition::text AS condition, copy.place::text AS place,
        copy.place_library AS "placeLibrary", chosen.number AS allocation,
        chosen.reservation_id::text AS "reservationId", entry.pickup_library AS "pickupLibrary",
        chosen.opened_at AS "openedAt", loan.due_date AS "dueDate", loan.due_at AS "dueAt",
        coalesce((SELECT json_agg(last) FROM (
          SELECT scan.kind, scan.place, scan.occurred_at AS at FROM scan
          WHERE scan.copy_id = copy.id AND scan.voids IS NULL
            AND NOT EXISTS (SELECT FROM scan undone WHERE undone.copy_id = copy.id AND undone.voids = scan.fact_id)
          ORDER BY scan.sequence DESC LIMIT ${SCANS}) last), '[]') AS history
      FROM copy
        LEFT JOIN allocation chosen ON chosen.copy_id = copy.id AND chosen.closed_at IS NULL
        LEFT JOIN queue_entry entry ON entry.reservation_id = chosen.reservation_id
        LEFT JOIN loan ON loan.allocation = chosen.number
      WHERE copy.record_id = ${recordId} AND copy.condition <> 'withdrawn'
      ORDER BY copy.id LIMIT ${SHOWN}`,
  );
}

async function withdrawnOf(db: Transaction, recordId: bigint) {
  return Withdrawn.parse(
    await db.$queryRaw`
      SELECT copy.barcode, copy.shelf_mark AS "shelfMark", withdrawn_on AS on,
        latest.settled_how::text AS "settledHow"
      FROM copy
        LEFT JOIN LATERAL (
          SELECT settled_how FROM allocation chosen
          WHERE chosen.copy_id = copy.id AND chosen.ending IS DISTINCT FROM 'returnUndone'
          ORDER BY chosen.number DESC LIMIT 1) latest ON true
      WHERE copy.record_id = ${recordId} AND copy.condition = 'withdrawn'
      ORDER BY withdrawn_on DESC NULLS LAST, copy.id LIMIT ${SHOWN}`,
  );
}
