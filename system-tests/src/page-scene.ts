import { patronWebApi, type RecordHit, staffWebApi } from '@toshobin/contracts';
import { addDays, dayOf, instantFromDate } from '@toshobin/lending-rules';
import type { Desks } from './cast.ts';
import { eventually } from './eventually.ts';
import { type Cast, Journey } from './journey.ts';
import { invitePagePeople, pagePeople } from './page-people.ts';
import type { PatronBrowser } from './patron-browser.ts';
import { granted, type Heard } from './web-session.ts';
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
  await invitePagePeople(library.stack.env.PATRON_DATABASE_URL ?? '');
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
    ].map((person) => library.castFor(person)),
  );
  if (!(reader && lender && extender && late && tenLoans && tenReservations)) throw new Error('Nobody came');
  const titles = await freeTitles(reader.patron);
  const take = (count = 1, fits: (hit: RecordHit) => boolean = () => true) => {
    const taken = titles.filter(fits).slice(0, count);
    if (taken.length < count) throw new Error('No title is left');
    for (const one of taken) {
      titles.splice(titles.indexOf(one), 1);
      library.titles.add(one.title);
    }
    return taken;
  };
  const one = (fits?: (hit: RecordHit) => boolean) => first(take(1, fits));
  const only = ({ copies }: RecordHit) => copies === 1;
  const lend = (cast: Cast, record: RecordHit) => lendAtCounter(desks, cast, record);
  const reserve = (cast: Cast, record: RecordHit, pickupLibrary = 'uto') =>
    Journey.reserve(cast, { record, pickupLibrary });

  // Loans and holds with dates of their own, one set of numbers after the other.
  const usual = await operator.changePolicy({ loanPeriod: 'PT1S', holdPeriod: 'PT2S' });
  const overdue = await lend(reader, one());
  await lend(late, one());
  await operator.changePolicy({ loanPeriod: 'P7D' });
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
      reserve(reader, one()).then((journey) => bring(journey, 'packed')),
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

async function lendAtCounter({ prefectural }: Desks, cast: Cast, record: RecordHit) {
  const barcode = await cast.patron.barcodeOf(record.recordId);
  granted(await prefectural.lend(cast.patron.cardNumber, barcode));
  return { record, loan: await Journey.found(cast, record, barcode) };
}

/** Carries a reservation on its way to the state that is asked for. */
async function bring(journey: Journey, to: 'packed' | 'shipped' | 'ready' | 'handedOut' | 'returning') {
  await journey.fetch();
  await journey.pack();
  if (to === 'packed') await journey.shown('packed');
  if (to === 'packed') return journey;
  await journey.dispatch();
  if (to === 'shipped') return journey;
  await journey.receive();
  await journey.ready();
  if (to === 'ready') return journey;
  await journey.handOut();
  if (to === 'returning') await journey.handInByBookDrop();
  return journey;
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

/** A wish whose process had no time for it (TRY_AGAIN) is wished again, as a patron does. */
async function onceAnswered(wish: () => Promise<Heard<unknown>>): Promise<void> {
  await eventually('an answer to the wish', async () => {
    const heard = await wish();
    return heard.ok || (heard.code !== 'TRY_AGAIN' && granted(heard) !== undefined);
  });
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

/** Every book that may be reserved, has a copy on its shelf and nobody waiting, as far as eight pages go. */
async function freeTitles(patron: PatronBrowser): Promise<RecordHit[]> {
  const pages = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((page) => patron.search('の', page)));
  const hits = pages.flatMap(({ records }) => records);
  // A title of its own, so that a page that names it can mean no other.
  const isAlone = ({ title }: RecordHit) => hits.filter((one) => one.title === title).length === 1;
  return hits.filter(
    (hit) =>
      hit.lending === 'lendable' &&
      hit.onShelf > 0 &&
      hit.waiting === 0 &&
      hit.title.length >= 5 &&
      isAlone(hit),
  );
}

function first<T>([one]: readonly T[]): T {
  if (one === undefined) throw new Error('There is none');
  return one;
}
