import { allow, calendarDate, type Decision, deadlineOn } from '@toshobin/lending-rules';
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
export function processesOf(world: World, heard: string[]): Processes {
  return {
    stuck: async () => (world.processesAway ? 'away' : world.stuckProcesses),
    lastNight: async (now) =>
      world.processesAway
        ? 'away'
        : [
            { job: 'waiting', state: 'done', at: new Date(now.getTime() - 3_600_000) },
            { job: 'cards', state: 'done', at: new Date(now.getTime() - 3_600_000) },
            { job: 'reconcile', state: 'failed', at: new Date(now.getTime() - 3_000_000) },
            { job: 'erasure', state: 'none' },
          ],
    repair: async (reservationId) => {
      heard.push(`repair ${reservationId}`);
      return world.repaired;
    },
  };
}
