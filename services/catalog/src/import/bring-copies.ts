import { PREFECTURAL_LIBRARY, RecordIdSchema } from '@toshobin/contracts';
import { addCopy } from '../copies/add-copy.ts';
import { readCopyBarcode } from '../copies/scan-once.ts';
import { withdrawCopy } from '../copies/withdraw-copy.ts';
import type { Queryable } from '../records/queryable.ts';
import type { Described, DescribedCopy } from './described.ts';
import type { ImportDeps } from './import-deps.ts';
import type { Refused } from './refused.ts';
import { newCopy, toNewRecord } from './to-new-record.ts';

/** Who is said to have done it. */
const by = { account: 'import', library: PREFECTURAL_LIBRARY };

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
      const reading = readCopyBarcode(copy.barcode);
      if (!reading.ok || taken.has(reading.value)) {
        refused.push({ why: reading.ok ? 'BARCODE_TAKEN' : 'BARCODE_WRONG', what: copy.barcode });
        return [];
      }
      taken.add(reading.value);
      return [{ ...copy, barcode: reading.value }];
    });
    return { copies, refused };
  };
}

/**
 * Adds copies that a record has got since, writes the shelf marks anew, and takes those out of service of which that is said. One that is
 * not named any more stays.
 */
export async function changeCopies(
  deps: ImportDeps,
  described: Described,
  recordId: string,
): Promise<Refused[]> {
  const refused: Refused[] = [...described.refused];
  const record = toNewRecord(described, '', []);
  for (const copy of described.copies) {
    const reading = readCopyBarcode(copy.barcode);
    if (!reading.ok) {
      refused.push({ why: 'BARCODE_WRONG', what: copy.barcode });
      continue;
    }
    const barcode = reading.value;
    if (copy.withdrawn) {
      refused.push(...(await withdrawCopies(deps, recordId, barcode)));
      continue;
    }
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
      why: added.refusal.code === 'BARCODE_TAKEN' ? 'BARCODE_TAKEN' : 'BARCODE_WRONG',
      what: barcode,
    });
  }
  return refused;
}

/** Takes copies of a record, or one of them, out of service, as the desk does it: those who wait are told. What is lent stays until it is home. */
export async function withdrawCopies(
  deps: ImportDeps,
  recordId: string,
  barcode?: string,
): Promise<Refused[]> {
  const copies = await deps.db.copy.findMany({
    where: {
      recordId: BigInt(recordId),
      condition: { not: 'withdrawn' },
      ...(barcode === undefined ? {} : { barcode }),
    },
    orderBy: { id: 'asc' },
  });
  const refused: Refused[] = [];
  for (const { barcode } of copies) {
    const at = deps.now();
    const gone = await withdrawCopy(deps, { barcode, condition: 'withdrawn', at, by });
    if (!gone.ok) refused.push({ why: 'COPY_LENT', what: barcode });
  }
  return refused;
}
