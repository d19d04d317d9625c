import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { calendarDate, deadlineOn, type LedgerStage } from '@toshobin/lending-rules';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { factOf, hear, record, reserve, type Step } from '../testing/reserve.ts';

// Kafka stands still: what the catalog knows has not come here, and the row says what was so before.
let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
beforeEach(() => {
  service.mailbox.mails.length = 0;
  service.catalog.standings.clear();
  service.catalog.away = false;
  service.catalog.refuses = false;
  service.setClock('2026-12-16T01:00:00Z');
});
afterAll(() => service.close());

const due = deadlineOn(calendarDate('2026-12-15'));
const until = calendarDate('2026-12-20');
const held: readonly Step[] = [
  { milestone: 'readyAtMunicipal', allocation: 1, due, parcelNumber: '900000000019' },
];
const lent: readonly Step[] = [...held, { milestone: 'handedOut', allocation: 1, due }];

const mails: readonly { name: string; before: readonly Step[]; step: Step; but: readonly LedgerStage[] }[] = [
  {
    name: 'overdue',
    before: lent,
    step: { milestone: 'overdue', allocation: 1, due, notice: 1 },
    but: ['handedIn', 'over', 'held', 'waiting'],
  },
  {
    name: 'due soon',
    before: lent,
    step: { milestone: 'dueSoon', allocation: 1, due, extensionPossible: true },
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

/** Everyone is another person, who has only this reservation. */
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
    service.catalog.standings.set(reservationId, standing);
    expect(await service.sendMails()).toBe(0);
    expect(service.mailbox.mails).toEqual([]);
    service.catalog.standings.clear();
    expect(await service.sendMails()).toBe(0);
  });

  test(`a mail 「${name}」 waits while the catalog is away, and is sent when it knows no better`, async () => {
    const reservationId = await rowBefore(before);
    await record(service, reservationId, step);
    service.catalog.away = true;
    expect(await service.sendMails()).toBe(0);
    service.catalog.away = false;
    service.passMinutes(5);
    service.catalog.standings.set(reservationId, before === lent ? 'onLoan' : 'held');
    expect(await service.sendMails()).toBe(1);
  });
}

test('a mail that accuses waits while the catalog refuses to say how a reservation stands', async () => {
  const reservationId = await rowBefore(lent);
  await record(service, reservationId, { milestone: 'overdue', allocation: 1, due, notice: 1 });
  service.catalog.refuses = true;
  expect(await service.sendMails()).toBe(0);
  service.catalog.refuses = false;
  service.passMinutes(5);
  service.catalog.standings.set(reservationId, 'onLoan');
  expect(await service.sendMails()).toBe(1);
});
