import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type NoticeKind, NoticeKindSchema, type ReservationNoticeKind } from '@toshobin/contracts';
import { assertHunt, hunt } from '@toshobin/database/testing';
import { defaultPolicy, ReservationStateSchema } from '@toshobin/lending-rules';
import { type FactKind, FactKindSchema } from '@toshobin/lending-rules/facts';
import fc from 'fast-check';
import { hearFacts } from '../facts/hear-facts.ts';
import { readMyLibrary } from '../my-library/read-my-library.ts';
import { STEPS } from '../testing/any-step.ts';
import { allRows, faults } from '../testing/faults.ts';
import { DECIDED, type InAnyOrder, inAnyOrder, type Person, titleOf } from '../testing/in-any-order.ts';
import {
  eventOf,
  openPatronService,
  type PatronTestService,
  subjectOf,
} from '../testing/open-patron-service.ts';

// Two of a family, one who wants no titles in mails and one whose card has expired, with three titles each, and
// anything that can be done to their applications, in any order: what processes say comes late or twice, scans are
// heard before what took them back, mails fail, the night erases. Nothing may break what must always hold.
let service: PatronTestService;
let all: InAnyOrder;

const LIMITS = { reservations: 2, loans: 1 };
const SERIALS = [6, 7, 9, 5];
const TITLES = 3;

beforeAll(async () => {
  service = await openPatronService();
  all = inAnyOrder(service);
  const policy = { ...defaultPolicy, reservationLimit: LIMITS.reservations, loanLimit: LIMITS.loans };
  await hearFacts(service.deps)(eventOf('catalog.policy.changed', { version: 2, policy }));
});
afterAll(() => service?.close());

const who = fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 1, 2, 3);
const which = fc.nat(TITLES - 1);
const yes = fc.boolean();
const seldom = fc.nat(4).map((n) => n === 4);
const back = fc.nat(3);
/** Whether Kafka brings the news at once. */
const tell = fc.constantFrom(true, true, false);
const kind = fc.constantFrom<FactKind>(...FactKindSchema.options);
const mail = fc.constantFrom<ReservationNoticeKind>(
  'readyAtPrefectural',
  'readyAtMunicipal',
  'accepted',
  'overdue',
  'loanLimitReached',
);
const of = <K extends string>(name: K) => ({ do: fc.constant(name), who, which, earlier: seldom });
const action = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ ...of('apply'), where: fc.constantFrom('uto', 'uto', 'pref', 'paused') }),
  },
  { weight: 2, arbitrary: fc.record({ ...of('lend'), override: seldom }) },
  { weight: 1, arbitrary: fc.record(of('giveBack')) },
  { weight: 6, arbitrary: fc.record({ ...of('allocate'), tell }) },
  { weight: 8, arbitrary: fc.record({ ...of('decide'), what: fc.constantFrom(...DECIDED), tell }) },
  {
    weight: 12,
    arbitrary: fc.record({
      ...of('say'),
      step: fc.constantFrom(...STEPS),
      late: seldom,
      follows: yes,
      meanwhile: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: kind }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ...of('close'),
      outcome: fc.constantFrom('returned', 'returned', 'expired', 'cancelled', 'lost', 'longOverdue'),
      follows: yes,
    }),
  },
  { weight: 12, arbitrary: fc.record({ ...of('scan'), kind, tell }) },
  { weight: 4, arbitrary: fc.record({ ...of('takeBack'), back, tell }) },
  { weight: 4, arbitrary: fc.record({ ...of('hearAgain'), back }) },
  { weight: 6, arbitrary: fc.record({ ...of('claim'), waits: fc.constantFrom(true, true, true, false) }) },
  { weight: 2, arbitrary: fc.record({ ...of('release'), stopsWaiting: yes }) },
  {
    weight: 6,
    arbitrary: fc.record({
      ...of('mails'),
      answer: fc.constantFrom('takes', 'takes', 'takes', 'away', 'refuses'),
    }),
  },
  { weight: 1, arbitrary: fc.record(of('bounce')) },
  { weight: 2, arbitrary: fc.record(of('mend')) },
  { weight: 1, arbitrary: fc.record(of('takeWish')) },
  { weight: 1, arbitrary: fc.record({ ...of('sayAgain'), mail }) },
  { weight: 1, arbitrary: fc.record(of('telephone')) },
  { weight: 2, arbitrary: fc.record(of('night')) },
  { weight: 1, arbitrary: fc.record(of('sweep')) },
  {
    weight: 1,
    arbitrary: fc.record({
      ...of('wish'),
      ...{ titlesInMail: yes, handedInMail: yes, keepHistory: yes },
      mailLanguage: fc.constantFrom('ja', 'en'),
    }),
  },
  { weight: 1, arbitrary: fc.record(of('forget')) },
  { weight: 1, arbitrary: fc.record(of('replaceCard')) },
  { weight: 1, arbitrary: fc.record({ ...of('suspendCard'), suspended: yes }) },
);
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;

