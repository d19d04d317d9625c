import { PREFECTURAL_LIBRARY, type shippingApi } from '@toshobin/contracts';
import {
  allow,
  type CalendarDate,
  type Decision,
  type DispatchCalendar,
  DispatchCalendarSchema,
  dayOf,
  refuse,
} from '@toshobin/lending-rules';
import type { z } from 'zod';
import { dispatchesWithinAYear } from '../calendars/never-closed-for-long.ts';
import { readDispatchCalendar } from '../calendars/read-dispatch-calendar.ts';
import { lockCalendars, publishChangesIn } from '../libraries/publish-changes.ts';
import { itemOf } from '../packing/item-of.ts';
import { waitingRows } from '../packing/waiting.ts';
import { withLines } from '../parcels/lock-parcel.ts';
import { planOutward } from '../planning/plan-dispatch.ts';
import { libraryNamed, type Planning, readPlanning } from '../planning/read-planning.ts';
import { carryOutOnce, type Scan } from '../scans/carry-out-once.ts';
import type { ShippingDeps } from '../shipping-deps.ts';

/** R11. On which days of the week Yu-Mail leaves, and until when a parcel has to be packed for it. */
export interface DispatchDays {
  /** Monday = 1. */
  weekdays: readonly number[];
  /** HH:MM in Tokyo. */
  cutOff: DispatchCalendar['cutOff'];
}

/**
 * R11. Other days and another cut-off, from now on: what is being packed, or waits for that, is planned anew; what has
 * left keeps its dates. The others are told in the same transaction. Refuses STATE_CHANGED when no dispatch day would be
 * left for a year, and for staff of another library than the prefectural one.
 */
export async function changeDispatch(
  deps: ShippingDeps,
  act: Scan & DispatchDays,
): Promise<Decision<DispatchCalendar>> {
  const weekdays = [...new Set(act.weekdays)].toSorted((one, other) => one - other);
  const content = `dispatch days ${weekdays.join(',')} ${act.cutOff}`;
  return carryOutOnce(deps, act, content, DispatchCalendarSchema, async (tx, moment) => {
    await lockCalendars(tx);
    if (act.by.library !== PREFECTURAL_LIBRARY) return refuse('STATE_CHANGED');
    await tx.dispatchCalendar.update({ where: { id: 1 }, data: { weekdays, cutOff: act.cutOff } });
    const calendar = await readDispatchCalendar(tx, dayOf(moment.recordedAt));
    if (!dispatchesWithinAYear(calendar)) return refuse('STATE_CHANGED');
    await publishChangesIn(tx, deps);
    return allow(calendar);
  });
}

type Preview = z.output<typeof shippingApi.dispatchPreview.answer>;

/** What those days would move of what has not left: parcels that are being packed, and copies that wait for one. */
export async function previewDispatch(deps: ShippingDeps, days: DispatchDays): Promise<Decision<Preview>> {
  const planning = await readPlanning(deps.db, deps.now());
  const dispatch = { ...planning.dispatch, weekdays: [...days.weekdays], cutOff: days.cutOff };
  if (!dispatchesWithinAYear(dispatch)) return refuse('STATE_CHANGED');
  const changed: Planning = { ...planning, dispatch };
  const [open, rows] = await Promise.all([
    deps.db.parcel.findMany({ where: { direction: 'outward', state: 'open' }, include: withLines }),
    waitingRows(deps.db),
  ]);
  const planned = (items: Parameters<typeof planOutward>[0], code: string) =>
    [planning, changed].map((plan) => planOutward(items, libraryNamed(plan, code), plan).dispatchDay);
  const all = [
    ...open
      .filter(({ lines }) => lines.length > 0)
      .map(({ lines, libraryCode }) => ({ what: 'parcel' as const, days: planned(lines, libraryCode) })),
    ...rows.flatMap((row) => {
      const item = itemOf(row);
      return item ? [{ what: 'copy' as const, days: planned([item], row.pickupLibrary) }] : [];
    }),
  ];
  return allow(countMoves(all));
}

function countMoves(all: readonly { what: 'parcel' | 'copy'; days: readonly CalendarDate[] }[]): Preview {
  const moves = new Map<string, Preview['moves'][number]>();
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
