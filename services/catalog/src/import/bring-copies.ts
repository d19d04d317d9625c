import { PREFECTURAL_LIBRARY, RecordIdSchema } from '@toshobin/contracts';
import { z } from 'zod';
import { addCopy } from '../copies/add-copy.ts';
import { withdrawCopy as takeOutOfService } from '../copies/withdraw-copy.ts';
import { CopyCondition } from '../generated/prisma/enums.ts';
import { countWaiting } from '../queue/queue-positions.ts';
import type { Queryable } from '../records/queryable.ts';
import type { Described, DescribedCopy } from './described.ts';
import type { ImportDeps } from './import-deps.ts';
import type { ReadRecord } from './prepare-batch.ts';
import { readCopyNumber } from './read-copy-number.ts';
import type { Refused } from './refused.ts';
import { newCopy, toNewRecord } from './to-new-record.ts';

/** Who is said to have done it. */
const by = { account: 'import', library: PREFECTURAL_LIBRARY };

const KnownCopy = z.object({ barcode: z.string(), recordId: z.string(), condition: z.enum(CopyCondition) });

interface WithCopies {
  described: Described;
}

/** Which copies of new records can be added: their barcodes are right, and nothing else has them. */
export async function acceptCopies(
  database: Queryable,
  added: readonly WithCopies[],
): Promise<(one: WithCopies) => { copies: DescribedCopy[]; refused: Refused[] }> {
  const all = added.flatMap(({ described }) => described.copies.map(({ barcode }) => barcode));
  const taken = new Set<string>();
  if (all.length > 0) {
    const { rows } = await database.query('SELECT barcode FROM copy WHERE barcode = ANY($1::text[])', [all]);
    for (const { barcode } of rows) taken.add(String(barcode));
  }
  return ({ described }) => {
    const refused: Refused[] = [];
    const copies = described.copies.flatMap((copy) => {
      if (copy.withdrawn) return [];
      const reading = readCopyNumber(copy.barcode);
      if (!reading.ok || taken.has(reading.value)) {
        refused.push(reading.ok ? { why: 'BARCODE_TAKEN', what: copy.barcode } : reading.refused);
        return [];
      }
      taken.add(reading.value);
      return [{ ...copy, barcode: reading.value }];
    });
    return { copies, refused };
  };
}

/**
 * What is wrong in records that say what they said before, of which nothing is written: the report tells of the file,
 * not of what is new in it. Of a deletion it is the copies alone that it names.
 */
export async function wrongInUnchanged(
  database: Queryable,
  unchanged: readonly ReadRecord[],
): Promise<(one: ReadRecord) => Refused[]> {
  const read = (one: ReadRecord) =>
    one.described.copies
      .filter(({ withdrawn }) => withdrawn || !one.described.withdrawn)
      .map((copy) => ({ ...copy, reading: readCopyNumber(copy.barcode) }));
  const barcodes = unchanged.flatMap((one) =>
    read(one).flatMap(({ reading }) => (reading.ok ? [reading.value] : [])),
  );
  const known = new Map<string, z.infer<typeof KnownCopy>>();
  if (barcodes.length > 0) {
    const { rows } = await database.query(
      'SELECT barcode, record_id::text AS "recordId", condition FROM copy WHERE barcode = ANY($1::text[])',
      [barcodes],
    );
    for (const copy of z.array(KnownCopy).parse(rows)) known.set(`${copy.recordId} ${copy.barcode}`, copy);
  }
  return (one) => [
    ...(one.described.withdrawn ? [] : one.described.refused),
    ...read(one).flatMap(({ withdrawn, reading }): Refused[] => {
      if (!reading.ok) return [reading.refused];
      const copy = known.get(`${one.known?.recordId} ${reading.value}`);
      if (withdrawn) return copy === undefined ? [{ why: 'COPY_UNKNOWN', what: reading.value }] : [];
      return copy?.condition === 'withdrawn' ? [{ why: 'COPY_WITHDRAWN', what: reading.value }] : [];
    }),
  ];
}

