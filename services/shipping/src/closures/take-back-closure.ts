import { writeEvent } from '@toshobin/events';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import { mayKeep } from '../libraries/may-keep.ts';
import { lockCalendars, publishChangesIn } from '../libraries/publish-changes.ts';
import { carryOutOnce, type Scan } from '../scans/carry-out-once.ts';
import type { ShippingDeps } from '../shipping-deps.ts';
import { ClosureIdSchema } from './enter-closure.ts';

/**
 * R17. It does not close after all: the calendar is as it was, and the others are told in the same transaction. Taken
 * back before, it answers the same and nothing is told. Refuses NOT_FOUND, also for a library that is not one's own.
 */
export async function takeBackClosure(
  deps: ShippingDeps,
  act: Scan & { closureId: string },
): Promise<Decision<{ closureId: string }>> {
  const { closureId } = act;
  return carryOutOnce(deps, act, `take back ${closureId}`, ClosureIdSchema, async (tx, moment) => {
    await lockCalendars(tx);
    const closure = await tx.closure.findUnique({ where: { closureId } });
    if (!closure || !mayKeep(act.by.library, closure.libraryCode)) return refuse('NOT_FOUND');
    if (closure.takenBackAt) return allow({ closureId });
    const at = moment.occurredAt;
    await tx.closure.update({ where: { closureId }, data: { takenBackAt: new Date(at) } });
    await publishChangesIn(tx, deps);
    await writeEvent(tx, {
      id: derivedId(closureId, 'closure taken back'),
      type: 'shipping.closure.takenBack',
      subject: closureId,
      at,
      data: { closureId, at },
    });
    return allow({ closureId });
  });
}
