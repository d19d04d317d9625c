import { reservationWorkflowId } from '@toshobin/contracts';
import { reservationChart } from '../../reservation/reservation-chart.ts';
import type { Cause } from '../bare/bare-engine.ts';
import type { BareLibrary } from '../bare/bare-library.ts';
import { beginFromId } from './begin-from-id.ts';
import type { Chance } from './chance.ts';
import type { Disturbance } from './played.ts';

/** In which state a process may be ended, and in the middle of what. */
type Moment = `${string} ${Cause}`;

/** The moments that came, and those of them at which a process was ended. */
export interface Moments {
  came: Set<Moment>;
  interrupted: Set<Moment>;
}

/**
 * Ends processes of reservations, by chance, wherever they may be ended, and begins them again at the same moment, from
 * the id alone. Chance decides, too, whether a process begun again is ended at once.
 */
export function endedAnywhere(
  chance: Chance,
  { came, interrupted }: Moments = { came: new Set(), interrupted: new Set() },
): Disturbance {
  const begin = async (library: BareLibrary, workflowId: string) => {
    const reservationId = reservationOf(library, workflowId);
    if (reservationId !== undefined) await beginFromId(library, reservationId);
  };
  return {
    begins(library) {
      library.engine.endsNow = (workflowId, cause, { state = reservationChart.start }) => {
        if (!isReservation(workflowId)) return false;
        const moment: Moment = `${state} ${cause}`;
        came.add(moment);
        if (!chance.is(interrupted.has(moment) ? ofWhat[cause] : 0.9)) return false;
        interrupted.add(moment);
        library.engine.afterwards(() => begin(library, workflowId));
        return true;
      };
    },
    async between(library) {
      for (const reservationId of library.reservations) {
        const workflowId = reservationWorkflowId(reservationId);
        if (!library.engine.isRunning(workflowId) || !chance.is(0.1)) continue;
        await library.engine.end(workflowId);
        await beginFromId(library, reservationId);
      }
      await library.settle();
    },
  };
}

/** How likely an end is in the middle of each: most of what a process does is commands; wishes and timers are few. */
const ofWhat: Readonly<Record<Cause, number>> = {
  beforeActivity: 0.1,
  afterActivity: 0.1,
  news: 0.2,
  timer: 0.5,
  wish: 0.5,
};

/** The looks after which a dead process begins again at the latest: every night somebody looks. */
const MOST_LOOKS = 14;

/**
 * Ends processes by chance, also in the middle of their work, and begins none of them for some days: then as the
 * nightly repair does, or as news come. Patrons whose wish finds no process try again later, or give up.
 */
export function deadForDays(chance: Chance): Disturbance & { dead: number } {
  const looks = new Map<string, number>();
  const disturbance = {
    dead: 0,
    begins(library: BareLibrary): void {
      library.engine.endsNow = (workflowId, _, { state, hasWish }) => {
        // The sweep begins the process of a patron who has only just applied at once.
        if (!isReservation(workflowId) || state === undefined) return false;
        const ends = chance.is(hasWish ? 0.2 : 0.02);
        if (ends) disturbance.dead += 1;
        return ends;
      };
    },
    async between(library: BareLibrary): Promise<void> {
      for (const reservationId of library.reservations) {
        const workflowId = reservationWorkflowId(reservationId);
        if (library.engine.isRunning(workflowId)) {
          if (!chance.is(0.08)) continue;
          await library.engine.end(workflowId);
          disturbance.dead += 1;
        } else if (library.patron.isOpen(reservationId)) {
          const times = (looks.get(reservationId) ?? 0) + 1;
          const begins = chance.is(0.15) || times >= MOST_LOOKS;
          looks.set(reservationId, begins ? 0 : times);
          if (begins) await beginFromId(library, reservationId);
        }
      }
      await library.settle();
      await library.tryAgain(() => chance.is(0.9));
    },
    async ends(library: BareLibrary): Promise<void> {
      library.engine.endsNow = () => false;
      for (const reservationId of library.reservations) {
        if (!library.engine.isRunning(reservationWorkflowId(reservationId)))
          await beginFromId(library, reservationId);
      }
      await library.settle();
      await library.tryAgain(() => chance.is(0.9));
    },
  };
  return disturbance;
}

const prefix = reservationWorkflowId('');

function isReservation(workflowId: string): boolean {
  return workflowId.startsWith(prefix);
}

function reservationOf(library: BareLibrary, workflowId: string): string | undefined {
  return library.reservations.find((id) => reservationWorkflowId(id) === workflowId);
}
