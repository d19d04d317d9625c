import { startOfReservation } from '@toshobin/contracts';
import { rowByRow } from '@toshobin/database';
import { epochMs, type Instant, instantFromEpochMs } from '@toshobin/lending-rules';
import { type Looking, lookEvery } from '@toshobin/service';
import { type TemporalLink, updateWithStart } from '@toshobin/temporal';
import { releaseForgotten } from '../applications/release-counter-loan.ts';
import type { Application } from '../database.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { tellOverdueOrders } from '../reading-orders/tell-overdue.ts';
import { nothingToStart, startByHand } from '../tasks/about-reservation.ts';
import { requestOf } from './requests-of.ts';

/** Milliseconds for which the web may start a process itself; the sweep takes up what it could not start. */
const LEFT_ALONE_MS = 30_000;
const SWEEP_EVERY_MS = 5_000;
const LOOKED_AT = 100;
/** So many are started at the same time: none waits for another that does not answer. */
const AT_ONCE = 10;

/** How long a row is left alone after a start that failed; doubled each time. */
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 60 * 60 * 1000;
/** After so many starts that failed, the desk is told. */
const FAULTS_UNTIL_STAFF = 5;

/** A closed row has an outcome; `closedAt` is there for the index of unanswered rows. */
const UNANSWERED = { answered: false, outcome: null, closedAt: null };

/**
 * Starts the process of a reservation unless it runs or ran, or, with `whenEnded`, unless it runs; the answer reaches
 * us as a milestone. `notYet`: no answer in time; `closed`: the process has ended without an answer.
 */
export type StartReservation = (
  start: ReturnType<typeof startOfReservation> & { idReuse?: 'whenEnded' },
) => Promise<unknown>;

/**
 * Starts the process of every application that has no answer half a minute after it was written: the patron's web died,
 * or Temporal was away. A process that was ended from outside before this row heard of it gets another run, also where
 * it had answered the web. One that can't be started stands in nobody's way: it is tried again after a while, and after
 * some tries the desk has a task. Answers how many were started (or found running); those being started when it is
 * stopped are the last.
 */
export async function startApplications(
  deps: PatronDeps,
  start: StartReservation,
  stopped?: AbortSignal,
): Promise<number> {
  const now = deps.now();
  const waiting = await deps.db.application.findMany({
    where: {
      ...UNANSWERED,
      appliedAt: { lt: later(now, -LEFT_ALONE_MS) },
      OR: [{ startAgainAt: null }, { startAgainAt: { lte: now } }],
    },
    orderBy: [{ startAgainAt: { sort: 'asc', nulls: 'first' } }, { appliedAt: 'asc' }],
    take: LOOKED_AT,
  });
  let started = 0;
  for (let from = 0; from < waiting.length && !stopped?.aborted; from += AT_ONCE) {
    const some = waiting.slice(from, from + AT_ONCE);
    const begun = await Promise.all(some.map((application) => startOne(deps, application, start)));
    started += begun.filter(Boolean).length;
  }
  if (started > 0) deps.log.info({ started }, 'unanswered applications were started');
  return started;
}

async function startOne(
  deps: PatronDeps,
  application: Application,
  start: StartReservation,
): Promise<boolean> {
  const { reservationId } = application;
  let answer: unknown;
  try {
    const first = startOfReservation(await requestOf(deps.db, application));
    answer = await start(first);
    const { startAgainAt, startFaults } = application;
    const wasStarted = startAgainAt !== null && startFaults === 0 && answer !== 'notYet';
    if (answer === 'closed') answer = await start({ ...first, idReuse: 'whenEnded' });
    else if (wasStarted) answer = await start(askedAnew(first, deps.now()));
    if (answer === 'closed') throw new Error('its process has ended, and no other could be started');
  } catch (fault) {
    deps.log.warn({ err: fault, reservationId }, 'an application could not be started, and is tried again');
    await tryAgainLater(deps, application);
    return false;
  }
  await deps.db.$transaction(async (tx) => {
    await tx.application.updateMany({
      where: { reservationId },
      data: { startFaults: 0, startAgainAt: later(deps.now(), FIRST_PAUSE_MS) },
    });
    await nothingToStart(tx, { reservationId, at: deps.now() });
  });
  return true;
}

/**
 * A run that was ended still gives the answer that it gave, though this row was not told. Another update, with an id of
 * its own, asks the run that goes on, which answers the same; where none does, it begins one.
 */
function askedAnew<S extends { updateId: string }>(first: S, at: Instant): S & { idReuse: 'whenEnded' } {
  return { ...first, updateId: `${first.updateId} ${at}`, idReuse: 'whenEnded' };
}

async function tryAgainLater(deps: PatronDeps, application: Application): Promise<void> {
  const { reservationId } = application;
  const now = deps.now();
  const faults = application.startFaults + 1;
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** (faults - 1), LONGEST_PAUSE_MS);
  await deps.db.$transaction(async (tx) => {
    const { count } = await tx.application.updateMany({
      // The process may have answered meanwhile.
      where: { reservationId, ...UNANSWERED },
      data: { startFaults: faults, startAgainAt: later(now, pause) },
    });
    if (count > 0 && faults >= FAULTS_UNTIL_STAFF) await startByHand(tx, { reservationId, at: now });
  });
}

function later(now: Instant, ms: number): Instant {
  return instantFromEpochMs(epochMs(now) + ms);
}

/** Sweeps as long as the process runs; while Temporal is away the sweep does nothing, quietly. */
export function startSweep(deps: PatronDeps, temporal: TemporalLink): Looking {
  const sweep = async (stopping: AbortSignal) => {
    if (!(await temporal.isUp())) return;
    const start: StartReservation = (asked) =>
      updateWithStart(temporal.client, { ...asked, timeoutMs: 2_000 });
    const parts = [releaseForgotten, tellOverdueOrders, () => startApplications(deps, start, stopping)];
    // A fault of one part keeps no other.
    for (const { fault } of await rowByRow(parts, (part) => part(deps))) failed(fault);
  };
  const failed = (fault: unknown) => deps.log.warn({ err: fault }, 'the sweep failed and is tried again');
  return lookEvery(SWEEP_EVERY_MS, sweep, failed);
}
