import { LibrarySchema } from '@toshobin/contracts';
import { allow, refuse } from '@toshobin/lending-rules';
import { opensWithinAYear } from '../calendars/never-closed-for-long.ts';
import { carryOutOnce } from '../scans/carry-out-once.ts';
import type { Answers } from '../shipping-deps.ts';
import { mayKeep } from './may-keep.ts';
import { asColumns } from './places.ts';
import { lockCalendars, publishChangesIn } from './publish-changes.ts';
import { readLibrary } from './read-libraries.ts';
import { yearlyClosures } from './yearly-closures.ts';

/**
 * R5, R7, R17. Changes what a library's data say of it, from now on; what is left out stays, and dates decided before
 * stay. The others are told in the same transaction. Refuses NOT_FOUND (also for a library that is not one's own), and
 * STATE_CHANGED when it would not open for a year.
 */
export const changeLibrary: Answers<'changeLibrary'> = async (deps, act) => {
  const { library: code, phone, place, arrival, closedOnHolidays, weeklyOnHoliday, monthlyOtherwise } = act;
  const [closedWeekdays, monthlyDays, yearlyDays] = [
    act.closedWeekdays && [...new Set(act.closedWeekdays)].sort(),
    act.monthlyDays && [...new Set(act.monthlyDays)],
    act.yearlyDays && [...new Set(act.yearlyDays)],
  ];
  const given = {
    ...{ phone, arrival, closedOnHolidays, closedWeekdays, place },
    ...{ weeklyOnHoliday, monthlyDays, monthlyOtherwise, yearlyDays },
  };
  const content = `library ${code} ${JSON.stringify(given)}`;
  return carryOutOnce(deps, act, content, LibrarySchema, async (tx, moment) => {
    await lockCalendars(tx);
    if (!mayKeep(act.by.library, code)) return refuse('NOT_FOUND');
    if ((await tx.library.count({ where: { code } })) === 0) return refuse('NOT_FOUND');
    const { place: _place, yearlyDays: _yearly, ...columns } = given;
    const data = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
    await tx.library.update({ where: { code }, data: { ...data, ...(place && asColumns(place)) } });
    if (yearlyDays) {
      await tx.closure.deleteMany({ where: { libraryCode: code, yearly: true } });
      await tx.closure.createMany({ data: yearlyClosures(code, yearlyDays) });
    }
    const changed = await readLibrary(tx, code, moment.recordedAt);
    if (!opensWithinAYear(changed.calendar)) return refuse('STATE_CHANGED');
    await publishChangesIn(tx, deps);
    return allow(changed);
  });
};
