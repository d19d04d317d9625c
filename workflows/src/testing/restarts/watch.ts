import { isDeepStrictEqual } from 'node:util';
import { type MilestoneStep, reservationWorkflowId, type TaskKind } from '@toshobin/contracts';
import { isOver } from '@toshobin/lending-rules';
import type { FactKind } from '@toshobin/lending-rules/facts';
import { reached } from '@toshobin/lending-rules/ledger';
import type { BareLibrary } from '../bare/bare-library.ts';
import type { TaskRow } from '../task-rows.ts';
import { toldOf } from './told-of.ts';

/** What a patron is told, or staff or a branch are asked. */
type Word = MilestoneStep['milestone'] | TaskKind | 'shelfCheck';

/** From which step of its copy on a patron is no longer reminded, searched for or asked about. */
const accusesUntil: Readonly<Partial<Record<Word, FactKind>>> = {
  dueSoon: 'handedIn',
  overdue: 'handedIn',
  longOverdue: 'handedIn',
  holdEndsSoon: 'handedOut',
  expired: 'handedOut',
  shelfCheck: 'handedOut',
  askBranch: 'handedOut',
  confirmHandOut: 'handedOut',
  searchUnlent: 'handedOut',
};

/** What must never be told, whatever happens to a process. */
export class Watch {
  readonly #library: BareLibrary;
  readonly faults: string[] = [];
  readonly #heard = { milestones: 0, tasks: 0, questions: 0 };
  /** The journey of each allocation that was seen: copies may be swapped, and a mail is about its journey. */
  readonly #journeys = new Map<string, number>();
  /** By task: how its copy stood when it was asked. */
  readonly #asked = new Map<string, string>();

  constructor(library: BareLibrary) {
    this.#library = library;
  }

  /** Checks that nobody is accused against the facts, as they are known at this moment. */
  look(): void {
    const { patron, catalog, shipping, reservations } = this.#library;
    for (const reservationId of reservations) {
      const copy = catalog.standingOf(reservationId)?.state.copy;
      if (copy) this.#journeys.set(String(copy.allocation), copy.journey);
    }
    for (const { milestone, reservationId } of patron.milestones.slice(this.#heard.milestones))
      this.#judge(milestone, reservationId);
    for (const task of catalog.tasksEver.slice(this.#heard.tasks)) {
      this.#judge(task.kind, task.subject.reservationId);
      this.#mayBeAsked(task);
    }
    for (const { reservationId } of shipping.shelfChecks.slice(this.#heard.questions))
      this.#judge('shelfCheck', reservationId);
    this.#heard.milestones = patron.milestones.length;
    this.#heard.tasks = catalog.tasksEver.length;
    this.#heard.questions = shipping.shelfChecks.length;
  }

  #judge(word: Word, reservationId = ''): void {
    const position = this.#library.catalog.standingOf(reservationId)?.state.copy?.position;
    const until = accusesUntil[word];
    if (position !== undefined && until !== undefined && reached(position, until))
      this.faults.push(`${word} came after ${position.furthest}`);
  }

  /**
   * A task that staff have settled is not asked of them again while the copy stands as it stood, unless they take back
   * that they settled the loan.
   */
  #mayBeAsked({ kind, subject: { reservationId = '' }, taskId, why }: TaskRow): void {
    const { copy } = this.#library.catalog.standingOf(reservationId)?.state ?? {};
    const asked = JSON.stringify([reservationId, kind, copy?.position, copy?.shelfCheck]);
    this.#asked.set(taskId, asked);
    if (why === 'settlementUndone') return;
    const isSettled = ({ byStaff, taskId: before }: TaskRow) =>
      byStaff && before !== taskId && this.#asked.get(before) === asked;
    if (this.#library.catalog.tasksEver.some(isSettled)) this.faults.push(`${kind} was asked again`);
  }

  /** Checks that all that is told, asked and kept follows from the ledger by now: looking again does nothing. */
  async nothingIsNew(happens: () => Promise<void>): Promise<void> {
    const told = () => this.#library.reservations.map((id) => toldOf(this.#library, id));
    const before = told();
    await happens();
    for (const [nth, now] of told().entries()) {
      if (!isDeepStrictEqual(now, before[nth]))
        this.faults.push(`begun once more, ${JSON.stringify(before[nth])} became ${JSON.stringify(now)}`);
    }
  }

  /** Checks that all of it was done in the end: every process has said how it ended, and holds nothing any more. */
  nothingIsLeft(): void {
    const { engine, patron, reservations } = this.#library;
    for (const [nth, reservationId] of reservations.entries()) {
      const { end, outcome, hasSlot, listed, asked } = toldOf(this.#library, reservationId);
      const isOpen = engine.isRunning(reservationWorkflowId(reservationId)) || patron.isOpen(reservationId);
      if (isOpen || outcome === null || hasSlot || listed || asked.length > 0)
        this.faults.push(
          `reservation ${nth} is left, ${JSON.stringify({ isOpen, outcome, hasSlot, listed, asked, end })}`,
        );
    }
  }

  /** Checks that no mail was queued twice, that ends are as the ledger says, and that charts have every way taken. */
  end(): void {
    const { patron, catalog, reservations, ways, engine } = this.#library;
    for (const one of engine.unnamed) this.faults.push(`nothing says to operators what it is: ${one}`);
    for (const { declared, workflow, from, to } of ways) {
      if (!declared) this.faults.push(`a way that no chart has, ${workflow}: ${from} to ${to}`);
    }
    // Mails count by the journey that the catalog knows, whatever the occasion says.
    const mails = patron.notices.map(({ reservationId, kind, occasion }) =>
      [reservationId, kind, occasion.replace(/^\d+/, (of) => String(this.#journeys.get(of) ?? of))].join(' '),
    );
    for (const [at, mail] of mails.entries()) {
      if (mails.indexOf(mail) !== at) this.faults.push(`twice: ${mail}`);
    }
    for (const reservationId of reservations) {
      const state = catalog.standingOf(reservationId)?.state;
      if (state === undefined || !isOver(state)) continue;
      const { outcome } = toldOf(this.#library, reservationId);
      // A copy that was given up for lost and comes home is an ordinary scan, and told to nobody.
      if (outcome === 'lost' || outcome === 'longOverdue') continue;
      // The reservation ended without a loan, and its copy is lost since: nobody is told another end.
      if (state.ended === 'lost' && (outcome === 'cancelled' || outcome === 'expired')) continue;
      if (outcome !== (state.ended ?? 'cancelled')) this.faults.push(`told ${outcome}, ended ${state.ended}`);
    }
  }
}
