import { type DispatchBoard, shippingApi } from '@toshobin/contracts';
import { ServiceFault } from '@toshobin/service';
import type { StaffWebDeps } from '../deps.ts';

/** What leaves when; none while shipping is away: the page that shows it beside other work is there all the same. */
export async function boardOrNone({
  shipping,
}: Pick<StaffWebDeps, 'shipping'>): Promise<DispatchBoard | undefined> {
  try {
    const board = await shipping.call(shippingApi.dispatchBoard, {});
    return board.ok ? board.value : undefined;
  } catch (fault) {
    if (fault instanceof ServiceFault) return undefined;
    throw fault;
  }
}
