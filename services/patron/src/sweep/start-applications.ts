import { startOfReservation } from '@toshobin/contracts';
import { epochMs, instantFromEpochMs } from '@toshobin/lending-rules';
import { type TemporalLink, updateWithStart } from '@toshobin/temporal';
import { releaseForgotten } from '../applications/release-counter-loan.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { requestOf } from './requests-of.ts';

/** The web starts a process itself; only what it could not start is swept up. */
const LEFT_ALONE_MS = 30_000;
const AT_ONCE = 100;

/** Starts the process of a reservation unless it runs or ran; the answer reaches us as a milestone. */
export type StartReservation = (start: ReturnType<typeof startOfReservation>) => Promise<unknown>;

/**
 * Starts the process of every application that has no answer half a minute after it was written: the patron's web
 * died, or Temporal was away; and those of loans made at the counter, which nobody else starts. Answers how many were
 * started (or found running); one that is being started when it is stopped is the last.
 */
export async function startApplications(
  deps: PatronDeps,
  start: StartReservation,
  stopped?: AbortSignal,
): Promise<number> {
  const waiting = await deps.db.application.findMany({
    where: {
      answered: false,
      outcome: null,
      OR: [
        {
          channel: { not: 'counter' },
          appliedAt: { lt: instantFromEpochMs(epochMs(deps.now()) - LEFT_ALONE_MS) },
        },
        // A loan at the counter is one once its hand-over was heard of; nobody else starts its process.
        { channel: 'counter', state: { not: 'requested' } },
      ],
    },
    orderBy: { appliedAt: 'asc' },
    take: AT_ONCE,
  });
  let started = 0;
  for (const application of waiting) {
    if (stopped?.aborted) break;
    await start(startOfReservation(await requestOf(deps.db, application)));
    const { reservationId, channel } = application;
    // The process of a loan that goes on already has nothing to say for a while.
    if (channel === 'counter') {
      await deps.db.application.updateMany({ where: { reservationId }, data: { answered: true } });
    }
    started += 1;
  }
  if (started > 0) deps.log.info({ started }, 'unanswered applications were started');
  return started;
}

/** Sweeps as long as the process runs; while Temporal is away it does nothing, quietly. */
export function startSweep(
  deps: PatronDeps,
  temporal: TemporalLink,
  everyMs = 5_000,
): { stop(): Promise<void> } {
  let running: Promise<void> | undefined;
  const stopping = new AbortController();
  const sweep = async () => {
    if (!(await temporal.isUp())) return;
    await releaseForgotten(deps);
    await startApplications(
      deps,
      (start) => updateWithStart(temporal.client, { ...start, timeoutMs: 2_000 }),
      stopping.signal,
    );
  };
  const timer = setInterval(() => {
    running ??= sweep()
      .catch((error: unknown) => deps.log.warn({ err: error }, 'the sweep failed and is tried again'))
      .finally(() => {
        running = undefined;
      });
  }, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await running;
    },
  };
}
