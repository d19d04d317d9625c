import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { derivedId } from '@toshobin/service';
import { clearTasks, openTask } from '@toshobin/tasks';
import type { Carries } from '../shipping-deps.ts';
import { SHIPPING_IDS } from '../shipping-ids.ts';
import { tellDelay } from './tell-delay.ts';
import { whileOnItsWay } from './while-on-its-way.ts';

/**
 * R7. A parcel that should have arrived is work: first of the pickup library, which looks for it, then of the
 * prefectural desk, which asks the post. With the first question the reservations of an outward parcel are told.
 * Answers the state; a parcel that has arrived meanwhile is asked nothing. Every question is asked once: a task that
 * staff have settled is not made again.
 */
export const askAboutParcel: Carries<'askAboutParcel'> = (deps, { parcelNumber, ask, at }) =>
  whileOnItsWay(deps, parcelNumber, async (tx, parcel) => {
    const askedBefore = await tx.parcelQuestion.findMany({ where: { parcelNumber } });
    if (askedBefore.some(({ asked }) => asked === ask)) return parcel.state;
    const askedAt = new Date(at);
    await tx.parcelQuestion.create({ data: { parcelNumber, asked: ask, askedAt } });
    const task = { kind: 'findParcel', subject: { parcelNumber } } as const;
    await clearTasks(tx, { kinds: [task.kind], subject: task.subject, by: 'process', at: askedAt });
    const library = ask === 'pickupLibrary' ? parcel.libraryCode : PREFECTURAL_LIBRARY;
    await openTask(tx, { ...task, library, why: 'notArrived', at: askedAt });
    if (askedBefore.length === 0) {
      const late = parcel.lines.filter(({ state }) => state === 'inside');
      // A parcel that is asked about again after its arrival was taken back has a delay of its own.
      const from = derivedId(SHIPPING_IDS, `asked about ${at}`);
      for (const line of late) await tellDelay(tx, parcel, line, 'notArrived', at, from);
    }
    return parcel.state;
  });
