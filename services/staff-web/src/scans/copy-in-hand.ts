import { catalogApi, readBarcode } from '@toshobin/contracts';
import { orNone } from '@toshobin/service';
import type { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';

export type CopyInHand = z.output<typeof catalogApi.readCopy.answer>;

/** What the catalog knows of the copy that was just read; undefined for anything else, and while it can't be asked. */
export async function copyInHand(
  deps: Pick<StaffWebDeps, 'catalog'>,
  code: string,
): Promise<CopyInHand | undefined> {
  const reading = readBarcode(code);
  if (!reading.ok || reading.kind !== 'copy') return undefined;
  return orNone(deps.catalog.call(catalogApi.readCopy, { params: { barcode: reading.number } }));
}

/** How many copies are asked for in one question. */
const AT_ONCE = 100;

/** What is known of a copy by its number. */
export type CopyKnown = Omit<z.output<typeof catalogApi.titlesOfCopies.answer>['rows'][number], 'barcode'>;
export type CopiesKnown = ReadonlyMap<string, CopyKnown>;

/** Copies by their numbers; nothing is known while the catalog can't be asked. */
export async function knownOf(
  deps: Pick<StaffWebDeps, 'catalog'>,
  barcodes: readonly string[],
): Promise<CopiesKnown> {
  const numbers = barcodes.flatMap((code) => {
    const reading = readBarcode(code);
    return reading.ok && reading.kind === 'copy' ? [reading.number] : [];
  });
  const copies = [...new Set(numbers)];
  const some = (at: number) => copies.slice(at * AT_ONCE, (at + 1) * AT_ONCE).join(',');
  const found = await Promise.all(
    Array.from({ length: Math.ceil(copies.length / AT_ONCE) }, (_, at) =>
      orNone(deps.catalog.call(catalogApi.titlesOfCopies, { query: { barcodes: some(at) } })),
    ),
  );
  const rows = found.flatMap((titles) => titles?.rows ?? []);
  return new Map(rows.map(({ barcode, ...known }) => [barcode, known]));
}
