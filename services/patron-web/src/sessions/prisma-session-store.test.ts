import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { instant } from '@toshobin/lending-rules';
import { hanako, startPatronWeb, type TestWeb } from '../testing/start-patron-web.ts';
import { prismaSessionStore } from './prisma-session-store.ts';

let web: TestWeb;
beforeAll(async () => {
  web = await startPatronWeb();
});
afterAll(() => web.stop());

test('a session that another tab has ended is opened anew by the sign-in, and nothing of it is left', async () => {
  const store = prismaSessionStore(web.database);
  const at = new Date('2026-11-24T03:00:00Z');
  const before = randomUUID();
  const { id } = await store.open({ tokenHash: before, at });
  await web.deps.basket.add({ sessionId: id, principal: undefined }, '1', at);
  await store.remove(id);
  const passwordSetAt = instant('2026-11-01T00:00:00Z');
  const principal = { patronId: hanako, scope: 'full' as const, cardLast4: '2340', passwordSetAt };
  const tokenHash = randomUUID();
  const browser = { machine: 'phone', family: 'Safari' } as const;
  await store.rotate(id, { tokenHash, principal, at, browser });
  expect(await store.find(tokenHash)).toEqual({ id, principal, createdAt: at, lastSeenAt: at });
  expect(await store.find(before)).toBeUndefined();
  expect(await web.deps.basket.list({ sessionId: id, principal })).toEqual([]);
});
