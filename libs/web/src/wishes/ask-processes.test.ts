import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { ReservationIdSchema } from '@toshobin/contracts';
import { allow, calendarDate, instantFromDate, refuse } from '@toshobin/lending-rules';
import { serviceClient } from '@toshobin/service';
import { askProcesses, type TakeWish } from './ask-processes.ts';

/** What the processes answer next: a status with a body, or nothing in time. */
let next: { status: number; body: unknown } | 'hangs';
const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(request.url ?? '');
  if (next === 'hangs') return;
  response.writeHead(next.status, { 'content-type': 'application/json' }).end(JSON.stringify(next.body));
});
beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked.length = 0;
});

function processes(takeWish: TakeWish, port?: number) {
  const at = server.address();
  if (typeof at !== 'object' || at === null) throw new Error('not listening');
  const client = serviceClient(`http://127.0.0.1:${port ?? at.port}`, 'token', { timeoutMs: 500 });
  return askProcesses(client, takeWish);
}

const params = { reservationId: ReservationIdSchema.parse(randomUUID()) };
const body = { wishId: 'form-1', at: instantFromDate(new Date()) };
const application = { recordId: '7', channel: 'web', appliedAt: body.at } as const;
const request = {
  body: { ...params, pickupLibrary: 'uto', pickupLibraryName: '宇土市立図書館', applied: application },
};
const tryAgain = { ok: false, refusal: { code: 'TRY_AGAIN' } };

test('each wish but a cancellation is counted before anybody is asked, under an id of its kind', async () => {
  const counted: string[] = [];
  const { resume, declarePickedUp, cancel } = processes(async ({ wishId }) => {
    counted.push(wishId);
    return refuse('TOO_MANY_WISHES');
  });
  for (const wish of [resume, declarePickedUp])
    expect(await wish({ params, body })).toEqual({ ok: false, refusal: { code: 'TOO_MANY_WISHES' } });
  expect([counted, asked]).toEqual([['resume-form-1', 'declarePickedUp-form-1'], []]);
  next = { status: 200, body: { cancelled: true } };
  expect(await cancel({ params, body })).toEqual(allow({ cancelled: true }));
  expect([counted.length, asked]).toEqual([2, [`/reservations/${params.reservationId}/cancel`]]);
});

test('processes that are away, on their way out or too slow: try again, or the place follows by mail', async () => {
  const there = processes(async () => allow(undefined));
  const away = processes(async () => allow(undefined), 1);
  for (const [answer, one] of [
    ['hangs', there],
    [{ status: 503, body: {} }, there],
    ['hangs', away],
  ] as const) {
    next = answer;
    expect(await one.resume({ params, body })).toEqual(tryAgain);
    expect(await one.cancel({ params, body })).toEqual(tryAgain);
    expect(await one.admit(request)).toEqual(allow('notYet'));
  }
});

test('a fault of theirs is none of the patron’s, and what they refuse is a refusal with its values', async () => {
  const { extend, suspend } = processes(async () => allow(undefined));
  next = { status: 500, body: {} };
  const wish = { params, body: { ...body, holderHasOtherOverdue: false } };
  await expect(extend(wish)).rejects.toThrow('failed');
  const values = { maxDays: 180 };
  next = {
    status: 409,
    body: { type: 'about:blank', title: 'x', status: 409, code: 'SUSPEND_TOO_LONG', values },
  };
  const refused = await suspend({ params, body: { ...body, until: calendarDate('2027-12-01') } });
  expect(refused).toEqual({ ok: false, refusal: { code: 'SUSPEND_TOO_LONG', values } });
});
