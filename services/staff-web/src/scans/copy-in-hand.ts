import { catalogApi, readBarcode } from '@toshobin/contracts';
import { ServiceFault } from '@toshobin/service';
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
  try {
    const copy = await deps.catalog.call(catalogApi.readCopy, { params: { barcode: reading.number } });
    return copy.ok ? copy.value : undefined;
  } catch (fault) {
    if (fault instanceof ServiceFault) return undefined;
    throw fault;
  }
}
