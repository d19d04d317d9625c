import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { record, reserve } from '../testing/reserve.ts';
import { type StartReservation, startApplications } from './start-applications.ts';

// What the sweep does about a process that can't be started; plumbing.ts of the system tests has a real Temporal
// server.
let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
beforeEach(async () => {
  await service.db.$executeRaw`TRUNCATE application, task CASCADE`;
});
afterAll(() => service?.close());

type Start = Parameters<StartReservation>[0];

/** A sweep in which starts go as told; answers which were asked for. */
async function sweep(start: (asked: Start) => unknown = () => undefined): Promise<string[]> {
  const asked: string[] = [];
  await startApplications(service.deps, async (one) => {
    asked.push(one.idReuse === 'whenEnded' ? `${one.updateId} again` : one.updateId);
    return start(one);
  });
  return asked;
}
const tasks = () =>
  service.db.task.findMany({ where: { clearedAt: null }, select: { kind: true, reservationId: true } });

test('an application that cannot be started keeps nobody from being started, and is tried less and less often', async () => {
  const stuck = (await reserve(service, 101)).reservationId;
  service.passMinutes(1);
  const later: string[] = [];
  for (const serial of [101, 102, 103]) {
    later.push((await reserve(service, serial)).reservationId);
    service.passMinutes(1);
  }
  const fails = ({ updateId }: Start) => {
    if (updateId === stuck) throw new Error('rejected');
  };
  expect((await sweep(fails)).toSorted()).toEqual([stuck, ...later].toSorted());
  for (const reservationId of later)
    await record(service, reservationId, { milestone: 'queued', allocation: 0, mail: 'none' });
  expect(await sweep(fails)).toEqual([]);
  let tried = 0;
  for (let minute = 0; minute < 30; minute += 1) {
    service.passMinutes(1);
    tried += (await sweep(fails)).length;
  }
  expect(tried).toBe(5);
  expect(await tasks()).toEqual([{ kind: 'startReservation', reservationId: stuck }]);
  service.passMinutes(60);
  expect(await sweep()).toEqual([stuck]);
  expect(await tasks()).toEqual([]);
});

test('processes that give no answer keep nobody waiting for them one after the other', async () => {
  for (let title = 0; title < 5; title += 1) await reserve(service, 110 + title);
  service.passMinutes(1);
  let asked = 0;
  let open = () => {};
  const allAsked = new Promise<void>((resolve) => {
    open = resolve;
  });
  const answersOnceAllAreAsked = async () => {
    asked += 1;
    if (asked === 5) open();
    await allAsked;
    return { admitted: true };
  };
  expect(await sweep(answersOnceAllAreAsked)).toHaveLength(5);
});

test('whatever started the process, the desk is not asked any more to start it', async () => {
  const stuck = (await reserve(service, 107)).reservationId;
  service.passMinutes(1);
  const fails = () => {
    throw new Error('rejected');
  };
  for (let minute = 0; minute < 30; minute += 1) {
    service.passMinutes(1);
    await sweep(fails);
  }
  expect(await tasks()).toEqual([{ kind: 'startReservation', reservationId: stuck }]);
  // The night's repair takes care of it, or an operator's command.
  await record(service, stuck, { milestone: 'queued', allocation: 0, mail: 'none' });
  expect(await tasks()).toEqual([]);
});

test('a process that answers while it is being given up asks nobody to start it', async () => {
  const { reservationId } = await reserve(service, 108);
  service.passMinutes(1);
  await service.db.application.update({ where: { reservationId }, data: { startFaults: 4 } });
  const answersLate = async () => {
    await record(service, reservationId, { milestone: 'queued', allocation: 0, mail: 'none' });
    throw new Error('no answer');
  };
  expect(await sweep(answersLate)).toEqual([reservationId]);
  expect(await tasks()).toEqual([]);
});

test('a process that was ended before it answered gets another run, and a closed reservation none', async () => {
  const { reservationId } = await reserve(service, 104);
  const over = (await reserve(service, 105)).reservationId;
  await record(service, over, { milestone: 'closed', allocation: 0, outcome: 'cancelled' });
  service.passMinutes(1);
  const ended = ({ idReuse }: Start) => (idReuse === 'whenEnded' ? { admitted: true } : 'closed');
  expect(await sweep(ended)).toEqual([reservationId, `${reservationId} again`]);
});

test('a process that answered and was ended before it said anything is asked anew, once it had time to say it', async () => {
  const { reservationId } = await reserve(service, 109);
  service.passMinutes(1);
  const answers = () => ({ admitted: true });
  expect(await sweep(answers)).toEqual([reservationId]);
  service.passMinutes(1);
  const anew = `${reservationId} ${service.deps.now()} again`;
  expect(await sweep(answers)).toEqual([reservationId, anew]);
  await record(service, reservationId, { milestone: 'queued', allocation: 0, mail: 'none' });
  service.passMinutes(1);
  expect(await sweep(answers)).toEqual([]);
});
