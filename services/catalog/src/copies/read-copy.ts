import { catalogApi } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import { z } from 'zod';
import type { AnswerTo } from '../catalog-deps.ts';
import type { Transaction } from '../database.ts';
import { CopyCondition, CopyPlace } from '../generated/prisma/enums.ts';
import { publicPlace } from '../ledger/copy-place.ts';
import { dueOf } from '../ledger/due-of.ts';
import { latestJourneyOfCopy, underWay } from '../ledger/journey.ts';
import { wholeTitle } from '../records/whole-title.ts';
import { isStillHeld, latestAllocation, whyEnded, whyToReturn } from './copies-to-return.ts';
import { readCopyBarcode } from './scan-once.ts';

/** The columns that are turned into what everybody reads; the others are told as they are. */
const named = {
  title: z.string(),
  subtitle: z.string(),
  condition: z.enum(CopyCondition),
  place: z.enum(CopyPlace),
};
const Copies = z.array(z.looseObject({ ...named, id: z.bigint(), recordId: z.bigint() }));

/**
 * A copy as the desk that has it in hand needs it, with the reservation it was last chosen for until it is home (also
 * one that was cancelled meanwhile: its way home is still that reservation's). Refuses BARCODE_NOT_OURS,
 * BARCODE_WRONG_KIND.
 */
export async function readCopy(db: Transaction, barcode: string): Promise<Decision<AnswerTo<'readCopy'>>> {
  const reading = readCopyBarcode(barcode);
  if (!reading.ok) return reading;
  const [copy] = Copies.parse(
    await db.$queryRaw`
      SELECT copy.id, copy.record_id AS "recordId", copy.barcode, copy.shelf_mark AS "shelfMark", title, subtitle,
        copy.condition::text AS condition, copy.place::text AS place, weight_grams AS "weightGrams",
        thickness_mm AS "thicknessMm", protective_cover AS "protectiveCover", supplement_count AS "supplementCount"
      FROM copy JOIN bibliographic_record record ON record.id = copy.record_id WHERE barcode = ${reading.value}`,
  );
  if (copy === undefined) return refuse('BARCODE_NOT_OURS');
  const latest = await latestJourneyOfCopy(db, copy.id);
  const journey = underWay(latest);
  const inHand = {
    ...copy,
    copyId: String(copy.id),
    recordId: String(copy.recordId),
    title: wholeTitle(copy),
    place: publicPlace(copy),
    reservationId: journey?.reservationId ?? null,
    wentFor: copy.place === 'onShelf' ? null : (latest?.reservationId ?? null),
    allocation: journey?.allocation ?? null,
    pickupLibrary: journey?.entry.pickupLibrary ?? null,
    due: journey?.loan ? dueOf(journey.loan) : null,
    toReturn: whyToReturn(latest),
    stillHeld: latest !== undefined && isStillHeld(latest),
  };
  return allow(catalogApi.readCopy.answer.parse(inHand));
}

const Titles = z.array(z.looseObject(named));

/** Copies with the names of their titles, in one question; a number that is no copy's has no row. */
export async function titlesOfCopies(
  db: Transaction,
  barcodes: readonly string[],
): Promise<AnswerTo<'titlesOfCopies'>['rows']> {
  const rows = Titles.parse(
    await db.$queryRaw`
      SELECT barcode, shelf_mark AS "shelfMark", title, subtitle, author, supplement_count AS "supplementCount",
        copy.condition::text AS condition, copy.place::text AS place,
        CASE WHEN copy.place = 'onShelf' OR latest.closed_at IS NULL OR latest.ending = 'home' THEN NULL
          ELSE ${whyEnded} END AS "toReturn"
      FROM copy JOIN bibliographic_record record ON record.id = copy.record_id
        ${latestAllocation}
      WHERE barcode = ANY (${[...barcodes]})`,
  );
  const copies = rows.map((row) => ({ ...row, title: wholeTitle(row), place: publicPlace(row) }));
  return catalogApi.titlesOfCopies.answer.parse({ rows: copies }).rows;
}

/** The shelf marks of titles, in one question; a title whose copies are all withdrawn has no row. */
export async function shelfMarksOfTitles(
  db: Transaction,
  recordIds: readonly string[],
): Promise<AnswerTo<'shelfMarksOfTitles'>['rows']> {
  const rows = await db.$queryRaw`
    SELECT record_id::text AS "recordId", array_agg(DISTINCT shelf_mark ORDER BY shelf_mark) AS "shelfMarks"
    FROM copy
    WHERE record_id = ANY (${recordIds.map(BigInt)}) AND condition <> 'withdrawn'
    GROUP BY record_id`;
  return catalogApi.shelfMarksOfTitles.answer.parse({ rows }).rows;
}
