import { allow, refuse } from '@toshobin/lending-rules';
import { allocateNext } from '../queue/allocate-next.ts';
import { isItsLastStep, type Undo, voidAllOf } from './scan-taken-back.ts';

/**
 * The copy was not taken from its shelf: it is to be fetched again, or, when its reservation has ended meanwhile,
 * stands there for the next. Too late once it was packed or handed out.
 */
export const undoPick: Undo = async (taken) => {
  if (!isItsLastStep(taken)) return refuse('STATE_CHANGED');
  const { tx, journey, copy, at } = taken;
  await voidAllOf(taken, 'picked');
  if (!journey.open) await allocateNext(tx, copy.recordId, at);
  return allow(undefined);
};
