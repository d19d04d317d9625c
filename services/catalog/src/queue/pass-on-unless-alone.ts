import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { judgePassingOn } from '@toshobin/lending-rules';
import type { Carries } from '../catalog-deps.ts';
import { nextWaiting } from './next-waiting.ts';
import { passOn } from './pass-on.ts';
import { withAllocation } from './with-allocation.ts';

/**
 * R15. The patron had no loan slot within the time. If somebody waits who may have the copy, it passes on; otherwise it
 * is kept, and goes to the first who joins the queue. `gone` when the copy is packed, or this reservation's no more, or
 * is for the counter by now. Repeated it answers the same.
 */
export const passOnUnlessAlone: Carries<'passOnUnlessAlone'> = (deps, command) =>
  withAllocation(
    deps,
    command,
    async (tx, journey) => {
      const at = new Date(command.at);
      const { recordId, pickupLibrary } = journey.entry;
      const atPrefectural = pickupLibrary === PREFECTURAL_LIBRARY;
      const judged = judgePassingOn({ ...journey, atPrefectural }, await nextWaiting(tx, recordId, at));
      if (judged.state === 'passedOn' && judged.to) await passOn(tx, journey, judged.to, at);
      if (judged.state === 'kept') {
        await tx.allocation.updateMany({
          where: { number: journey.allocation, keptSince: null },
          data: { keptSince: at },
        });
      }
      return { state: judged.state };
    },
    () => ({ state: 'gone' }),
  );
