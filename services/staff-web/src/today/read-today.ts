import type { DispatchBoard } from '@toshobin/contracts';
import { orNone } from '@toshobin/service';
import type { StaffWebDeps } from '../deps.ts';
import { heldAt } from '../desk/card-in-hand.ts';
import type { Staff } from '../roles.ts';

type Deps = Pick<StaffWebDeps, 'catalog' | 'shipping' | 'patron' | 'now'>;

/** The work of a pickup library beside its three jobs. */
export async function countsOfBranch(
  deps: Deps,
  library: Staff['library'],
): Promise<{ checks: number | undefined; back: number | undefined }> {
  const [asked, back] = await Promise.all([
    orNone(deps.shipping.shelfChecks({ query: { library } })),
    orNone(deps.catalog.copiesToReturn({ query: { library } })),
  ]);
  return { checks: asked?.checks.length, back: back?.rows.length };
}

/** All that waits in the house and on its way, as its owners know it now. */
export type Waiting = Awaited<ReturnType<typeof readToday>>;

/** What the first page of the prefectural desk is drawn from; what can't be told just now is undefined. */
export async function readToday(deps: Deps, staff: Pick<Staff, 'library'>) {
  const [toPick, toPack, board, onTheWay, held, down, mails] = await Promise.all([
    orNone(deps.catalog.pickList()),
    orNone(deps.shipping.packingList()),
    orNone(deps.shipping.dispatchBoard()),
    orNone(deps.shipping.parcelsOnTheWay()),
    heldAt(deps, staff),
    orNone(deps.catalog.copiesToReturn({ query: { library: staff.library } })),
    orNone(deps.patron.mailQueue()),
  ]);
  return {
    toPick: toPick?.rows,
    toPack: toPack?.rows,
    proposals: toPack?.proposals ?? [],
    ...{ board, ...onTheWay, held, mails },
    down: down?.rows,
  };
}

/** The libraries for which a Yu-Mail parcel packed now leaves today. */
export function leavingToday({ leaving, today }: DispatchBoard): string[] {
  return leaving.filter(({ day }) => day === today).map(({ library }) => library);
}
