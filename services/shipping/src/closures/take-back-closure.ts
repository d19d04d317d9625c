import { shippingApi } from '@toshobin/contracts';
import { writeEvent } from '@toshobin/events';
import { allow, refuse } from '@toshobin/lending-rules';
import { derivedId } from '@toshobin/service';
import { mayKeep } from '../libraries/may-keep.ts';
import { lockCalendars, publishChangesIn } from '../libraries/publish-changes.ts';
import { carryOutOnce } from '../scans/carry-out-once.ts';
import type { Answers } from '../shipping-deps.ts';

/**
 * R17. The library does not close after all: its calendar is as it was, and the others are told in the same
 * transaction. A closure that was taken back before is answered the same, and nothing is told. Refuses NOT_FOUND, also
 * for a library that is not one's own.
 */
export const takeBackClosure: Answers<'takeBackClosure'> = async (deps, act) => {
  const { closureId } = act;
  return carryOutOnce(
    deps,
    act,
    `take back ${closureId}`,
    shippingApi.takeBackClosure.answer,
    async (tx, moment) => {
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
    },
  );
};
