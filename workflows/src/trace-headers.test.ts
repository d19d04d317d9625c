import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { defaultPayloadConverter, type Headers } from '@temporalio/common';
import { interceptors } from './trace-headers.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const told = (traceparent: string): Headers => ({
  traceparent: defaultPayloadConverter.toPayload(traceparent),
});

/** A process: what it is told, and the headers of the command that it then gives. */
function aProcess() {
  const { inbound: [ear] = [], outbound: [mouth] = [] } = interceptors();
  return {
    hear: (headers: Headers) =>
      ear?.handleSignal?.({ signalName: 'shipped', args: [], headers }, () => Promise.resolve()),
    command: () =>
      new Promise<Headers>((resolve) => {
        const input = { activityType: 'openLoan', args: [], options: {}, headers: { other: {} }, seq: 1 };
        void mouth?.scheduleActivity?.(input, async ({ headers }) => resolve(headers));
      }),
  };
}

test('a command is a part of what its process was told last, and of nothing a while later', async () => {
  const process = aProcess();
  await process.hear({});
  expect(await process.command()).toEqual({ other: {} });
  await process.hear({ ...told('first'), tracestate: {} });
  await process.hear(told('second'));
  await process.hear({});
  expect(await process.command()).toEqual({ other: {}, ...told('second') });
  jest.advanceTimersByTime(60_000);
  expect(await process.command()).toEqual({ other: {} });
});

test('no process hears what another was told', async () => {
  await aProcess().hear(told('first'));
  expect(await aProcess().command()).toEqual({ other: {} });
});
