import type { Headers, WorkflowInterceptorsFactory } from '@temporalio/workflow';

/** Longer than what a message sets going takes; a timer that goes off later does not follow from it any more. */
const GOES_ON_MS = 60_000;

/**
 * Makes a process's commands a part of what it was told last, for whoever looks at traces. It reads and writes the
 * traceparent beside messages and commands alone: without one nothing is added, and a replay is as it was.
 */
export const interceptors: WorkflowInterceptorsFactory = () => {
  let last: { told: Headers; at: number } | undefined;
  const hear = ({ traceparent }: Headers) => {
    if (traceparent) last = { told: { traceparent }, at: Date.now() };
  };
  const tell = (headers: Headers): Headers =>
    last && Date.now() - last.at < GOES_ON_MS ? { ...headers, ...last.told } : headers;
  return {
    inbound: [
      {
        execute: (input, next) => {
          hear(input.headers);
          return next(input);
        },
        handleSignal: (input, next) => {
          hear(input.headers);
          return next(input);
        },
        handleUpdate: (input, next) => {
          hear(input.headers);
          return next(input);
        },
      },
    ],
    outbound: [
      {
        scheduleActivity: (input, next) => next({ ...input, headers: tell(input.headers) }),
        continueAsNew: (input, next) => next({ ...input, headers: tell(input.headers) }),
      },
    ],
  };
};
