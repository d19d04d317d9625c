import { fork } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { fileURLToPath } from 'node:url';
import { request } from './terminal.ts';

/** The bare server, and as many connections to it as there are terminals. */
export class Floor {
  readonly #url: URL;
  readonly #agents: readonly http.Agent[];
  readonly stop: () => Promise<void>;

  private constructor(url: string, connections: number, stop: () => Promise<void>) {
    this.#url = new URL(url);
    this.#agents = Array.from(
      { length: connections },
      () => new http.Agent({ keepAlive: true, maxSockets: 1 }),
    );
    this.stop = stop;
  }

  static async start(databaseUrl: string, connections: number): Promise<Floor> {
    const child = fork(fileURLToPath(new URL('serve-floor.ts', import.meta.url)), [], {
      execArgv: ['--import', 'tsx'],
      env: { ...process.env, NODE_ENV: 'production', FLOOR_DATABASE_URL: databaseUrl },
    });
    const [url] = await once(child, 'message');
    return new Floor(String(url), connections, async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    });
  }

  get agents(): readonly http.Agent[] {
    return this.#agents;
  }

  async send(agent: http.Agent): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const { status } = await request(this.#url, {
      method: 'POST',
      agent,
      headers,
      body: '{"barcode":"1000000000"}',
    });
    if (status !== 200) throw new Error(`The bare server answered with ${status}`);
  }
}
