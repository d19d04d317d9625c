import { patronWebApi, type RecordHit, staffWebApi } from '@toshobin/contracts';
import { addDays, dayOf, instantFromDate } from '@toshobin/lending-rules';
import { bring, lendAtCounter, onceAnswered } from './bring-about.ts';
import { type Desks, patient } from './cast.ts';
import { eventually } from './eventually.ts';
import type { Fits } from './free-titles.ts';
import { type Cast, Journey } from './journey.ts';
import { pagePeople } from './page-people.ts';
import type { PatronBrowser } from './patron-browser.ts';
import { invite } from './playing-people.ts';
import { granted } from './web-session.ts';
import type { WholeLibrary } from './whole-library.ts';

/** A library in the middle of its day: somebody has a reservation or a loan in every state that a page shows. */
export interface Scene {
  /** The reader's, by state. */
  readonly queued: Journey;
  readonly suspended: Journey;
  readonly allocated: Journey;
  readonly packed: Journey;
  readonly shipped: Journey;
  readonly ready: Journey;
  readonly handedOut: Journey;
  readonly returning: Journey;
  readonly overdue: Journey;
  readonly expired: Journey;
  readonly cancelled: Journey;
  /** Loans of a week, lent at the counter: one that nobody waits for, one whose title the reader waits for. */
  readonly extendable: Journey;
  readonly othersWaiting: Journey;
  /** A loan of somebody who has another one past its due date. */
  readonly besideLate: Journey;
  /** R15: fetched for somebody with ten loans. */
  readonly heldForLoanLimit: Journey;
  /** Its only copy is damaged. */
  readonly withoutCopy: RecordHit;
  /** Titles nobody has reserved. */
  readonly take: (count?: number) => RecordHit[];
}

/** Sets the scene with the desks' own scans. The library's numbers are changed meanwhile, and are as before after it. */
export async function setTheScene(library: WholeLibrary): Promise<Scene> {
  const patronDatabase = library.stack.env.PATRON_DATABASE_URL ?? '';
  await invite(patronDatabase, Object.values(pagePeople), [pagePeople.bounced]);
  const { desks } = library;
  const { prefectural, operator } = desks;
  const [reader, lender, extender, late, tenLoans, tenReservations] = await Promise.all(
    [
      pagePeople.reader,
      pagePeople.lender,
      pagePeople.extender,
      pagePeople.late,
      pagePeople.tenLoans,
      pagePeople.tenReservations,
    ].map((person) => patient(library.castFor(person))),
  );
  if (!(reader && lender && extender && late && tenLoans && tenReservations)) throw new Error('Nobody came');
  const titles = await library.free(reader.patron);
  const one = (fits?: Fits) => titles.one(fits);
  const take = (count?: number) => titles.take(count);
  const only = ({ copies }: RecordHit) => copies === 1;
  const lend = lendAtCounter;
  const reserve = (cast: Cast, record: RecordHit, pickupLibrary = 'uto') =>
    Journey.reserve(cast, { record, pickupLibrary });

  // Loans and holds with dates of their own, one set of numbers after the other.
  const usual = await operator.changePolicy({ loanPeriod: 'PT1S', holdPeriod: 'PT2S' });
  const overdue = await lend(reader, one());
  await lend(late, one());
  await operator.changePolicy({ loanPeriod: 'P8D' });
  const [besideLate, extendable, othersWaiting, lentForQueue, lentForSuspended] = [
    await lend(late, one()),
    await lend(extender, one()),
    await lend(extender, one(only)),
    await lend(lender, one(only)),
    await lend(lender, one(only)),
  ];
  await operator.changePolicy({ loanPeriod: usual.loanPeriod });
  const expired = await reserve(reader, one(), 'pref');
  await expired.fetch();
  await expired.shown('expired');
  await operator.changePolicy({ holdPeriod: usual.holdPeriod });

  const [queued, suspended, , allocated, packed, shipped, ready, handedOut, returning, cancelled] =
    await Promise.all([
      reserve(reader, lentForQueue.record),
      reserve(reader, lentForSuspended.record).then((journey) => suspend(journey)),
      reserve(reader, othersWaiting.record),
      reserve(reader, one()),
      reserve(reader, one(), 'hitoyoshi').then((journey) => bring(journey, 'packed')),
      reserve(reader, one()).then((journey) => bring(journey, 'shipped')),
      reserve(reader, one()).then((journey) => bring(journey, 'ready')),
      reserve(reader, one()).then((journey) => bring(journey, 'handedOut')),
      reserve(reader, one()).then((journey) => bring(journey, 'returning')),
      reserve(reader, one()).then((journey) => cancel(journey)),
    ]);
  return {
    queued,
    suspended,
    allocated,
    packed,
    shipped,
    ready,
    handedOut,
    returning,
    overdue: overdue.loan,
    expired,
    cancelled,
    extendable: extendable.loan,
    othersWaiting: othersWaiting.loan,
    besideLate: besideLate.loan,
    heldForLoanLimit: await fillTen(tenLoans, tenReservations, { lend, reserve, take }),
    withoutCopy: await damage(prefectural, reader.patron, one(only)),
    take,
  };
}

interface Means {
  lend: (cast: Cast, record: RecordHit) => Promise<{ loan: Journey }>;
  reserve: (cast: Cast, record: RecordHit, pickupLibrary?: string) => Promise<Journey>;
  take: (count: number) => RecordHit[];
}

/** R3, R15. Ten loans and a copy that waits, and ten reservations. */
async function fillTen(
  tenLoans: Cast,
  tenReservations: Cast,
  { lend, reserve, take }: Means,
): Promise<Journey> {
  const reservations = Promise.all(take(10).map((record) => reserve(tenReservations, record)));
  for (const record of take(10)) await lend(tenLoans, record);
  const held = await reserve(tenLoans, first(take(1)));
  await held.fetch();
  await held.shown('heldForLoanLimit');
  // R3: at the counter it is said before the way is made.
  const atCounter = await reserve(tenLoans, first(take(1)), 'pref');
  await atCounter.fetch();
  await atCounter.ready();
  await reservations;
  return held;
}

async function suspend(journey: Journey): Promise<Journey> {
  const until = addDays(dayOf(instantFromDate(new Date())), 30);
  await onceAnswered(() => journey.wish(patronWebApi.suspend, { until }));
  return journey;
}

async function cancel(journey: Journey): Promise<Journey> {
  await onceAnswered(() => journey.wish(patronWebApi.cancel, {}));
  return journey;
}

/** Takes the only copy of a title out of service. */
async function damage(
  desk: Desks['prefectural'],
  patron: PatronBrowser,
  record: RecordHit,
): Promise<RecordHit> {
  const barcode = await patron.barcodeOf(record.recordId);
  granted(await desk.act(staffWebApi.withdrawCopy, { params: { barcode }, body: { condition: 'damaged' } }));
  await eventually('no copy of it on its shelf', async () =>
    (await patron.record(record.recordId)).copies.every(({ place }) => place !== 'onShelf'),
  );
  return record;
}

function first<T>([one]: readonly T[]): T {
  if (one === undefined) throw new Error('There is none');
  return one;
}
