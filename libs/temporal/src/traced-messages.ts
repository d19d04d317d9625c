import type { WorkflowClientInterceptor } from '@temporalio/client';
import { defaultPayloadConverter, type Headers } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { traced, traceparentNow } from '@toshobin/service';

/**
 * Each message to a process begins a trace of its own, which follows from what sends it: what a person asked for at once must
 * not stay together in the histories. Of the trace nothing but its traceparent is told.
 */
function message<T>(name: string, send: (headers: Headers) => Promise<T>): Promise<T> {
  return traced(
    { name: `tell ${name}`, kind: 'CLIENT', partOf: undefined, follows: [traceparentNow()] },
    ({ traceparent }) =>
      send(traceparent === undefined ? {} : { traceparent: defaultPayloadConverter.toPayload(traceparent) }),
  );
}

/** What our client tells processes. The names are those of workflows, signals and updates. */
export const tracedMessages: WorkflowClientInterceptor = {
  startWithDetails: (input, next) =>
    message(`${input.workflowType} begin`, (told) =>
      next({ ...input, headers: { ...input.headers, ...told } }),
    ),
  signal: (input, next) =>
    message(input.signalName, (told) => next({ ...input, headers: { ...input.headers, ...told } })),
  signalWithStart: (input, next) =>
    message(`${input.workflowType} ${input.signalName}`, (told) =>
      next({ ...input, headers: { ...input.headers, ...told } }),
    ),
  startUpdate: (input, next) =>
    message(input.updateName, (told) => next({ ...input, headers: { ...input.headers, ...told } })),
  startUpdateWithStart: (input, next) =>
    message(`${input.workflowType} ${input.updateName}`, (told) =>
      next({
        ...input,
        workflowStartHeaders: { ...input.workflowStartHeaders, ...told },
        updateHeaders: { ...input.updateHeaders, ...told },
      }),
    ),
};

/** Each try of a command, as a part of what its process was told last (workflows/src/trace-headers.ts). */
export const tracedCommands: ActivityInterceptorsFactory = ({ info }) => ({
  inbound: {
    execute: (input, next) =>
      traced(
        {
          name: `command ${info.activityType}`,
          kind: 'CONSUMER',
          partOf: traceparentIn(input.headers),
          words: {
            'temporal.workflow_type': info.workflowType ?? 'none',
            'temporal.task_queue': info.taskQueue,
            attempt: info.attempt,
          },
        },
        () => next(input),
      ),
  },
});

function traceparentIn({ traceparent }: Headers): string | undefined {
  const told: unknown = traceparent && defaultPayloadConverter.fromPayload(traceparent);
  return typeof told === 'string' ? told : undefined;
}
