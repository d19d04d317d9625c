import type { DispatchBoard } from '@toshobin/contracts';
import { orNone } from '@toshobin/service';
import type { StaffWebDeps } from '../deps.ts';

/** What leaves when; none while shipping is away: the page that shows it beside other work is there all the same. */
export async function boardOrNone({
  shipping,
}: Pick<StaffWebDeps, 'shipping'>): Promise<DispatchBoard | undefined> {
  return orNone(shipping.dispatchBoard());
}
