import { afterAll, expect, jest, test } from '@jest/globals';
import { ServiceError } from '@temporalio/client';
import { connectTemporal } from '@toshobin/temporal';
import { listProcesses } from './known-processes.ts';

// It connects to nothing: how it is answered is said here.
const temporal = connectTemporal({ address: '127.0.0.1:1', namespace: 'default' });
afterAll(() => temporal.close());
const list = jest.spyOn(temporal.client.workflow, 'list');

async function* nothing() {}
const lists = () => ({ [Symbol.asyncIterator]: nothing, intoHistories: nothing });
/** As the client says it of a server that has too much to do. */
const isBusy = () => {
  const grpc = { code: 8, details: 'too many requests', metadata: {} };
  const cause = Object.assign(new Error('8 RESOURCE_EXHAUSTED: too many requests'), grpc);
  throw new ServiceError('Failed to list workflows', { cause });
};

test('a server that can’t list the processes now is asked again', async () => {
  list.mockImplementationOnce(isBusy).mockImplementationOnce(lists);
  expect((await listProcesses({ temporal }, true)).listed.size).toBe(0);
});

test('one that can’t for a while: what was asked of whom is said, and that it is to be tried again', async () => {
  list.mockImplementation(isBusy);
  await expect(listProcesses({ temporal }, true, 0)).rejects.toThrow(
    'Temporal did not answer which reservations have a process (Failed to list workflows: 8 RESOURCE_EXHAUSTED: too many requests): run the audit again',
  );
});
