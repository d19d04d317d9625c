import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startDaemon } from './daemon.ts';

const { PATH } = process.env;
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'toshobin-daemon-'));
  process.env.PATH = `${folder}:${PATH}`;
});
afterEach(() => {
  process.env.PATH = PATH;
  rmSync(folder, { recursive: true });
});

/** A program that is found before the machine's own. */
function program(name: string, script: string): void {
  writeFileSync(path.join(folder, name), `#!/bin/bash\n${script}\n`, { mode: 0o755 });
}

test('where no namespace is to be had that is said, and at once', async () => {
  program('unshare', 'echo "unshare failed: Operation not permitted" >&2; exit 1');
  await expect(startDaemon(path.join(folder, 'data'))).rejects.toThrow(
    /^The Docker engine ended:\nunshare failed: Operation not permitted/,
  );
});

test('an engine that does not come up is told by what it said', async () => {
  program('unshare', 'echo $$ > ns.pid; echo "failed to start daemon: no overlay" >&2; exit 1');
  program('slirp4netns', 'exec sleep 60');
  program('docker', 'exit 1');
  await expect(startDaemon(path.join(folder, 'data'))).rejects.toThrow(
    /^The Docker engine ended:\nfailed to start daemon: no overlay/,
  );
});

test('a network that does not come up is told by what it said, and what a machine must let it have', async () => {
  program('unshare', 'echo $$ > ns.pid; exec sleep 60');
  program('slirp4netns', `echo 'open("/dev/net/tun"): No such file or directory' >&2; exit 1`);
  program('docker', 'exit 1');
  await expect(startDaemon(path.join(folder, 'data'))).rejects.toThrow(
    /^The network of the Docker engine ended:\nopen\("\/dev\/net\/tun"\).*CI_NO_CONTAINERS=1/s,
  );
});
