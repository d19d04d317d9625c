import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import { deriveId } from '../facts/derive-id.ts';
import { writeEvent } from '../facts/write-event.ts';
import { mayKeep } from '../libraries/may-keep.ts';
import { lockCalendars, publishChangesIn } from '../libraries/publish-changes.ts';
import { carryOutOnce, type Scan } from '../scans/carry-out-once.ts';
import type { Shipping } from '../shipping.ts';
import { ClosureIdSchema } from './enter-closure.ts';

/**
 * R17. It does not close after all: the calendar is as it was, and the others are told in the same transaction. Taken
 * back before, it answers the same and nothing is told. Refuses NOT_FOUND, also for a library that is not one's own.
 */
export async function takeBackClosure(
  shipping: Shipping,
  act: Scan & { closureId: string },
): Promise<Decision<{ closureId: string }>> {
  const { closureId } = act;
  return carryOutOnce(shipping, act, `take back ${closureId}`, ClosureIdSchema, async (tx, moment) => {
    await lockCalendars(tx);
    const closure = await tx.closure.findUnique({ where: { closureId } });
    if (!closure || !mayKeep(act.by.library, closure.libraryCode)) return refuse('NOT_FOUND');
    if (closure.takenBackAt) return allow({ closureId });
    const at = moment.occurredAt;
    await tx.closure.update({ where: { closureId }, data: { takenBackAt: new Date(at) } });
    await publishChangesIn(tx, shipping);
    await writeEvent(tx, {
      id: deriveId(closureId, 'closure taken back'),
      type: 'shipping.closure.takenBack',
      subject: closureId,
      at: new Date(at),
      data: { closureId, at },
    });
    return allow({ closureId });
  });
}
