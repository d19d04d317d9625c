import { fork } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { fileURLToPath } from 'node:url';

const TOKEN = 'a-token-between-processes-of-the-bench';

interface Timed<T> {
  /** Milliseconds from the first byte of the request to the last of the answer. */
  ms: number;
  answer: T;
}

/** The catalog's HTTP interface in a process of its own, and a client that keeps its connections. */
export class SearchServer {
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
  readonly #url: string;
  readonly stop: () => Promise<void>;

  private constructor(url: string, stop: () => Promise<void>) {
    this.#url = url;
    this.stop = stop;
  }

  static async start(databaseUrl: string): Promise<SearchServer> {
    const child = fork(fileURLToPath(new URL('serve-search.ts', import.meta.url)), [], {
      env: {
        ...process.env,
        NODE_ENV: 'production',
        CATALOG_DATABASE_URL: databaseUrl,
        PATRON_WEB_TOKEN: TOKEN,
      },
    });
    const [url] = await once(child, 'message');
    return new SearchServer(String(url), async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    });
  }

  /** Sends one request; answers the text, so that reading it is no part of the time. */
  search(query: Readonly<Record<string, string>>): Promise<Timed<string>> {
    return this.#get('/records', query);
  }

  suggest(query: Readonly<Record<string, string>>): Promise<Timed<string>> {
    return this.#get('/suggestions', query);
  }

  #get(path: string, query: Readonly<Record<string, string>>): Promise<Timed<string>> {
    const url = new URL(`${path}?${new URLSearchParams(query)}`, this.#url);
    const begun = performance.now();
    return new Promise((resolve, reject) => {
      const request = http.get(url, { agent: this.#agent, headers: { authorization: `Bearer ${TOKEN}` } });
      request.on('error', reject);
      request.on('response', (response) => {
        const parts: Buffer[] = [];
        response.on('error', reject);
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const ms = performance.now() - begun;
          const answer = Buffer.concat(parts).toString('utf8');
          if (response.statusCode === 200) resolve({ ms, answer });
          else reject(new Error(`${response.statusCode} for ${url.search}: ${answer}`));
        });
      });
    });
  }
}
