import { type CopyNames, type catalogApi, readBarcode } from '@toshobin/contracts';
import { allow, refuse } from '@toshobin/lending-rules';
import { orNone } from '@toshobin/service';
import type { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';

export type CopyInHand = z.output<typeof catalogApi.readCopy.answer>;

/** What the catalog knows of the copy with that number; undefined for anything else. */
export async function copyNumbered(
  { catalog }: Pick<StaffWebDeps, 'catalog'>,
  code: string,
): Promise<CopyInHand | undefined> {
  const reading = readBarcode(code);
  if (!reading.ok || reading.kind !== 'copy') return undefined;
  const copy = await catalog.readCopy({ params: { barcode: reading.number } });
  return copy.ok ? copy.value : undefined;
}

/** The same where the work goes on without: undefined also while the catalog can't be asked. */
export async function copyInHand(
  deps: Pick<StaffWebDeps, 'catalog'>,
  code: string,
): Promise<CopyInHand | undefined> {
  return orNone(copyNumbered(deps, code).then((copy) => (copy ? allow(copy) : refuse('NOT_FOUND'))));
}

const AT_ONCE = 100;

export type CopiesKnown = ReadonlyMap<string, CopyNames>;

/** Copies by their numbers; nothing is known while the catalog can't be asked. Those named lately are not asked about. */
export async function knownOf(
  deps: Pick<StaffWebDeps, 'catalog' | 'copies' | 'now'>,
  barcodes: readonly string[],
): Promise<CopiesKnown> {
  const numbers = numbersIn(barcodes);
  const now = deps.now();
  const known = numbers.flatMap((number): [string, CopyNames][] => {
    const names = deps.copies.of(number, now);
    return names ? [[number, names]] : [];
  });
  const unknown = numbers.filter((number) => !known.some(([one]) => one === number));
  const asked = [...(await copiesBy(deps, unknown))].map(
    ([number, { place: _, toReturn: _why, ...names }]) => {
      deps.copies.keep(number, names, now);
      return [number, names] as const;
    },
  );
  return new Map([...known, ...asked]);
}

/** Copies by their numbers, with where they are now, and why they are to go back. */
export async function copiesBy(
  deps: Pick<StaffWebDeps, 'catalog'>,
  barcodes: readonly string[],
): Promise<ReadonlyMap<string, Omit<Row, 'barcode'>>> {
  const copies = numbersIn(barcodes);
  const some = (at: number) => copies.slice(at * AT_ONCE, (at + 1) * AT_ONCE).join(',');
  const found = await Promise.all(
    Array.from({ length: Math.ceil(copies.length / AT_ONCE) }, (_, at) =>
      orNone(deps.catalog.titlesOfCopies({ query: { barcodes: some(at) } })),
    ),
  );
  const rows = found.flatMap((titles) => titles?.rows ?? []);
  return new Map(rows.map(({ barcode, ...known }) => [barcode, known]));
}

type Row = z.output<typeof catalogApi.titlesOfCopies.answer>['rows'][number];

function numbersIn(barcodes: readonly string[]): string[] {
  const numbers = barcodes.flatMap((code) => {
    const reading = readBarcode(code);
    return reading.ok && reading.kind === 'copy' ? [reading.number] : [];
  });
  return [...new Set(numbers)];
}
