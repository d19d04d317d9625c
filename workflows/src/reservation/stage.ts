import { condition } from '@temporalio/workflow';
import { compareVersions } from '@toshobin/contracts';
import type { Instant } from '@toshobin/lending-rules';
import { until } from '../ports/clock.ts';
import { askCatalog, lookAgain } from './look-again.ts';
import type { Reservation } from './reservation.ts';

/** Where the procedure stands; what it does there is one file each. */
export type Stage =
  /** In the queue of its title. */
  | 'queued'
  /** R20, R15: keeps its place and is skipped. */
  | 'suspended'
  /** A copy is chosen, and to be fetched from its shelf. */
  | 'toFetch'
  /** R15: fetched, and without a loan slot. */
  | 'waitsForSlot'
  | 'toPack'
  | 'inTransit'
  /** At its pickup library. */
  | 'held'
  | 'onLoan'
  /** Handed in, sent back, or cancelled on its way. */
  | 'wayHome'
  /** Nothing is left to be done. */
  | 'over';

/**
 * The stage that what is known calls for. It follows from how the reservation stands alone, so a scan that is taken back,
 * a copy that is swapped or lost, a hand-out heard late all lead where they should without code of their own.
 */
export function stageOf(reservation: Reservation): Stage {
  const { state, atPrefectural, done } = reservation;
  switch (state?.stage) {
    case undefined:
    case 'waiting':
      return 'queued';
    case 'suspended':
    case 'toFetch':
      return state.stage;
    case 'fetched':
    case 'packed':
      return done.slotClaimed ? 'toPack' : 'waitsForSlot';
    case 'inTransit':
      return 'inTransit';
    case 'held':
      return atPrefectural || reservation.due ? 'held' : 'inTransit';
    case 'onLoan':
      // R18: all notices were sent; a later return is an ordinary scan.
      return state.ended === 'longOverdue' ? 'over' : 'onLoan';
    case 'handedIn':
    case 'comingHome':
      return 'wayHome';
    case 'lost':
    case 'over':
      return 'over';
  }
}

/** A stage as its own procedure sees it: over as soon as something else is called for. */
export class AtStage {
  readonly #reservation: Reservation;
  readonly #stage: Stage;

  constructor(reservation: Reservation, stage: Stage) {
    this.#reservation = reservation;
    this.#stage = stage;
  }

  readonly isOver = (): boolean => stageOf(this.#reservation) !== this.#stage;

  /** Waits until the stage is over or something else holds. */
  waitFor(holds: () => boolean = () => false): Promise<void> {
    return condition(() => this.isOver() || holds());
  }

  /**
   * The same with a moment at which the wait ends; answers false when the moment came first. What is done then ends
   * something, or asks or accuses somebody, so the catalog is asked first: it knows of scans whose facts have not come.
   */
  async waitUntil(moment: Instant, summary: string, holds: () => boolean = () => false): Promise<boolean> {
    return (await this.waitToRemind(moment, summary, holds)) || (await this.caughtUp()) || holds();
  }

  /** The same for a reminder, which accuses nobody: whether it is still true is judged when it is sent. */
  waitToRemind(moment: Instant, summary: string, holds: () => boolean = () => false): Promise<boolean> {
    return until(() => this.isOver() || holds(), moment, summary);
  }

  /**
   * The catalog answered that this copy has moved on, or that it does not know it (any more): what it and the others know
   * is looked up at once, and what they do not know yet is on its way.
   */
  async movedOn(): Promise<void> {
    const { mutex } = this.#reservation;
    await mutex.runExclusive(() => lookAgain(this.#reservation));
    const { version } = this.#reservation;
    await this.waitFor(() => compareVersions(this.#reservation.version, version) !== 0);
  }

  /** Learns what the catalog knows, between two wishes; answers whether the stage is over by that. */
  async caughtUp(): Promise<boolean> {
    await this.#reservation.mutex.runExclusive(() => askCatalog(this.#reservation));
    return this.isOver();
  }
}
