import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineSignal,
  workflowInfo,
} from '@temporalio/workflow';
import { type ReadingOrderStart, type ReadingOrderWaits, readingOrderProcess } from '@toshobin/contracts';
import type { Instant } from '@toshobin/lending-rules';
import { followChart } from '../charts/follow-chart.ts';
import { now, until } from '../ports/clock.ts';
import { Ears } from '../ports/ears.ts';
import { lookAgain } from '../ports/messages.ts';
import { patron, said } from '../ports/ports.ts';
import { readingOrderChart } from './reading-order-chart.ts';

const readingOrderLookAgain = defineSignal<[{ at: Instant }]>(readingOrderProcess.signals.lookAgain);

/** Events after which a run ends and the next goes on from the id: reading a long work takes years. */
const LONG_ENOUGH = 500;

const stateOf = {
  volume: 'waitsForVolume',
  room: 'waitsForRoom',
  patron: 'waitsForPatron',
} as const satisfies Record<Exclude<ReadingOrderWaits, 'nothing'>, string>;

/**
 * A reading order (読みたい順予約), from its first volume until its last is handed out. The patron service, which knows how
 * every volume stands, says which one comes next and reserves it in that same transaction; this process asks whenever
 * it hears that something has changed, and when time has passed. The process knows the order's id and the number of a
 * volume, but no reservation: nothing in its history joins two of them.
 */
export async function readingOrderWorkflow({ orderId }: ReadingOrderStart): Promise<void> {
  const course = followChart(readingOrderChart);
  const ears = new Ears(course);
  let news = false;
  ears.onSignal(readingOrderLookAgain, lookAgain, () => {
    ears.forget();
    news = true;
  });
  return ears.toItsEnd(async () => {
    for (;;) {
      news = false;
      const step = await said(patron.advanceReadingOrder, 'which volume is next?')({ orderId, at: now() });
      if (step.waitsFor === 'nothing') break;
      course.enter(stateOf[step.waitsFor], `Volume ${step.place}; looks again by ${step.lookAt}`);
      if (isLong()) return continueAsNew<typeof readingOrderWorkflow>({ orderId });
      await until(() => news, step.lookAt, 'asks again');
      course.enter('looking');
    }
    await condition(allHandlersFinished);
    course.enter('over');
  });
}

function isLong(): boolean {
  const { historyLength, continueAsNewSuggested } = workflowInfo();
  return continueAsNewSuggested || historyLength > LONG_ENOUGH;
}
