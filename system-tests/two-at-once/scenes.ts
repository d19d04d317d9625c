import { randomUUID } from 'node:crypto';
import { ReservationIdSchema, type ReservationStanding } from '@toshobin/contracts';
import { addDays, dayOf, deadlineOn, type Instant, instant, plusDuration } from '@toshobin/lending-rules';
import { factInTest } from '@toshobin/lending-rules/testing';
import type { Ledger, Shelved } from './ledgers.ts';

const opensAt = instant('2026-12-07T01:00:00Z');

/** How far the copy of the first reservation has come. */
export const stages = ['allocated', 'picked', 'packed', 'posted', 'held', 'lent'] as const;

/** Ids of a scene: the same wherever it is played. */
export interface Ids {
  holder: string;
  next: string;
  comes: string;
  /** What is told of the copy, once each. */
  facts: Record<'packed' | 'shipped' | 'arrived' | 'sentBack' | 'handedIn', string>;
}

export function newIds(): Ids {
  const [holder, next, comes] = [randomUUID(), randomUUID(), randomUUID()];
  const fresh = () => randomUUID();
  const facts = { packed: fresh(), shipped: fresh(), arrived: fresh(), sentBack: fresh(), handedIn: fresh() };
  return { holder, next, comes, facts };
}

export interface Opening {
  stage: (typeof stages)[number];
  /** Whether another waits for the copy. */
  isWanted: boolean;
  /** So many days after the last step the two things happen. */
  daysLater: number;
}

/** A title of one copy, and where it is. */
export class Scene {
  readonly ledger: Ledger;
  readonly ids: Ids;
  readonly title: Shelved;
  allocation = 0;
  now: Instant = opensAt;

  private constructor(ledger: Ledger, ids: Ids, title: Shelved) {
    this.ledger = ledger;
    this.ids = ids;
    this.title = title;
  }

  static async open(ledger: Ledger, ids: Ids, { stage, isWanted, daysLater }: Opening): Promise<Scene> {
    ledger.itIs(opensAt);
    const scene = new Scene(ledger, ids, await ledger.shelve());
    await scene.joins(ids.holder);
    scene.allocation = (await scene.standingOf(ids.holder))?.state.copy?.allocation ?? 0;
    if (isWanted) await scene.joins(ids.next);
    const steps: (() => Promise<unknown>)[] = [
      () => ledger.pick(scene.title),
      () => scene.moved('packed', randomUUID()),
      () => scene.leaves(),
      () => scene.moved('arrived', randomUUID()),
      () => ledger.handOut(scene.title, ids.holder),
    ];
    for (const step of steps.slice(0, stages.indexOf(stage))) {
      scene.pass('PT1H');
      await step();
    }
    scene.pass(`P${daysLater}D`);
    return scene;
  }

  pass(duration: string): void {
    this.now = plusDuration(this.now, duration);
    this.ledger.itIs(this.now);
  }

  get key() {
    return { reservationId: this.ids.holder, allocation: this.allocation };
  }

  get activities() {
    return this.ledger.activities;
  }

  async standingOf(reservationId: string): Promise<ReservationStanding | null> {
    return (await this.activities.positionOf({ reservationId })).standing;
  }

  joins(reservationId: string) {
    const { recordId } = this.title;
    const how = { pickupLibrary: 'uto', channel: 'web', joinedAt: this.now } as const;
    return this.activities.joinQueue({ reservationId, recordId, ...how });
  }

  /** Shipping tells of a step of the copy. */
  moved(kind: 'packed' | 'shipped' | 'arrived' | 'sentBack', factId = this.ids.facts[kind]): Promise<void> {
    const leg = kind === 'sentBack' ? 'return' : 'outward';
    const fact = factInTest(kind, this.now, { factId, copyId: this.title.copyId, ...this.key, leg });
    return this.ledger.hear({ fact });
  }

  async leaves(): Promise<void> {
    await this.moved('shipped', randomUUID());
    await this.activities.openLoan({ ...this.key, startedAt: this.now });
  }

  /** A mail that names the date of the copy was accepted. */
  mailed(): Promise<void> {
    const date = addDays(dayOf(opensAt), 60);
    const reservationId = ReservationIdSchema.parse(this.ids.holder);
    const of = { reservationId, kind: 'dueSoon', sentOn: dayOf(this.now) } as const;
    return this.ledger.hearMail({ ...of, due: deadlineOn(date), occasion: `${this.allocation}-${date}` });
  }
}
