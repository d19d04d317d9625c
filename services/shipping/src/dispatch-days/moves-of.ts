import { type MovesOfPlans, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { allow, type CalendarDate, type Decision, refuse } from '@toshobin/lending-rules';
import { dispatchesWithinAYear, opensWithinAYear } from '../calendars/never-closed-for-long.ts';
import { itemOf } from '../packing/item-of.ts';
import { waitingRows } from '../packing/waiting.ts';
import { withLines } from '../parcels/lock-parcel.ts';
import { nextYuMailDay, planOutward } from '../planning/plan-dispatch.ts';
import { libraryNamed, type Planning, readPlanning } from '../planning/read-planning.ts';
import type { ShippingDeps } from '../shipping-deps.ts';

/**
 * What other calendars would move of what has not left: parcels that are being packed, and copies that wait for one,
 * planned both ways. Refuses STATE_CHANGED where the dispatch, or a library, would not work again within a year.
 */
export async function movesOf(
  deps: ShippingDeps,
  change: (planning: Planning) => Partial<Pick<Planning, 'dispatch' | 'libraries'>>,
): Promise<Decision<MovesOfPlans>> {
  const planning = await readPlanning(deps.db, deps.now());
  const changed: Planning = { ...planning, ...change(planning) };
  const opens = [...changed.libraries.values()].every(({ calendar }) => opensWithinAYear(calendar));
  if (!opens || !dispatchesWithinAYear(changed.dispatch)) return refuse('STATE_CHANGED');
  const [open, rows] = await Promise.all([
    deps.db.parcel.findMany({ where: { direction: 'outward', state: 'open' }, include: withLines }),
    waitingRows(deps.db),
  ]);
  const planned = (items: Parameters<typeof planOutward>[0], code: string, said: string | null = null) =>
    [planning, changed].map((plan) => planOutward(items, libraryNamed(plan, code), plan, said).dispatchDay);
  const leaving = [...planning.libraries.values()].flatMap(({ code }) => {
    if (code === PREFECTURAL_LIBRARY) return [];
    const [before, after] = [planning, changed].map((plan) => nextYuMailDay(libraryNamed(plan, code), plan));
    return before && after && before !== after ? [{ library: code, before, after }] : [];
  });
  return allow({
    leaving,
    ...countMoves([
      ...open
        .filter(({ lines }) => lines.length > 0)
        .map(({ lines, libraryCode, modeReason }) => ({
          what: 'parcel' as const,
          days: planned(lines, libraryCode, modeReason),
        })),
      ...rows.flatMap((row) => {
        const item = itemOf(row);
        return item ? [{ what: 'copy' as const, days: planned([item], row.pickupLibrary) }] : [];
      }),
    ]),
  });
}

function countMoves(
  all: readonly { what: 'parcel' | 'copy'; days: readonly CalendarDate[] }[],
): Pick<MovesOfPlans, 'moves' | 'unmoved'> {
  const moves = new Map<string, MovesOfPlans['moves'][number]>();
  let unmoved = 0;
  for (const { what, days } of all) {
    const [before, after] = days;
    if (before === undefined || after === undefined || before === after) {
      unmoved += 1;
      continue;
    }
    const key = `${what} ${before} ${after}`;
    const count = (moves.get(key)?.count ?? 0) + 1;
    moves.set(key, { what, before, after, count });
  }
  return { moves: [...moves.values()], unmoved };
}
