import { fork } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { fileURLToPath } from 'node:url';

/** A server to compare with, in a process of its own. */
export interface BareServer {
  url: URL;
  stop(): Promise<void>;
}

export async function startBareServer(
  file: 'serve-floor.ts' | 'serve-shape.ts',
  env: Readonly<Record<string, string>>,
): Promise<BareServer> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), [], {
    env: { ...process.env, NODE_ENV: 'production', ...env },
  });
  const [url] = await once(child, 'message');
  return {
    url: new URL(String(url)),
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** As many connections as there are terminals, each kept and used by one at a time. */
export function connections(count: number): http.Agent[] {
  return Array.from({ length: count }, () => new http.Agent({ keepAlive: true, maxSockets: 1 }));
}
