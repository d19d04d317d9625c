import type { DispatchBoard } from '@toshobin/contracts';
import { addDays, dayOf, instantFromDate } from '@toshobin/lending-rules';
import { orNone } from '@toshobin/service';
import type { StaffWebDeps } from '../deps.ts';

type Deps = Pick<StaffWebDeps, 'catalog' | 'shipping' | 'patron' | 'now'>;

/** All that waits in the house and on its way, as its owners know it now. */
export type Waiting = Awaited<ReturnType<typeof readToday>>;

/** What the first page of the prefectural desk is drawn from; what can't be told just now is undefined. */
export async function readToday(deps: Deps) {
  const until = addDays(dayOf(instantFromDate(deps.now())), 1);
  const [inHouse, toPack, board, onTheWay, mails] = await Promise.all([
    orNone(deps.catalog.waitingAtDesk({ query: { until } })),
    orNone(deps.shipping.packingList()),
    orNone(deps.shipping.dispatchBoard()),
    orNone(deps.shipping.parcelsOnTheWay()),
    orNone(deps.patron.mailQueue()),
  ]);
  return {
    ...inHouse,
    toPack: toPack?.rows,
    proposals: toPack?.proposals ?? [],
    ...{ board, ...onTheWay, mails },
  };
}

/** The libraries for which a Yu-Mail parcel packed now leaves today. */
export function leavingToday({ leaving, today }: DispatchBoard): string[] {
  return leaving.filter(({ day }) => day === today).map(({ library }) => library);
}
