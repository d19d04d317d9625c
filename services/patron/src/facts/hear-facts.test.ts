import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { LibrarySchema, ReservationIdSchema } from '@toshobin/contracts';
import { Poison } from '@toshobin/events';
import { defaultPolicy } from '@toshobin/lending-rules';
import { ofTheNextRelease } from '@toshobin/lending-rules/testing';
import { findLibrary } from '../libraries/find-library.ts';
import { policyInForce } from '../policy/policy-in-force.ts';
import { startApplications } from '../sweep/start-applications.ts';
import { change, scanned } from '../testing/at-the-catalog.ts';
import {
  eventOf,
  openPatronService,
  type PatronTestService,
  testLibraries,
} from '../testing/open-patron-service.ts';
import { factOf, hear, reserve } from '../testing/reserve.ts';
import { hearFacts } from './hear-facts.ts';

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
afterAll(() => service.close());

test("an older word of a library's does not take the place of a newer one", async () => {
  const uto = LibrarySchema.parse(testLibraries[1]);
  const named = (name: string, sequence: string) =>
    hearFacts(service.deps)(eventOf('shipping.library.changed', { ...uto, name }, sequence));
  await named('三番目の名', '30');
  await named('二番目の名', '4');
  expect((await findLibrary(service.db, 'uto'))?.name).toBe('三番目の名');
});

test('the policy in force is the newest version heard of', async () => {
  expect(await policyInForce(service.db)).toEqual(defaultPolicy);
  const heard = (version: number, loanLimit: number) =>
    hearFacts(service.deps)(
      eventOf('catalog.policy.changed', { version, policy: { ...defaultPolicy, loanLimit } }),
    );
  await heard(2, 7);
  await heard(1, 5);
  expect((await policyInForce(service.db)).loanLimit).toBe(7);
});

test('what the next release tells is heard, without the fields that this one does not know', async () => {
  const { reservationId } = await reserve(service, 102);
  await change(service, reservationId, scanned(factOf(service, reservationId, 'shipped')), { tell: false });
  const standing = service.catalog.told(reservationId).at(-1);
  if (standing === undefined) throw new Error('nothing was told');
  const told = { ...standing, news: 'posted', answered: false } as const;
  const hears = hearFacts(service.deps);
  await hears(ofTheNextRelease(eventOf('catalog.reservation.changed', told)));
  const row = await service.db.application.findUniqueOrThrow({ where: { reservationId } });
  expect(row.state).toBe('shipped');
  const policy = { ...defaultPolicy, loanLimit: 9 };
  await hears(ofTheNextRelease(eventOf('catalog.policy.changed', { version: 9, policy })));
  expect(await policyInForce(service.db)).toEqual(policy);
});

test('what cannot be understood is put away, and what is not for us is passed over', async () => {
  const { reservationId } = await reserve(service, 101);
  await hear(service, factOf(service, reservationId, 'packed'));
  const [standing] = service.catalog.told(reservationId);
  if (standing === undefined) throw new Error('nothing was told');
  const reservationIdOfNobody = ReservationIdSchema.parse(randomUUID());
  const told = { ...standing, news: 'toldAnew', answered: false } as const;
  const ofNobody = { ...told, reservationId: reservationIdOfNobody };
  const event = eventOf('catalog.reservation.changed', ofNobody);
  await expect(hearFacts(service.deps)({ ...event, data: { state: 'none' } })).rejects.toThrow(Poison);
  await hearFacts(service.deps)({ ...event, type: 'shipping.something.new' });
  await hearFacts(service.deps)(event); // of a reservation that is not here
});

test('for those who asked, a return taken in at a pickup library is told once', async () => {
  const { reservationId } = await reserve(service, 1);
  const fact = factOf(service, reservationId, 'handedIn', { place: 'uto' });
  await hear(service, fact);
  await hear(service, fact);
  const other = await reserve(service, 2);
  await hear(service, factOf(service, other.reservationId, 'handedIn', { place: 'uto' }));
  await service.sendMails();
  expect(service.mailbox.about('handedIn').map(({ to }) => to)).toEqual(['hanako@example.jp']);
});

test('an application without an answer is started by the sweep, with neither person nor title', async () => {
  const { reservationId, patronId } = await reserve(service, 12, { title: 'こころ' });
  const started: unknown[] = [];
  const sweep = () =>
    startApplications(service.deps, async (start) => {
      if (start.updateId === reservationId) started.push(start);
    });
  await sweep();
  expect(started).toHaveLength(0);
  service.passMinutes(1);
  await sweep();
  expect(started).toMatchObject([
    { workflowId: `reservation-${reservationId}`, input: { reservationId, pickupLibrary: 'uto' } },
  ]);
  expect(JSON.stringify(started)).not.toMatch(new RegExp(`こころ|見本|example.jp|${patronId}`));
});
