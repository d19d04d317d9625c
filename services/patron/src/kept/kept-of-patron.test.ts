import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { KeptOfPatronSchema, makeBarcode, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { calendarDate, dateColumn, deadlineOn, fromDateColumn } from '@toshobin/lending-rules';
import { askForRenewal } from '../cards/ask-for-renewal.ts';
import { replaceCard } from '../cards/replace-card.ts';
import { registerEmail } from '../contact/register-email.ts';
import { issueLetterCode } from '../credentials/letter-code.ts';
import { requestPasswordReset } from '../credentials/request-password-reset.ts';
import { demoPassword } from '../demo/demo-patrons.ts';
import { openPatronService, type PatronTestService } from '../testing/open-patron-service.ts';
import { factOf, hear, record, reserve } from '../testing/reserve.ts';
import { keptOfPatron } from './kept-of-patron.ts';

let service: PatronTestService;
beforeAll(async () => {
  service = await openPatronService();
});
afterAll(() => service?.close());

/**
 * The columns that the answer leaves out, and why. A table, or a column, that is neither told nor here fails the first
 * test: whoever adds one decides whether the person whose it is reads it.
 */
const notTold: Record<string, string | Record<string, string>> = {
  patron: { id: 'a number of ours' },
  card: { patronId: 'whose it is' },
  credential: { patronId: 'whose it is', hash: 'a hash of the password' },
  letterCode: { patronId: 'whose it is', hash: 'a hash of the code' },
  passwordReset: {
    ...{ id: 'a number of ours', patronId: 'whose it is' },
    ...{ cardKey: 'a keyed hash', tokenHash: 'a hash of the link' },
  },
  emailVerification: { id: 'a number of ours', patronId: 'whose it is', tokenHash: 'a hash of the link' },
  cardApplication: {
    ...{ id: 'a number of ours', patronId: 'whose it is' },
    // These columns are emptied once the card is issued, which is when there is a patron.
    ...{ name: 'the patron’s own since', nameReading: 'the patron’s own since' },
    ...{ birthDate: 'the patron’s own since', postcode: 'the patron’s own since' },
    ...{ address: 'the patron’s own since', phone: 'the patron’s own since' },
    ...{ email: 'the patron’s own since', reason: 'of a declined one, which has no patron' },
  },
  cardRenewal: { id: 'a number of ours', patronId: 'whose it is' },
  cardRelease: { id: 'a number of ours', patronId: 'whose it is', codeHash: 'a hash of the code' },
  application: {
    ...{ reservationId: 'the number that people say is told', patronId: 'whose it is' },
    ...{ epoch: 'a version', n: 'a version', journey: 'a version', allocation: 'a version' },
    ...{ dueAt: 'the end of the due date', movedBy: 'numbers of closures', outcome: 'the state says it' },
    ...{ answered: 'whether its process runs', startFaults: 'the same', startAgainAt: 'the same' },
    ...{ historyId: 'a number of ours', historyForgotten: 'it is not in the history' },
  },
  readingOrder: { id: 'a number of ours', patronId: 'whose it is', lookAt: 'when its process looks' },
  readingOrderVolume: {
    ...{ orderId: 'a number of ours', patronId: 'whose it is' },
    ...{ reservationId: 'the reservation is told' },
  },
  historyWish: { id: 'a number of ours', patronId: 'whose it is' },
  historyEntry: { id: 'a number of ours', patronId: 'whose it is' },
  laterTitle: { patronId: 'whose it is' },
  notice: {
    ...{ id: 'a number of ours', patronId: 'whose it is', reservationId: 'the reservation is told' },
    ...{ occasion: 'a version', groupKey: 'what goes out together', journey: 'a version' },
    ...{ data: 'dates and numbers that the mail itself says', againOf: 'a number of ours' },
    ...{ notBefore: 'when it is tried', attempts: 'how often it was', holdAt: 'the end of holdDate' },
    ...{ mailId: 'the mail service’s number', traceparent: 'for whoever looks at traces' },
  },
  task: {
    ...{ id: 'a number of ours', subjectKey: 'the same', reservationId: 'the reservation is told' },
    ...{
      applicationId: 'a number of ours',
      parcelNumber: 'none of the patron service’s',
      barcode: 'the same',
    },
    ...{ library: 'whose desk it is', clearedBy: 'a member of the staff', reopenUntil: 'how long it may be' },
  },
  // These tables have no person in them, nor one that they lead to.
  cardReleaseFailure: 'wrong codes, by library',
  dispatchCalendar: 'no person',
  endedCard: 'a bare number, of somebody who has no card any more',
  initialPasswordTry: 'keyed hashes, for two hours: they lead to nobody',
  library: 'no person',
  loanSlot: 'what the limit counts of the reservations that are told',
  loanSlotWait: 'the same; until when the copy is kept is told',
  outbox: 'what others are told of reservations and titles, without a person, for two weeks',
  policy: 'no person',
  reservationSlot: 'what the limit counts of the reservations that are told',
  sesNotification: 'numbers of the mail service: what it says is the mail’s status',
  signInFailure: 'a keyed hash, for a day: it leads to nobody',
  titleWaiting: 'no person',
  wish: 'that something was asked of a reservation within the hour, so that it is not asked too often',
};

/** Values that are told and are no column. */
const derived = new Set(['notice.subject']);
const told: Readonly<Record<string, { element: { shape: object } }>> = KeptOfPatronSchema.shape;
const camel = (name: string) => name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

test('each table of the patron database, and each of its columns, is told to whom it is about, or named here', async () => {
  const columns = await service.db.$queryRaw<{ table_name: string; column_name: string }[]>`
    SELECT table_name, column_name FROM information_schema.columns
    JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name !~ '^_'`;
  const there = new Map<string, string[]>();
  for (const { table_name, column_name } of columns) {
    const table = camel(table_name);
    there.set(table, [...(there.get(table) ?? []), camel(column_name)]);
  }
  const decided: Record<string, string[] | undefined> = Object.fromEntries(
    [...there.keys()].map((table) => {
      const left = notTold[table];
      if (typeof left === 'string') return [table, there.get(table)?.toSorted()];
      const section = told[table];
      const shown = Object.keys(section?.element.shape ?? {}).filter(
        (field) => !derived.has(`${table}.${field}`),
      );
      const named = [...Object.keys(left ?? {}), ...shown];
      return [table, named.toSorted()];
    }),
  );
  expect(decided).toEqual(Object.fromEntries([...there].map(([table, names]) => [table, names.toSorted()])));
  expect([...Object.keys(told), ...Object.keys(notTold)].filter((table) => !there.has(table))).toEqual([]);
});

test('a person reads everything that is kept of them with their password, and nothing of anybody else', async () => {
  const { db, deps } = service;
  const at = deps.now();
  const by = { account: 'kanri', library: PREFECTURAL_LIBRARY };
  const cardNumber = makeBarcode('card', 101);
  const patronId = await service.patronId(cardNumber);
  const due = deadlineOn(calendarDate('2026-12-15'));
  // A loan that staff gave past the limit, and the mails about it.
  const { reservationId, number } = await reserve(service, 101, { pickupLibrary: 'pref', recordId: 7 });
  await record(service, reservationId, { milestone: 'readyAtPrefectural', allocation: 1 });
  await service.sendMails();
  await hear(service, factOf(service, reservationId, 'handedOut', { due }));
  const others = await reserve(service, 102, { title: 'こころ', recordId: 8 });
  // These rows are what else there may be of somebody.
  const { birthDate } = await db.patron.findUniqueOrThrow({ where: { id: patronId } });
  const born = fromDateColumn(birthDate);
  await requestPasswordReset(deps, { wishId: patronId, cardNumber, birthDate: born, at });
  await registerEmail(deps, { wishId: deps.newId(), patronId, email: 'atarashii@example.jp', at });
  await issueLetterCode(deps, { patronId, at, by, reason: '電話' });
  await askForRenewal(deps, { patronId, at });
  await replaceCard(deps, { cardNumber, reason: '紛失', at, by });
  await db.cardRelease.create({
    data: {
      ...{ id: deps.newId(), patronId, library: 'uto', codeHash: 'hash of a code' },
      ...{ createdAt: at, validUntil: service.passMinutes(5) },
    },
  });
  const order = { pickupLibrary: 'uto', early: true, openedAt: at, lookAt: at };
  const volume = { place: 1, patronId, recordId: 9n, title: '宮本武蔵 地の巻', protectiveCover: false };
  await db.readingOrder.create({
    data: { id: deps.newId(), patronId, ...order, volumes: { create: [volume] } },
  });
  const returnedOn = dateColumn(calendarDate('2026-10-01'));
  const loan = { id: deps.newId(), recordId: 10n, title: '草枕', returnedOn };
  await db.historyWish.create({ data: { patronId, since: at, loans: { create: [loan] } } });
  await db.laterTitle.create({ data: { patronId, recordId: 11n, addedAt: at } });

  const ask = (password: string) => keptOfPatron(deps, { patronId, password, at: deps.now() });
  expect(await ask('違うパスワード')).toMatchObject({ ok: false, refusal: { code: 'SIGN_IN_FAILED' } });
  const answer = await ask(demoPassword);
  if (!answer.ok) throw new Error(answer.refusal.code);
  const kept = KeptOfPatronSchema.parse(answer.value);
  expect(Object.entries(kept).flatMap(([table, rows]) => (rows.length === 0 ? [table] : []))).toEqual([]);
  expect(kept.patron).toMatchObject([{ name: '試験 1', email: 'shiken1@example.jp', birthDate: born }]);
  expect(kept.card.map((card) => [card.number === cardNumber, card.replacedAt !== null])).toEqual([
    [false, false],
    [true, true],
  ]);
  expect(kept.application).toMatchObject([
    { number, title: '吾輩は猫である', recordId: '7', state: 'handedOut', dueDate: '2026-12-15' },
  ]);
  expect(kept.historyEntry).toEqual([{ title: '草枕', recordId: '10', returnedOn: '2026-10-01' }]);
  expect(kept.laterTitle).toMatchObject([{ recordId: '11' }]);
  expect(kept.notice).toContainEqual(
    expect.objectContaining({
      ...{ kind: 'readyAtPrefectural', status: 'sent' },
      subject: '【熊本県立図書館】予約の資料が受取可能になりました',
    }),
  );
  expect(kept.task.map(({ kind }) => kind).toSorted()).toEqual(['postCard', 'renewCard']);
  // The answer has no hash, no number of ours, no other reader, and nobody of the staff.
  const { hash } = await db.credential.findUniqueOrThrow({ where: { patronId } });
  const text = JSON.stringify(kept);
  for (const hidden of [hash, 'hash of a code', patronId, reservationId, others.number, 'こころ', by.account])
    expect(text).not.toContain(hidden);
});
