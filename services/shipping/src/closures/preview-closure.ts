import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { allow, isAfter, refuse } from '@toshobin/lending-rules';
import { waitingRows } from '../packing/waiting.ts';
import { withLines } from '../parcels/lock-parcel.ts';
import { planOutward } from '../planning/plan-dispatch.ts';
import { readPlanning } from '../planning/read-planning.ts';
import type { Answers, AnswerTo } from '../shipping-deps.ts';

/**
 * R11, R17. What a closure of a library, both days included, or taking it back would do to its parcels: those being
 * packed that would leave on another day, and those on their way. Nothing is changed. Refuses PICKUP_LIBRARY_UNKNOWN,
 * and STATE_CHANGED for days that end before they begin.
 */
export const previewClosure: Answers<'closurePreview'> = async (deps, closure) => {
  const { library: code, from, until } = closure;
  const planning = await readPlanning(deps.db, deps.now());
  const library = planning.libraries.get(code);
  if (!library) return refuse('PICKUP_LIBRARY_UNKNOWN');
  if (isAfter(from, until)) return refuse('STATE_CHANGED');
  const outward = { libraryCode: code, direction: 'outward' } as const;
  const [open, rows, inTransit] = await Promise.all([
    deps.db.parcel.findMany({ where: { ...outward, state: 'open' }, include: withLines }),
    waitingRows(deps.db),
    deps.db.parcel.count({ where: { ...outward, state: 'dispatched' } }),
  ]);
  const waiting = rows.filter((row) => row.pickupLibrary === code).length;
  // For the prefectural library it closes the desk, not the dispatch.
  if (code === PREFECTURAL_LIBRARY) return allow({ parcels: [], waiting, inTransit });
  const { calendar } = library;
  const others = calendar.closures.filter((span) => span.from !== from || span.until !== until);
  const closures = closure.takenBack === 'yes' ? others : [...calendar.closures, { from, until }];
  const changed = { ...library, calendar: { ...calendar, closures } };
  const parcels = new Map<string, AnswerTo<'closurePreview'>['parcels'][number]>();
  for (const { lines, modeReason } of open.filter((parcel) => parcel.lines.length > 0)) {
    const before = planOutward(lines, library, planning, modeReason).dispatchDay;
    const after = planOutward(lines, changed, planning, modeReason).dispatchDay;
    if (before === after) continue;
    const known = parcels.get(before);
    if (known) known.count += 1;
    else parcels.set(before, { before, after, count: 1 });
  }
  return allow({ parcels: [...parcels.values()], waiting, inTransit });
};