const { runs, timeout } = hunt(7);
const inTwoOrders = hunt(6, 1 / 5);

test(
  'whatever is done in whatever order, slots, mails and My Library fit, and what is erased is gone',
  async () => {
    await assertHunt(
      fc.asyncProperty(fc.array(action, { minLength: 15, maxLength: 40 }), async (actions) => {
        const people = await all.begin(SERIALS, TITLES);
        for (const person of people.slice(0, 3)) await (await all.apply(person, 0, 'uto'))();
        for (const next of actions) {
          service.passMinutes(next.do === 'say' ? 95 : 25);
          const told = service.mailbox.mails.length;
          const work = await workOf(next, people);
          await work();
          if (next.do === 'apply') await expectNotOnLoan(people[next.who], next.which);
          const once = await allRows(service);
          await work();
          expect(await allRows(service)).toEqual(once);
          expect(await faults(service, LIMITS)).toEqual([]);
          await expectNewest();
          if (service.mailbox.mails.length > told) await expectTrueMails(people, told);
          if (next.do === 'night') await expectNothingJoins(people);
          for (const { patronId } of people) await readMyLibrary(service.deps, patronId);
        }
        const ofExpiredCard = { patronId: people[3]?.patronId ?? '' };
        expect(await service.db.application.count({ where: ofExpiredCard })).toBe(0);
      }),
      runs,
    );
  },
  timeout,
);

async function workOf(next: Action, people: Person[]): Promise<() => unknown> {
  const person = people[next.who];
  const journey = (next.earlier && person?.earlier[next.which]) || person?.journeys[next.which];
  if (person === undefined || journey === undefined) throw new Error('nobody is there');
  switch (next.do) {
    case 'apply':
      return all.apply(person, next.which, next.where);
    case 'lend':
      return all.lend(person, next.which, next.override);
    case 'giveBack':
      return all.giveBack(journey);
    case 'allocate':
      return all.decide(journey, 'allocate', next.tell);
    case 'decide':
      return all.decide(journey, next.what, next.tell);
    case 'say':
      return all.say(journey, next.step, next);
    case 'close':
      return all.close(journey, next.outcome, next.follows);
    case 'scan':
      return all.scan(journey, next.kind, next.tell);
    case 'takeBack':
      return all.takeBack(journey, next.back, next.tell);
    case 'hearAgain':
      return all.hearAgain(journey, next.back);
    case 'claim':
      return all.claim(journey, next.waits);
    case 'release':
      return all.release(journey, next.stopsWaiting);
    case 'mails':
      return all.mails(next.answer);
    case 'bounce':
      return all.bounce(person);
    case 'mend':
      return all.mend(person);
    case 'takeWish':
      return all.takeWish(journey);
    case 'sayAgain':
      return all.sayAgain(journey, next.mail);
    case 'telephone':
      return all.telephone(journey);
    case 'night':
      return all.night();
    case 'sweep':
      return all.sweep();
    case 'wish':
      return all.wish(person, next);
    case 'forget':
      return all.forget(person);
    case 'replaceCard':
      return all.replaceCard(person);
    case 'suspendCard':
      return all.suspendCard(person, next.suspended);
  }
}

/** The states as which a reservation may have ended while its last mails waited for the morning. */
const OVER = ['expired', 'cancelled', 'lostInTransit'];
/** Where a reservation may stand when a mail of that kind goes out. */
const FITS: Partial<Record<NoticeKind, readonly string[]>> = {
  accepted: ReservationStateSchema.options.filter((state) => !OVER.includes(state)),
  readyAtMunicipal: ['ready'],
  readyAtPrefectural: ['ready'],
  holdEndsSoon: ['ready'],
  loanLimitReached: ['heldForLoanLimit'],
  dueSoon: ['handedOut'],
  extended: ['handedOut'],
  overdue: ['handedOut'],
  expired: OVER,
  cancelledByPatron: OVER,
  yourTurn: ['allocated', 'picked', 'heldForLoanLimit'],
  delayed: ['shipped', 'arrivalOverdue'],
  datesMoved: ['shipped', 'arrivalOverdue', 'ready', 'handOutUnconfirmed', 'handedOut'],
  handedIn: ['returning', 'returned'],
  returned: ['returned'],
  readyTakenBack: [
    'requested',
    'queued',
    'suspended',
    'allocated',
    'picked',
    'packed',
    'shipped',
    'heldForLoanLimit',
    'arrivalOverdue',
  ],
};

