import { LibrarySchema, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { allow, dateColumn, dayOf, isAfter, refuse } from '@toshobin/lending-rules';
import { carryOutOnce } from '../scans/carry-out-once.ts';
import type { Answers } from '../shipping-deps.ts';
import { mayKeep } from './may-keep.ts';
import { lockCalendars, publishChangesIn } from './publish-changes.ts';
import { readLibrary } from './read-libraries.ts';

/**
 * R5. A pickup library can't be chosen from a day on, until it reopens; with no day it can be chosen again. The others
 * are told in the same transaction. Refuses NOT_FOUND (also for the prefectural library, and one that is not one's
 * own), STATE_CHANGED for a reopening without a pause, or not after its first day and today.
 */
export const pausePickup: Answers<'pausePickup'> = async (deps, act) => {
  const { library: code, pausedFrom, reopens } = act;
  const content = `pause ${code} ${pausedFrom} ${reopens}`;
  return carryOutOnce(deps, act, content, LibrarySchema, async (tx, moment) => {
    await lockCalendars(tx);
    if (code === PREFECTURAL_LIBRARY || !mayKeep(act.by.library, code)) return refuse('NOT_FOUND');
    if ((await tx.library.count({ where: { code } })) === 0) return refuse('NOT_FOUND');
    const today = dayOf(moment.recordedAt);
    if (
      reopens !== null &&
      (pausedFrom === null || !isAfter(reopens, pausedFrom) || !isAfter(reopens, today))
    )
      return refuse('STATE_CHANGED');
    await tx.library.update({
      where: { code },
      data: { pausedFrom: pausedFrom && dateColumn(pausedFrom), reopens: reopens && dateColumn(reopens) },
    });
    await publishChangesIn(tx, deps);
    return allow(await readLibrary(tx, code, moment.recordedAt));
  });
};
