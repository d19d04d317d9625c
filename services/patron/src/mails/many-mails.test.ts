import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { makeBarcode } from '@toshobin/contracts';
import { calendarDate, deadlineOn } from '@toshobin/lending-rules';
import { queueAddressNotice } from '../notices/queue-notice.ts';
import { openPatronService, type PatronTestService, subjectOf } from '../testing/open-patron-service.ts';
import { factOf, hear, record, reserve } from '../testing/reserve.ts';
import type { Mail, Mailer } from './mailer.ts';
import { startNoticeSender } from './notice-sender.ts';
import { sendNotices } from './send-notices.ts';
import { takeGroups } from './take-groups.ts';

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
beforeEach(async () => {
  await service.db.notice.deleteMany();
  service.mailbox.mails.length = 0;
  service.setClock('2026-11-24T01:00:00Z');
});
afterAll(() => service.close());

const due = deadlineOn(calendarDate('2026-12-15'));
const people = Array.from({ length: 20 }, (_, n) => 101 + n);

/** Two books of each patron, in one parcel: one ready mail a person (R19). */
async function booksAreReady(): Promise<void> {
  for (const person of people) {
    for (const title of ['上', '下']) {
      const { reservationId } = await reserve(service, person, { title });
      await hear(service, factOf(service, reservationId, 'shipped'));
      const parcelNumber = '900000000019';
      await record(service, reservationId, {
        milestone: 'readyAtMunicipal',
        allocation: 1,
        due,
        parcelNumber,
      });
    }
  }
}

test('two processes send what is due side by side: one mail a person, and none is split between them', async () => {
  await booksAreReady();
  const mails: Mail[] = [];
  const six = gate();
  const mailer: Mailer = {
    async send(mail) {
      mails.push(mail);
      if (mails.length === 6) six.open();
      await six.opened;
      return { accepted: true };
    },
  };
  const sent = await Promise.all([sendNotices(service.deps, mailer), sendNotices(service.deps, mailer)]);
  expect(sent[0] + sent[1]).toBe(people.length);
  expect(Math.min(...sent)).toBeGreaterThan(0);
  expect(new Set(mails.map(({ to }) => to)).size).toBe(people.length);
  for (const { text } of mails) expect(text).toMatch(/・上（.*\n・下（/);
  expect(await service.db.notice.count({ where: { status: { not: 'sent' } } })).toBe(0);
});

test('a mail that somebody waits for goes out while a hundred others are stuck in the mail service, and one of their senders lost the database', async () => {
  await booksAreReady();
  const mended = await faultOnce();
  const stuck = gate();
  const begun: string[] = [];
  const six = gate();
  const waitedFor = gate();
  const mailer: Mailer = {
    async send(mail) {
      if (mail.subject !== subjectOf('readyAtMunicipal')) waitedFor.open();
      else if (begun.push(mail.to) === 6) six.open();
      if (mail.subject === subjectOf('readyAtMunicipal')) await stuck.opened;
      return { accepted: true };
    },
  };
  const sender = startNoticeSender(service.deps, mailer, 20);
  try {
    await six.opened;
    await queueTestMail();
    await waitedFor.opened;
  } finally {
    stuck.open();
    await sender.stop();
    await mended();
  }
  // The mail in hand is finished; no other is begun.
  expect(await service.db.notice.count({ where: { status: 'sending' } })).toBe(0);
  expect(begun.length).toBeLessThan(people.length);
  expect(await service.db.notice.groupBy({ by: ['patronId'], where: { status: 'pending' } })).toHaveLength(
    people.length - begun.length,
  );
});

test('a mail that another release has queued with a word more of it goes out', async () => {
  const [person = 0] = people;
  await remindersDue([person]);
  await service.db.$executeRaw`UPDATE notice SET data = data || '{"more": 1}'`;
  expect(await service.sendMails()).toBe(1);
});

