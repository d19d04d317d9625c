import { patched, upsertSearchAttributes } from '@temporalio/workflow';
import {
  compareVersions,
  type ReservationStanding,
  type StandingVersion,
  searchAttributes,
} from '@toshobin/contracts';
import { isOver, type LendingStatus, type Outcome } from '@toshobin/lending-rules';
import { followChart } from '../charts/follow-chart.ts';
import type { Duty } from './duty.ts';
import { reservationChart } from './reservation-chart.ts';
import { listed, whereItIs } from './where-it-is.ts';

/** What operators are shown of a reservation: where it is, and what they list it by. No person, no title. */
export class ShownToOperators {
  readonly course = followChart(reservationChart);
  /** The version that was shown last. */
  #version: StandingVersion = { epoch: 0, n: 0 };
  #status?: LendingStatus;
  #attention = false;

  /** Shows where the reservation is, since when, and what comes next. */
  standing(standing: ReservationStanding, pickupLibraryName: string, next: Duty | undefined): void {
    const { epoch, n, state } = standing;
    const { stage, copy } = state;
    if (isOver(state) || stage === 'over') return;
    this.course.enter(stage, whereItIs(state, pickupLibraryName, next), this.#isHeardLate(standing));
    this.#version = { epoch, n };
    if (this.#status === stage || !this.#isListed(stage)) return;
    this.#status = stage;
    upsertSearchAttributes([
      { key: searchAttributes.status, value: stage },
      ...(copy?.due ? [{ key: searchAttributes.dueAt, value: new Date(copy.due.at) }] : []),
    ]);
  }

  /** Shows that the reservation has come to its end. */
  closed(outcome: Outcome, version: StandingVersion): void {
    this.course.enter(outcome, undefined, this.#isHeardLate(version));
  }

  pickupLibrary(value: string): void {
    upsertSearchAttributes([{ key: searchAttributes.pickupLibrary, value }]);
  }

  /** 要確認: shows that staff are asked for something. */
  needsAttention(value: boolean): void {
    if (value === this.#attention) return;
    this.#attention = value;
    upsertSearchAttributes([{ key: searchAttributes.needsAttention, value }]);
  }

  /** Whether versions since the one that was shown have not been heard. */
  #isHeardLate(version: StandingVersion): boolean {
    return compareVersions(version, { ...this.#version, n: this.#version.n + 1 }) > 0;
  }

  #isListed(stage: LendingStatus): boolean {
    if (listed[stage] !== 'instead') return listed[stage] === 'always';
    return this.#status !== undefined && patched('a-status-that-holds-no-longer');
  }
}
