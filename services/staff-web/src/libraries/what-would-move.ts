import { type MovesOfPlans, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import type { Decision } from '@toshobin/lending-rules';
import type { StaffWebDeps } from '../deps.ts';
import { orFault } from '../pages/draw-page.ts';
import type { WhatWouldMove } from './what-moves.tsx';

/** What a preview moves, if there is one, with the copies that are still on the pick list. */
export async function whatWouldMove(
  { catalog }: Pick<StaffWebDeps, 'catalog'>,
  preview: Decision<MovesOfPlans> | undefined,
): Promise<WhatWouldMove | undefined> {
  return preview?.ok ? withToPick(preview.value, orFault(await catalog.pickList()).rows) : undefined;
}

/** What moves with the copies that are still to be fetched, of which shipping knows nothing. */
function withToPick(
  { moves, unmoved, leaving }: MovesOfPlans,
  toPick: readonly { pickupLibrary: string }[],
): WhatWouldMove {
  const movedDays = new Map(leaving.map((one) => [one.library, one]));
  const counted = new Map<string, WhatWouldMove['moves'][number]>();
  let stay = unmoved;
  for (const { pickupLibrary } of toPick) {
    const moved = movedDays.get(pickupLibrary);
    if (pickupLibrary === PREFECTURAL_LIBRARY) continue;
    if (moved === undefined) {
      stay += 1;
      continue;
    }
    const { before, after } = moved;
    const count = (counted.get(`${before} ${after}`)?.count ?? 0) + 1;
    counted.set(`${before} ${after}`, { what: 'pick', before, after, count });
  }
  return { moves: [...moves, ...counted.values()], unmoved: stay };
}
