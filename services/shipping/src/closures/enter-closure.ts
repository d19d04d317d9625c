import { LibraryCodeSchema, shippingApi } from '@toshobin/contracts';
import { writeEvent } from '@toshobin/events';
import { allow, dateColumn, dayOf, isAfter, refuse } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import { opensWithinAYear } from '../calendars/never-closed-for-long.ts';
import { mayKeep } from '../libraries/may-keep.ts';
import { lockCalendars, publishChangesIn } from '../libraries/publish-changes.ts';
import { readPlanning } from '../planning/read-planning.ts';
import { carryOutOnce } from '../scans/carry-out-once.ts';
import type { Answers } from '../shipping-deps.ts';

/**
 * R17. A closure of a library, sudden or planned, both days included: its calendar changes, and the others are told in
 * the same transaction, so that dates which lie in it move. For the prefectural library it closes the desk, not the
 * dispatch. The closure's id is the act's. Refuses PICKUP_LIBRARY_UNKNOWN (also for a library that is not one's own),
 * and STATE_CHANGED for days that end before they begin or before today, that are entered already, or that leave no
 * open day for a year.
 */
export const enterClosure: Answers<'enterClosure'> = async (deps, entered) => {
  const { library, from, until, reason, factId: closureId } = entered;
  const content = `closure ${library} ${from} ${until}`;
  return carryOutOnce(deps, entered, content, shippingApi.enterClosure.answer, async (tx, moment) => {
    await lockCalendars(tx);
    const { calendar } = (await readPlanning(tx, moment.recordedAt, library)).libraries.get(library) ?? {};
    if (!calendar || !mayKeep(entered.by.library, library)) return refuse('PICKUP_LIBRARY_UNKNOWN');
    const today = dayOf(moment.recordedAt);
    if (isAfter(from, until) || isAfter(today, until)) return refuse('STATE_CHANGED');
    const days = { libraryCode: library, from: dateColumn(from), until: dateColumn(until) };
    const known = await tx.closure.count({ where: { ...days, takenBackAt: null } });
    const opensAgain = opensWithinAYear({ ...calendar, closures: [...calendar.closures, { from, until }] });
    if (known > 0 || !opensAgain) return refuse('STATE_CHANGED');
    await tx.closure.create({ data: { ...days, closureId, reason } });
    await publishChangesIn(tx, deps);
    const at = moment.occurredAt;
    await writeEvent(tx, {
      id: derivedId(closureId, 'closure entered'),
      type: 'shipping.closure.entered',
      subject: closureId,
      at,
      data: { closureId, library: LibraryCodeSchema.parse(library), from, until, reason, at },
    });
    return allow({ closureId });
  });
};
