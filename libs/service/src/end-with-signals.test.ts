import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { expect, test } from '@jest/globals';

type Child = ChildProcessByStdio<null, Readable, null>;

/** A process of its own, as the launcher starts one; `more` is what it does once it listens. */
async function startChild(more: string): Promise<{ child: Child; said: string[] }> {
  const index = new URL('./index.ts', import.meta.url).href;
  const script = `
    import { createLogger, startService } from ${JSON.stringify(index)};
    const service = await startService({ name: 'child', config: { HOST: '127.0.0.1', PORT: 0 }, log: createLogger('child', 'fatal') });
    service.onStop('said', () => console.log('hook ran'));
    ${more}
    console.log('listening');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const said: string[] = [];
  child.stdout.on('data', (bytes) => said.push(...String(bytes).trim().split('\n')));
  while (!said.includes('listening')) await once(child.stdout, 'data');
  return { child, said };
}

test('SIGTERM stops a service in order and ends it with 0', async () => {
  const { child, said } = await startChild('');
  child.kill('SIGTERM');
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(said).toContain('hook ran');
});

test('a second signal does not wait for a hook that hangs', async () => {
  const { child, said } = await startChild(
    "service.onStop('hangs', () => { console.log('hanging'); return new Promise(() => {}); });",
  );
  child.kill('SIGINT');
  while (!said.includes('hanging')) await once(child.stdout, 'data');
  child.kill('SIGINT');
  expect(await once(child, 'close')).toEqual([1, null]);
});

test('a rejection that nobody caught is logged and ends the process with 1', async () => {
  const { child, said } = await startChild(
    "setTimeout(() => Promise.reject(new Error('the shelf fell down')), 50);",
  );
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(said.join('\n')).toContain('a fault that nobody caught');
});