test('the catalog is asked once for a handful of reminders, and one that it cannot tell of holds back no other', async () => {
  const ids = await remindersDue(people.slice(0, 8));
  const [unknown = '', notUnderstood] = ids;
  const of = (reservationId: string | undefined) => ({ reservationId: reservationId ?? '', kind: 'dueSoon' });
  let asked = 0;
  let fails = (_body: unknown) => false;
  const catalog: typeof service.deps.catalog = {
    call(endpoint, parts) {
      asked += 1;
      if (fails(parts?.body)) throw new Error('A fault of the catalog');
      return service.catalog.call(endpoint, parts);
    },
  };
  const deps = { ...service.deps, catalog };
  const send = () => sendNotices(deps, service.mailbox);

  await service.db.notice.updateMany({ where: of(notUnderstood), data: { data: {} } });
  fails = (body) => JSON.stringify(body).includes(unknown);
  expect(await send()).toBe(6);
  expect(await service.db.notice.count({ where: { kind: 'dueSoon', status: 'pending' } })).toBe(2);

  fails = () => false;
  asked = 0;
  await service.db.notice.updateMany({
    where: { kind: 'dueSoon', reservationId: { in: ids.slice(2) } },
    data: { status: 'pending', notBefore: service.deps.now() },
  });
  service.passMinutes(5);
  expect(await send()).toBe(7);
  // Two senders share the mails, and each asks once.
  expect(asked).toBeLessThanOrEqual(2);
  expect(service.mailbox.about('dueSoon')).toHaveLength(13);
});

test('what a killed sender had in hand goes out within a minute, by another', async () => {
  await booksAreReady();
  const { db, now } = service.deps;
  const { length: inHand } = await takeGroups(db, now(), { sending: 'everything', most: 8 });
  expect(inHand).toBeGreaterThan(0);
  expect(await sendNotices(service.deps, service.mailbox)).toBe(people.length - inHand);
  service.passMinutes(0.7);
  expect(await sendNotices(service.deps, service.mailbox)).toBe(0);
  service.passMinutes(0.1);
  expect(await sendNotices(service.deps, service.mailbox)).toBe(inHand);
});

test('a sender that wrote for too long hands nothing over, and leaves alone what another has taken since', async () => {
  await remindersDue(people.slice(0, 1));
  const other = async () => {
    service.passMinutes(1);
    return (await takeGroups(service.deps.db, service.deps.now(), { sending: 'everything', most: 8 })).length;
  };
  let meanwhile = async () => 0;
  const catalog: typeof service.deps.catalog = {
    async call(endpoint, parts) {
      expect(await meanwhile()).toBeLessThan(2);
      return service.catalog.call(endpoint, parts);
    },
  };
  const send = () => sendNotices({ ...service.deps, catalog }, service.mailbox);
  meanwhile = other;
  expect(await send()).toBe(0);
  expect(await service.db.notice.count({ where: { kind: 'dueSoon', status: 'sending' } })).toBe(1);
  meanwhile = async () => 0;
  service.passMinutes(1);
  expect(await send()).toBe(1);
  expect(service.mailbox.about('dueSoon')).toHaveLength(1);
});

/** Each patron has a book that is due soon; answers the reservations. */
async function remindersDue(whose: readonly number[]): Promise<string[]> {
  const ids: string[] = [];
  for (const person of whose) {
    const { reservationId } = await reserve(service, person, { title: '山月記' });
    await hear(service, factOf(service, reservationId, 'handedOut', { due }));
    const step = { milestone: 'dueSoon', allocation: 1, due, extensionPossible: true } as const;
    await record(service, reservationId, step);
    ids.push(reservationId);
  }
  return ids;
}

/** The database refuses to take out the first mails that a sender asks for. Answers how that is ended. */
async function faultOnce(): Promise<() => Promise<void>> {
  const run = async (...statements: string[]) => {
    for (const statement of statements) await service.db.$executeRawUnsafe(statement);
  };
  await run(
    'CREATE SEQUENCE asked_to_send',
    `CREATE FUNCTION refuse_first() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN
       IF nextval('asked_to_send') = 1 THEN RAISE 'the database broke'; END IF;
       RETURN NULL;
     END $$`,
    'CREATE TRIGGER refuse_first BEFORE UPDATE ON notice FOR EACH STATEMENT EXECUTE FUNCTION refuse_first()',
  );
  return () => run('DROP FUNCTION refuse_first CASCADE', 'DROP SEQUENCE asked_to_send');
}

async function queueTestMail(): Promise<void> {
  const patronId = await service.patronId(makeBarcode('card', 1));
  await service.db.$transaction((tx) =>
    queueAddressNotice(service.deps, tx, {
      patronId,
      address: 'hanako@example.jp',
      data: { kind: 'testMail' },
    }),
  );
}

/** Waits until something was seen. */
function gate(): { opened: Promise<void>; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
