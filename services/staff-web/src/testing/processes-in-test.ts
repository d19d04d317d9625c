import { allow, calendarDate, type Decision, deadlineOn, instantFromDate } from '@toshobin/lending-rules';
import type { ReservationProcess } from '@toshobin/web';
import type { Processes } from '../processes/reach-processes.ts';
import type { World } from './world.ts';

/** A process that does what it is asked, and notes it. */
export function processIn(heard: string[]): ReservationProcess {
  const note = async <T>(wish: string, value: T): Promise<Decision<T>> => {
    heard.push(wish);
    return allow(value);
  };
  const due = deadlineOn(calendarDate('2026-12-22'));
  return {
    admit: ({ body }) => note(`admit ${body.applied.channel}`, { position: 1, ready: true }),
    cancel: () => note('cancel by patron', { cancelled: true }),
    cancelByLibrary: ({ body }) => note(`cancel by library ${body.why}`, { cancelled: true }),
    extend: () => note('extend', due),
    changePickup: ({ body }) =>
      note(`change to ${body.pickupLibrary}`, { pickupLibrary: body.pickupLibrary }),
    suspend: ({ body }) => note('suspend', { until: body.until }),
    resume: () => note('resume', { position: 1 }),
    declarePickedUp: () => note('picked up', { due }),
  };
}

/** The processes as the desk reaches them. */
export function processesOf(world: World, heard: string[], now: () => Date): Processes {
  const minutesAgo = (minutes: number) => instantFromDate(new Date(now().getTime() - minutes * 60_000));
  return {
    stuck: async () => (world.processesAway ? 'away' : world.stuckProcesses),
    lastNight: async () =>
      world.processesAway
        ? 'away'
        : [
            { job: 'waiting', state: 'done', at: minutesAgo(60) },
            { job: 'cards', state: 'done', at: minutesAgo(60) },
            { job: 'reconcile', state: 'failed', at: minutesAgo(50) },
            { job: 'erasure', state: 'none' },
          ],
    repair: async ({ params }) => {
      heard.push(`repair ${params.reservationId}`);
      return allow(world.repaired);
    },
  };
}
