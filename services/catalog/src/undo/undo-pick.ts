import { allow, refuse } from '@toshobin/lending-rules';
import { allocateNext } from '../queue/allocate-next.ts';
import { isStillTheirs, type Undo, voidAllOf } from './scan-taken-back.ts';

/**
 * The copy was not taken from its shelf: it is to be fetched again, or, when its reservation has ended meanwhile, it
 * stands there for the next. Too late once it was packed or handed out.
 */
export const undoPick: Undo = async (taken) => {
  const { tx, journey, copy, at } = taken;
  if (journey === undefined || !isStillTheirs(taken) || journey.position.furthest !== 'picked') {
    return refuse('STATE_CHANGED');
  }
  await voidAllOf(taken, 'picked');
  if (!journey.open) await allocateNext(tx, copy.recordId, at);
  return allow(undefined);
};
