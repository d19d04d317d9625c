import { type ParcelNumber, ParcelNumberSchema } from '@toshobin/contracts';
import { type PageCall, pageFault } from '@toshobin/web';
import type { Staff } from '../roles.ts';

/** The parcel a page's address names; anything else is no page. */
export function numberIn(call: Pick<PageCall<Staff>, 'request'>): ParcelNumber {
  const read = ParcelNumberSchema.safeParse(call.request.params.parcelNumber);
  return read.success ? read.data : pageFault(404);
}