/** Each mail is to one person, of their own reservations as they stand, once, and titled only for who wants titles. */
async function expectTrueMails(people: readonly Person[], from: number): Promise<void> {
  const rows = await service.db.application.findMany();
  const { mails } = service.mailbox;
  for (const { to, subject, text } of mails.slice(from)) {
    const named = rows.filter(({ number }) => names(text, number));
    expect(named.length).toBeGreaterThan(0);
    const [patronId, ...others] = new Set(named.map((row) => row.patronId));
    expect(others).toEqual([]);
    const patron = await service.db.patron.findUniqueOrThrow({
      where: { id: patronId ?? '' },
      include: { cards: { where: { replacedAt: null } } },
    });
    expect(to).toBe(patron.email);
    const last4 = patron.cards[0]?.number.slice(-4);
    expect(text).toContain(patron.mailLanguage === 'en' ? `ends in ${last4}\n` : `下4桁 ${last4} `);
    const titles = people.flatMap((one) => Array.from({ length: TITLES }, (_, n) => titleOf(one, n)));
    expect(titles.filter((title) => subject.includes(title))).toEqual([]);
    const own = patron.titlesInMail ? named.map(({ title }) => title) : [];
    expect(titles.filter((title) => text.includes(title)).sort()).toEqual([...new Set(own)].sort());
    const kind = NoticeKindSchema.options.find((one) => subjectOf(one, patron.mailLanguage) === subject);
    const fits = kind && FITS[kind];
    expect(kind).toBeDefined();
    for (const { state } of named) if (fits) expect(`${subject} ${fits}`).toContain(state);
  }
  for (const { reservationId, number } of rows) {
    const sent = await service.db.notice.findMany({
      where: { reservationId, mailId: { not: null } },
      distinct: ['mailId'],
    });
    expect(mails.filter(({ text }) => names(text, number))).toHaveLength(sent.length);
  }
}

function names(text: string, number: string): boolean {
  // The hold number, where there is one, stands behind the reservation's.
  return new RegExp(`（${number}）| \\(${number}\\)|(?:・|- )${number}[\\s,]`).test(text);
}

/** No row is behind a state that was heard, or answered. */
async function expectNewest(): Promise<void> {
  const rows = await service.db.application.findMany({ select: { reservationId: true, n: true } });
  for (const { reservationId, n } of rows) {
    expect([reservationId, n]).toEqual([reservationId, service.catalog.known.get(reservationId) ?? 0]);
  }
}

/** R16. A reservation written this moment is not of a title that the person has at home. */
async function expectNotOnLoan(person: Person | undefined, which: number): Promise<void> {
  const rows = await service.db.application.findMany({
    where: { patronId: person?.patronId ?? '', recordId: BigInt(all.recordOf(which)), closedAt: null },
  });
  const lent = rows.filter(({ state }) => ['handedOut', 'overdue', 'returning'].includes(state));
  const written = rows.filter(
    ({ appliedAt }) => appliedAt.getTime() === new Date(service.deps.now()).getTime(),
  );
  if (lent.length > 0) expect(written).toEqual([]);
}

/** Whatever is left knows a reservation or a person, never both. */
async function expectNothingJoins(people: readonly Person[]): Promise<void> {
  const left = await service.db.application.findMany({ select: { reservationId: true } });
  const ids = new Set(left.map(({ reservationId }) => reservationId));
  const tables = Object.entries(await allRows(service)).flatMap(([table, rows]) =>
    Array.isArray(rows) ? rows.map((row: unknown) => `${table} ${JSON.stringify(row)}`) : [],
  );
  const cards = await service.db.card.findMany();
  for (const person of people) {
    const numbers = cards.filter(({ patronId }) => patronId === person.patronId).map(({ number }) => number);
    const words = [person.patronId, person.email, ...numbers, person.patronId.slice(0, 8)];
    const erased = person.ever.filter((id) => !ids.has(id));
    const joined = tables.filter(
      (row) => erased.some((id) => row.includes(id)) && words.some((word) => row.includes(word)),
    );
    expect(joined).toEqual([]);
  }
}

/** What happens to a reservation, and the order in which its states are heard: each once, some again or early. */
const happened = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('decide' as const), what: fc.constantFrom(...DECIDED) }),
    },
    { weight: 5, arbitrary: fc.record({ do: fc.constant('scan' as const), kind }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('takeBack' as const), back }) },
  ),
  { minLength: 1, maxLength: 8 },
);
const heardInTwoOrders = fc.record({
  happened,
  where: fc.constantFrom('uto', 'pref'),
  // Versions counted back from the newest, which comes last in one order and anywhere in the other.
  orders: fc.tuple(
    fc.constant([8, 7, 6, 5, 4, 3, 2, 1, 0]),
    fc
      .array(fc.nat(8), { maxLength: 8 })
      .chain((some) => fc.shuffledSubarray([0, ...some], { minLength: some.length + 1 })),
  ),
});

test(
  'how a reservation stood and stands, heard in two orders, leaves two people with the same row and the same slots',
  async () => {
    await assertHunt(
      fc.asyncProperty(heardInTwoOrders, async ({ happened, where, orders }) => {
        const people = await all.begin(SERIALS, TITLES);
        const seen = [];
        for (const [n, told] of orders.entries()) {
          const person = people[n];
          if (person === undefined) throw new Error('nobody is there');
          seen.push(await all.standsAfter(person, where, happened, told));
        }
        expect(seen[1]).toEqual(seen[0]);
      }),
      inTwoOrders.runs,
    );
  },
  inTwoOrders.timeout,
);
