import { tasksSettledBy } from '@toshobin/contracts';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import { clearTasks } from '@toshobin/tasks';
import { conditionAway } from '../ledger/journey.ts';
import { moveCopy } from '../ledger/record-fact.ts';
import { allocateNext } from '../queue/allocate-next.ts';
import { beforeScan } from './before-scan.ts';
import {
  isAgain,
  isItsLastStep,
  isLastOfCopy,
  type ScanTakenBack,
  type Undo,
  voidAllOf,
  voidFact,
} from './scan-taken-back.ts';

/** The copy was not handed in: it is on loan again. Too late once the copy was sent home, or is home. */
export const undoHandIn: Undo = async (taken) => {
  if (taken.journey === undefined) return undoOfNobody(taken);
  if (!isItsLastStep(taken)) return refuse('STATE_CHANGED');
  const { journey, recordedAt } = taken;
  await voidAllOf(taken, 'handedIn');
  const condition = conditionAway(journey);
  if (condition) await isAgain(taken, { condition });
  await nothingToSendBack(taken, recordedAt);
  return allow(undefined);
};

/** Puts the copy where it was before the scan, or on its shelf for the next, unless it is lost or with somebody. */
async function undoOfNobody(taken: ScanTakenBack): Promise<Decision<void>> {
  const { tx, copy, scan, at, recordedAt } = taken;
  if (!(await isLastOfCopy(taken))) return refuse('STATE_CHANGED');
  const was = await beforeScan(taken);
  await voidFact(taken, { ...scan, kind: 'handedIn' }, taken.factId);
  await nothingToSendBack(taken, recordedAt);
  if (copy.place !== 'returning') return allow(undefined);
  if (was === undefined) await moveCopy(tx, copy.id, { place: 'onShelf', placeLibrary: null });
  else await isAgain(taken, was);
  await allocateNext(tx, copy.recordId, at);
  return allow(undefined);
}

async function nothingToSendBack({ tx, copy, by }: ScanTakenBack, at: Date): Promise<void> {
  const subject = { barcode: copy.barcode };
  await clearTasks(tx, { kinds: tasksSettledBy('handInUndone'), subject, by: by.account, at });
}
