import { isOver, reached } from '@toshobin/lending-rules';
import type { BareLibrary } from '../bare/bare-library.ts';
import { toldOf } from './told-of.ts';

/** What must never be told, whatever happens to a process. */
export class Watch {
  readonly #library: BareLibrary;
  readonly faults: string[] = [];
  #heard = 0;

  constructor(library: BareLibrary) {
    this.#library = library;
  }

  /** Nobody is accused against the facts, as they are known at this moment. */
  look(): void {
    const { patron, catalog } = this.#library;
    for (const { milestone, reservationId } of patron.milestones.slice(this.#heard)) {
      const position = catalog.standingOf(reservationId)?.state.copy?.position;
      if (position === undefined) continue;
      const isWrong =
        (milestone === 'overdue' && reached(position, 'handedIn')) ||
        (milestone === 'expired' && reached(position, 'handedOut'));
      if (isWrong) this.faults.push(`${milestone} was told after ${position.furthest}`);
    }
    this.#heard = patron.milestones.length;
  }

  /** No mail was queued twice, what is over ended as the ledger says, and every process went a way that its chart has. */
  end(): void {
    const { patron, catalog, reservations, ways, engine } = this.#library;
    for (const one of engine.unnamed) this.faults.push(`nothing says to operators what it is: ${one}`);
    for (const { declared, workflow, from, to } of ways) {
      if (!declared) this.faults.push(`a way that no chart has, ${workflow}: ${from} to ${to}`);
    }
    const mails = patron.notices.map(
      ({ reservationId, kind, occasion }) => `${reservationId} ${kind} ${occasion}`,
    );
    for (const mail of new Set(mails)) {
      if (mails.indexOf(mail) !== mails.lastIndexOf(mail)) this.faults.push(`twice: ${mail}`);
    }
    for (const reservationId of reservations) {
      const state = catalog.standingOf(reservationId)?.state;
      if (state === undefined || !isOver(state)) continue;
      const { outcome } = toldOf(this.#library, reservationId);
      // What was given up for lost and comes home is an ordinary scan, and told to nobody.
      if (outcome === 'lost' || outcome === 'longOverdue') continue;
      // It had ended without a loan, and its copy is lost since: nobody is told another end.
      if (state.ended === 'lost' && (outcome === 'cancelled' || outcome === 'expired')) continue;
      if (outcome !== (state.ended ?? 'cancelled')) this.faults.push(`told ${outcome}, ended ${state.ended}`);
    }
  }
}
