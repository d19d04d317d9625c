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

/** How many titles are asked for in one question. */
const AT_ONCE = 100;

/** The titles of copies by their numbers; nothing is known while the catalog can't be asked. */
export async function titlesOf(
  deps: Pick<StaffWebDeps, 'catalog'>,
  barcodes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const known = await knownOf(deps, barcodes);
  return new Map([...known].map(([barcode, { title }]) => [barcode, title]));
}

/** Title and shelf mark of copies, as a staff member at the prefectural library looks for them. */
export interface CopyKnown {
  title: string;
  shelfMark: string;
}

/** The same with their shelf marks. */
export async function knownOf(
  deps: Pick<StaffWebDeps, 'catalog'>,
  barcodes: readonly string[],
): Promise<ReadonlyMap<string, CopyKnown>> {
  const copies = barcodes.flatMap((code) => {
    const reading = readBarcode(code);
    return reading.ok && reading.kind === 'copy' ? [reading.number] : [];
  });
  const some = (at: number) => copies.slice(at * AT_ONCE, (at + 1) * AT_ONCE).join(',');
  const found = await Promise.all(
    Array.from({ length: Math.ceil(copies.length / AT_ONCE) }, (_, at) =>
      orNone(deps.catalog.call(catalogApi.titlesOfCopies, { query: { barcodes: some(at) } })),
    ),
  );
  const rows = found.flatMap((titles) => titles?.rows ?? []);
  return new Map(rows.map(({ barcode, ...known }) => [barcode, known]));
}
