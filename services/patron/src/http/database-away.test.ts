import { connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeBarcode, ProblemSchema, patronApi } from '@toshobin/contracts';
import { type RunningService, serviceClient, startService } from '@toshobin/service';
import { z } from 'zod';
import { openDatabase } from '../database.ts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { patronRoutes } from './patron-routes.ts';

// The service's own database goes away and comes back: a caller may ask again meanwhile, and nothing is a fault.
const token = 'a-token-of-the-tests-alone';
let service: PatronTestService;
let running: RunningService;
let own: ReturnType<typeof openDatabase>;
let line: Awaited<ReturnType<typeof layLine>>;

beforeAll(async () => {
  service = await openPatronService();
  line = await layLine(new URL(service.postgres.adminUrl));
  const [named] = z
    .tuple([z.object({ name: z.string() })])
    .parse(await service.db.$queryRaw`SELECT current_database() AS name`);
  const url = new URL(service.postgres.adminUrl);
  Object.assign(url, { hostname: '127.0.0.1', port: String(line.port), pathname: named.name });
  own = openDatabase(url.href);
  running = await startService({
    name: 'patron',
    config: { HOST: '127.0.0.1', PORT: 0 },
    log: service.deps.log,
    routes: patronRoutes(
      { ...service.deps, db: own.db },
      { 'patron-web': [token], 'staff-web': [token], patron: [token] },
    ),
    signals: false,
  });
});
afterAll(async () => {
  await running?.stop();
  await own?.close();
  await line?.close();
  await service?.close();
});

/** A line to a server that can be cut and mended. */
async function layLine(to: URL) {
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) return near.destroy();
    const far = connect(Number(to.port), to.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    cut() {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    mend() {
      isCut = false;
    },
    async close() {
      this.cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A question, a wish of the desk that is one transaction, and their answers. */
async function ask(
  patronId: string,
): Promise<{ status: number; code: string | undefined; retryAfter: string | null }[]> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const asked = [
    fetch(`${running.url}/patrons/${patronId}`, { headers }),
    fetch(`${running.url}${patronApi.suspendCard.path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify({
        cardNumber: makeBarcode('card', 2),
        suspended: false,
        reason: '確認済み',
        at: service.deps.now(),
        by: { account: 'kaori', library: 'pref' },
      }),
    }),
  ];
  return Promise.all(
    asked.map(async (one) => {
      const answer = await one;
      const problem = ProblemSchema.safeParse(await answer.json().catch(() => undefined)).data;
      return { status: answer.status, code: problem?.code, retryAfter: answer.headers.get('retry-after') };
    }),
  );
}

test('what the database broke off may be asked for again in a moment', async () => {
  const patronId = await service.patronId(makeBarcode('card', 1));
  await service.db.$transaction(
    async (tx) => {
      await tx.$executeRaw`LOCK TABLE card, patron IN ACCESS EXCLUSIVE MODE`;
      const answers = ask(patronId);
      for (let brokenOff = 0; brokenOff < 2; ) {
        brokenOff += (
          await service.db.$queryRaw<unknown[]>`
            SELECT pg_cancel_backend(pid) FROM pg_sleep(0.05), pg_stat_activity
            WHERE wait_event_type = 'Lock' AND datname = current_database()`
        ).length;
      }
      for (const answer of await answers)
        expect(answer).toEqual({ status: 503, code: 'TRY_AGAIN', retryAfter: '5' });
    },
    { timeout: 30_000 },
  );
});

test('while its database is away a service says to try again in a moment, and answers when it is back', async () => {
  const client = serviceClient(running.url, token);
  const patronId = await service.patronId(makeBarcode('card', 1));
  expect((await client.call(patronApi.readPatron, { params: { patronId } })).ok).toBe(true);
  line.cut();
  for (const _ of ['connections are lost', 'none can be made']) {
    for (const answer of await ask(patronId)) {
      expect(answer).toEqual({ status: 503, code: 'TRY_AGAIN', retryAfter: '5' });
    }
  }
  line.mend();
  expect((await client.call(patronApi.readPatron, { params: { patronId } })).ok).toBe(true);
});
