import { allHandlersFinished, condition, defineSignal, setHandler } from '@temporalio/workflow';
import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { plusDuration } from '@toshobin/lending-rules';
import { followChart } from '../charts/follow-chart.ts';
import { now, until } from '../ports/clock.ts';
import { catalog, operations } from '../ports/ports.ts';
import { strayFactChart } from './stray-fact-chart.ts';
import { type StrayFact, strayFactProcess } from './stray-fact-process.ts';

export const strayFactSignal = defineSignal<[StrayFact]>(strayFactProcess.signals.lookAgain);

/** A loan's own process may start after the scan that opened it, and a fact may cross the end of a process. */
const patience = 'PT10M';
const rowIsOurs = 'P60D';

/**
 * A fact came for a reservation whose process has ended or is gone. If the process is not there after a while and the
 * copy is not home, staff have a row; the fact that the copy is home clears it.
 */
export async function strayFactWorkflow({
  reservationId,
  news,
}: StrayFact): Promise<'underWay' | 'settled' | 'leftToStaff'> {
  const course = followChart(strayFactChart);
  let heard = false;
  setHandler(strayFactSignal, () => {
    heard = true;
  });
  const begun = now();
  await until(() => false, plusDuration(begun, patience), 'looks for the process');

  for (;;) {
    heard = false;
    const { looked } = await operations.reconcileReservations({ reservationIds: [reservationId], at: now() });
    const { standing } = await catalog.positionOf({ reservationId });
    const copy = standing?.state.copy;
    if (looked > 0 || !copy || copy.position.homeAt !== undefined) {
      if (course.state === 'rowForStaff')
        await catalog.clearTasks({ reservationId, kinds: ['lookAtReservation'], at: now() });
      const end = looked > 0 ? 'underWay' : 'settled';
      course.enter(end);
      await condition(allHandlersFinished);
      return end;
    }
    if (course.state !== 'rowForStaff') {
      await catalog.openTask({
        kind: 'lookAtReservation',
        reservationId,
        allocation: copy.allocation,
        library: PREFECTURAL_LIBRARY,
        why: news,
        at: now(),
      });
      course.enter('rowForStaff');
    }
    if (!(await until(() => heard, plusDuration(begun, rowIsOurs), 'the row stays'))) {
      course.enter('leftToStaff');
      return 'leftToStaff';
    }
  }
}
