import type { Info } from '@temporalio/activity';
import { msOptionalToNumber } from '@temporalio/common/lib/time.js';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import type { FailingCommand } from '@toshobin/contracts';
import { instantFromEpochMs } from '@toshobin/lending-rules';

/** What is needed of one try of a command. */
export type Try = Pick<
  Info,
  'activityId' | 'activityType' | 'attempt' | 'retryPolicy' | 'scheduledTimestampMs' | 'workflowExecution'
>;

/** What a worker's commands came to, as far as they fail. In memory: after a restart the next try fills it again. */
interface CommandWatch {
  begun(attempt: Try): void;
  failed(attempt: Try, fault: unknown): void;
  succeeded(attempt: Try): void;
  /** Those that fail again and again, the oldest first. */
  failing(): FailingCommand[];
  /** Has the worker tell of each try. */
  interceptor: ActivityInterceptorsFactory;
}

/** Tries that come to nothing before it is said: a moment's outage is no news. */
const FROM_TRIES = 3;
const AT_MOST = 100;
/** The longest pause between two tries where the server doesn't tell it: its own default. */
const LONGEST_PAUSE_MS = 100_000;
/** How much later than due a next try may be, e.g. behind others in the queue. */
const LATE_MS = 60_000;

interface Known extends FailingCommand {
  attempt: number;
  /** Under way: no other try may begin before it ends or is given up by the server. */
  running: boolean;
  /** Without another try until then it is over: its process was ended, or another worker carried it out. */
  dueBy: number;
}

export function watchCommands(now: () => number = Date.now): CommandWatch {
  const known = new Map<string, Known>();

  function note(attempt: Try, found: { tries: number; fault: string | null; running: boolean }): void {
    forgetOld();
    if (found.tries < FROM_TRIES) return;
    const pause = msOptionalToNumber(attempt.retryPolicy?.maximumInterval) ?? LONGEST_PAUSE_MS;
    known.set(keyOf(attempt), {
      workflowId: attempt.workflowExecution?.workflowId ?? '',
      command: attempt.activityType,
      since: instantFromEpochMs(attempt.scheduledTimestampMs),
      ...found,
      attempt: attempt.attempt,
      dueBy: now() + pause + LATE_MS,
    });
  }

  function forgetOld(): void {
    for (const [key, { running, dueBy }] of known) if (!running && dueBy < now()) known.delete(key);
  }

  /** The server gave it up and has another one tried; what comes of it now counts for nothing. */
  const isGivenUp = (attempt: Try) => (known.get(keyOf(attempt))?.attempt ?? 0) > attempt.attempt;

  const watch: Omit<CommandWatch, 'interceptor'> = {
    begun: (attempt) => {
      const last = known.get(keyOf(attempt));
      // The number of the try tells that those before came to nothing, also when they never ended here.
      const fault = last === undefined || last.running ? null : last.fault;
      note(attempt, { tries: attempt.attempt - 1, fault, running: true });
    },
    failed: (attempt, fault) => {
      if (isGivenUp(attempt)) return;
      note(attempt, { tries: attempt.attempt, fault: kindOf(fault), running: false });
    },
    succeeded: (attempt) => {
      if (!isGivenUp(attempt)) known.delete(keyOf(attempt));
    },
    failing: () => {
      forgetOld();
      return [...known.values()]
        .sort((one, other) => Date.parse(one.since) - Date.parse(other.since))
        .slice(0, AT_MOST)
        .map(({ workflowId, command, tries, since, fault }) => ({
          workflowId,
          command,
          tries,
          since,
          fault,
        }));
    },
  };
  return { ...watch, interceptor: telling(watch) };
}

function telling(watch: Omit<CommandWatch, 'interceptor'>): ActivityInterceptorsFactory {
  return ({ info }) => ({
    inbound: {
      async execute(input, next) {
        watch.begun(info);
        try {
          const answer = await next(input);
          watch.succeeded(info);
          return answer;
        } catch (fault) {
          watch.failed(info, fault);
          throw fault;
        }
      },
    },
  });
}

function keyOf({ workflowExecution, activityId }: Try): string {
  return `${workflowExecution?.runId} ${activityId}`;
}

const CLASS = /^[A-Za-z_$][\w$]{0,59}$/;
/** As engines and Node write them: P2002, ECONNREFUSED, 40001. */
const CODE = /^([A-Z][A-Z0-9_]{2,39}|[0-9A-Z]{5})$/;

/** What kind of fault it is, in words of programs: a message may hold what a person wrote. */
function kindOf(fault: unknown): string {
  if (!(fault instanceof Error)) return 'Unknown';
  const { name } = fault.constructor;
  const words = [CLASS.test(name) ? name : 'Error'];
  if ('code' in fault && typeof fault.code === 'string' && CODE.test(fault.code)) words.push(fault.code);
  return words.join(' ');
}