/**
 * Adds copies that a record has got since, writes the shelf marks anew, and takes those out of service of which that is
 * said. One that is not named any more stays.
 */
export async function changeCopies(
  deps: ImportDeps,
  described: Described,
  recordId: string,
): Promise<Refused[]> {
  const refused: Refused[] = [...described.refused];
  const record = toNewRecord(described, '', []);
  let goes = false;
  for (const copy of described.copies) {
    if (copy.withdrawn) {
      const left = await withdrawCopy(deps, recordId, copy.barcode);
      if (left !== 'withdrawnBefore') refused.push(...left);
      goes ||= left !== 'withdrawnBefore';
      continue;
    }
    const reading = readCopyNumber(copy.barcode);
    if (!reading.ok) {
      refused.push(reading.refused);
      continue;
    }
    const barcode = reading.value;
    const { shelfMark, weightGrams, thicknessMm, supplementCount } = newCopy(copy, described, record);
    const known = await deps.db.copy.findFirst({ where: { barcode, recordId: BigInt(recordId) } });
    if (known !== null) {
      if (known.condition === 'withdrawn') refused.push({ why: 'COPY_WITHDRAWN', what: barcode });
      else if (copy.shelfMark !== '')
        await deps.db.copy.update({ where: { id: known.id }, data: { shelfMark } });
      continue;
    }
    const at = deps.now();
    const added = await addCopy(deps, {
      ...{ recordId: RecordIdSchema.parse(recordId), barcode, shelfMark, weightGrams, thicknessMm },
      ...{ supplementCount, at, by },
    });
    if (added.ok) continue;
    refused.push({
      why: added.refusal.code === 'BARCODE_TAKEN' ? 'BARCODE_TAKEN' : 'COPY_OF_DELETED',
      what: barcode,
    });
  }
  return goes ? [...refused, ...(await stillWaiting(deps, recordId))] : refused;
}

/** What of a record is taken out of service: the copies that are named, or else all of them. */
export async function withdrawDeleted(
  deps: ImportDeps,
  { copies }: Pick<Described, 'copies'>,
  recordId: string,
): Promise<Refused[]> {
  const named = copies.filter(({ withdrawn }) => withdrawn).map(({ barcode }) => barcode);
  const all = await deps.db.copy.findMany({ where: { recordId: BigInt(recordId) }, orderBy: { id: 'asc' } });
  const refused: Refused[] = [];
  for (const barcode of named.length > 0 ? named : all.map((copy) => copy.barcode)) {
    const left = await withdrawCopy(deps, recordId, barcode);
    if (left !== 'withdrawnBefore') refused.push(...left);
  }
  return [...refused, ...(await stillWaiting(deps, recordId))];
}

/** How many wait for a title that goes, or of which a copy goes: what the desk hears when it withdraws one by hand. */
async function stillWaiting({ db }: ImportDeps, recordId: string): Promise<Refused[]> {
  const waiting = await countWaiting(db, BigInt(recordId));
  return waiting === 0 ? [] : [{ why: 'STILL_WAITED_FOR', what: `${waiting}人` }];
}

/**
 * Takes a copy of a record out of service, as the desk does it: those who wait are told. What is lent stays until it is
 * home.
 */
async function withdrawCopy(
  deps: ImportDeps,
  recordId: string,
  named: string,
): Promise<Refused[] | 'withdrawnBefore'> {
  const reading = readCopyNumber(named);
  if (!reading.ok) return [reading.refused];
  const barcode = reading.value;
  const copy = await deps.db.copy.findFirst({ where: { barcode, recordId: BigInt(recordId) } });
  if (copy === null) return [{ why: 'COPY_UNKNOWN', what: barcode }];
  if (copy.condition === 'withdrawn') return 'withdrawnBefore';
  const gone = await takeOutOfService(deps, { barcode, condition: 'withdrawn', at: deps.now(), by });
  return gone.ok ? [] : [{ why: 'COPY_LENT', what: barcode }];
}
