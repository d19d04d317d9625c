import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { NoticeKind } from '@toshobin/contracts';
import { calendarDate, deadlineOn } from '@toshobin/lending-rules';
import type { FactKind } from '@toshobin/lending-rules/facts';
import { change, ended, scanned, tellAgain } from '../testing/at-the-catalog.ts';
import type { Rows } from '../testing/catalog-in-test.ts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { factOf, hear, record, reserve, type Step, say, takingBack } from '../testing/reserve.ts';

// Kafka stands still: what the catalog knows has not come here, and the row says what was so before.
let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
beforeEach(() => {
  service.mailbox.mails.length = 0;
  service.catalog.away = false;
  service.catalog.refuses = false;
  service.setClock('2026-12-16T01:00:00Z');
});
afterAll(() => service.close());

const due = deadlineOn(calendarDate('2026-12-15'));
const soon = deadlineOn(calendarDate('2026-12-18'));
const until = calendarDate('2026-12-20');
const held: readonly Step[] = [
  { milestone: 'readyAtMunicipal', allocation: 1, due, parcelNumber: '900000000019' },
];
const lent: readonly Step[] = [...held, { milestone: 'handedOut', allocation: 1, due }];

/** The changes that the catalog may know and that have not come here. */
const knows = {
  handedIn: (id) => scanned(factOf(service, id, 'handedIn', { place: 'uto' })),
  over: (id) => scanned(factOf(service, id, 'home')),
  held: () => takenBack('handedOut'),
  waiting: () => ended('outOfService'),
  onLoan: (id) => scanned(factOf(service, id, 'handedOut', { place: 'uto' })),
} satisfies Record<string, (reservationId: string) => Parameters<typeof change>[2]>;

/** Every scan of that kind is taken back. */
const takenBack = (kind: FactKind) => (rows: Rows) =>
  (rows.copies.at(-1)?.facts ?? [])
    .filter(({ fact }) => fact.kind === kind)
    .reduce((now, { fact }) => scanned(takingBack(service, { fact }))(now), rows);

const mails: readonly {
  name: string;
  before: readonly Step[];
  step: Extract<Step, { milestone: NoticeKind }>;
  but: readonly (keyof typeof knows)[];
}[] = [
  {
    name: 'overdue',
    before: lent,
    step: { milestone: 'overdue', allocation: 1, due, notice: 1 },
    but: ['handedIn', 'over', 'held', 'waiting'],
  },
  {
    name: 'due soon',
    before: lent,
    step: { milestone: 'dueSoon', allocation: 1, due: soon, extensionPossible: true },
    but: ['handedIn', 'over', 'held', 'waiting'],
  },
  {
    name: 'the hold ends soon',
    before: held,
    step: { milestone: 'holdEndsSoon', allocation: 1, until },
    but: ['onLoan', 'handedIn', 'over', 'waiting'],
  },
  {
    name: 'not picked up',
    before: held,
    step: { milestone: 'expired', allocation: 1, until, comesHome: true },
    but: ['onLoan'],
  },
];

/** Each reader is another person, who has only this reservation. */
let readers = 0;

/** A row that has come as far as the mail needs, its earlier mails sent. */
async function rowBefore(steps: readonly Step[]): Promise<string> {
  const { reservationId } = await reserve(service, 101 + readers++);
  await hear(service, factOf(service, reservationId, 'shipped'));
  for (const step of steps) await record(service, reservationId, step);
  await service.sendMails();
  service.mailbox.mails.length = 0;
  return reservationId;
}

for (const { name, before, step, but } of mails) {
  test.each(but)(`a mail 「${name}」 is not sent when the catalog says: %s`, async (standing) => {
    const reservationId = await rowBefore(before);
    await record(service, reservationId, step);
    await change(service, reservationId, knows[standing](reservationId), { tell: false });
    await service.sendMails();
    expect(
      await service.db.notice.findMany({
        where: { reservationId, kind: step.milestone, status: 'pending' },
      }),
    ).toEqual([]);
    expect(service.mailbox.about(step.milestone)).toEqual([]);
  });

  test(`a mail 「${name}」 waits while the catalog is away, and is sent when it knows no better`, async () => {
    const reservationId = await rowBefore(before);
    await record(service, reservationId, step);
    service.catalog.away = true;
    expect(await service.sendMails()).toBe(0);
    service.catalog.away = false;
    service.passMinutes(5);
    expect(await service.sendMails()).toBe(1);
    expect(service.mailbox.about(step.milestone)).toHaveLength(1);
  });
}

test('a mail that accuses waits while the catalog refuses to say how a reservation stands', async () => {
  const reservationId = await rowBefore(lent);
  await record(service, reservationId, { milestone: 'overdue', allocation: 1, due, notice: 1 });
  service.catalog.refuses = true;
  expect(await service.sendMails()).toBe(0);
  service.catalog.refuses = false;
  service.passMinutes(5);
  expect(await service.sendMails()).toBe(1);
});

test('a milestone is not recorded while the catalog is away: its process tells it again', async () => {
  const { reservationId } = await reserve(service, 101 + readers++);
  service.catalog.away = true;
  const queued = { milestone: 'queued', allocation: 0, mail: 'accepted' } as const;
  await expect(say(service, reservationId, queued)).rejects.toThrow('could not be reached');
  expect(await service.db.notice.count({ where: { reservationId } })).toBe(0);
});

test('the catalog was restored: its own answer counts though it is older than what Kafka brought, and what Kafka brings late does not', async () => {
  const reservationId = await rowBefore(held);
  const { n, epoch } = await service.db.application.findUniqueOrThrow({ where: { reservationId } });
  await service.db.application.update({ where: { reservationId }, data: { n: n + 5, state: 'handedOut' } });
  await tellAgain(service, reservationId);
  const row = () => service.db.application.findUniqueOrThrow({ where: { reservationId } });
  expect(await row()).toMatchObject({ state: 'handedOut', n: n + 5 });
  await say(service, reservationId, { milestone: 'holdEndsSoon', allocation: 1, until });
  expect(await row()).toMatchObject({ state: 'ready', n, epoch });
  // Operators see the task, until the catalog begins an epoch after the restore and tells it anew.
  const tasks = () =>
    service.db.task.count({ where: { reservationId, kind: 'versionWentBack', clearedAt: null } });
  for (const _ of [1, 2]) {
    await service.db.application.update({ where: { reservationId }, data: { n: n + 5 } });
    await say(service, reservationId, { milestone: 'holdEndsSoon', allocation: 1, until });
    expect(await tasks()).toBe(1);
  }
  await hear(service, factOf(service, reservationId, 'handedOut', { place: 'uto' }));
  expect(await tasks()).toBe(1);
  service.catalog.epoch += 1;
  await hear(service, factOf(service, reservationId, 'handedIn', { place: 'uto' }));
  expect([await tasks(), (await row()).state]).toEqual([0, 'returning']);
  service.catalog.epoch -= 1;
});
