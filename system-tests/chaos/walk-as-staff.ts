import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import {
  LibraryCodeSchema,
  nightlyJobs,
  type Parcel,
  scheduledProcesses,
  staffWebApi,
} from '@toshobin/contracts';
import { dayOf, instantFromDate } from '@toshobin/lending-rules';
import type { Desk } from '../src/desk.ts';
import { granted } from '../src/web-session.ts';
import { isNearlyMidnight } from './before-nights.ts';
import { howHeard, type Walk } from './walk-as-patron.ts';

const BRANCHES = ['uto', 'kikuyo'] as const;
const reason = '一冊だけのため';

/** The prefectural desk: fetches, packs, posts, receives, and errs now and then. */
export async function walkAtTheDesk(walk: Walk, desk: Desk): Promise<void> {
  const { library, chance, until } = walk;
  const works = [
    fetchCopies,
    fetchCopies,
    packCopies,
    packCopies,
    receiveReturns,
    putBack,
    lookForLost,
    lendToVisitor,
  ];
  while (!until.aborted) {
    await wait(chance.between(300, 1_500));
    const work = chance.of(works);
    await library.memory.attempt(work.name, async () => {
      await work(walk, desk);
      return undefined;
    });
  }
}

async function fetchCopies({ library, chance }: Walk, desk: Desk): Promise<void> {
  const rows = await desk.pickList();
  for (const { barcode } of rows.slice(0, 4)) {
    await library.memory.attempt('pick', async () => {
      if (chance.chance(0.03)) {
        const gone = await desk.act(staffWebApi.notOnShelf, { body: { ...desk.scan(), barcode } });
        return `not on its shelf: ${howHeard(gone)}`;
      }
      const scan = desk.scan();
      const heard = await desk.pick(barcode, scan);
      if (heard.ok && chance.chance(0.1)) await desk.pick(barcode, scan);
      if (heard.ok && chance.chance(0.08)) {
        const voids = heard.value.answer.factId;
        await desk.act(staffWebApi.voidScan, { body: { ...desk.scan(), voids } });
        return howHeard(await desk.pick(barcode));
      }
      return howHeard(heard);
    });
  }
}

/** What waits for a branch goes into one parcel, and to the post; one in eight is taken out again first. */
async function packCopies({ library, chance }: Walk, desk: Desk): Promise<void> {
  const branch = chance.of(BRANCHES);
  const rows = (await desk.packingList()).filter(({ pickupLibrary }) => pickupLibrary === branch).slice(0, 3);
  if (rows.length === 0) return;
  const { parcelNumber } = await desk.openParcel('outward', branch);
  for (const { barcode } of rows) {
    await library.memory.attempt('pack', async () => howHeard(await desk.pack(parcelNumber, barcode)));
    if (chance.chance(0.12))
      await library.memory.attempt('unpack', async () =>
        howHeard(
          await desk.act(staffWebApi.unpack, { params: { parcelNumber }, body: { ...desk.scan(), barcode } }),
        ),
      );
  }
  await post(library.memory, desk, parcelNumber);
  if (!chance.chance(0.08)) return;
  // It stayed on the desk.
  await library.memory.attempt('dispatch taken back', async () => {
    const undo = { params: { parcelNumber }, body: { ...desk.scan(), reason } };
    return howHeard(await desk.act(staffWebApi.takeBackDispatch, undo));
  });
  await post(library.memory, desk, parcelNumber);
}

async function post(
  memory: Walk['library']['memory'],
  desk: Desk,
  parcelNumber: Parcel['parcelNumber'],
): Promise<void> {
  await memory.attempt('dispatch', async () => {
    const { lines, mode } = await desk.readParcel(parcelNumber);
    if (lines.length === 0) return 'empty';
    const scan = desk.scan();
    const how = { mode: 'yuMail' as const, ...(mode === 'yuMail' ? {} : { reason }) };
    const heard = await desk.dispatch(parcelNumber, how, scan);
    if (heard.ok) await desk.dispatch(parcelNumber, how, scan);
    return howHeard(heard);
  });
}

async function parcelsIn(
  desk: Desk,
  query: { library?: string; state: Parcel['state']; direction: Parcel['direction'] },
): Promise<Parcel[]> {
  const { library, ...rest } = query;
  const of = library === undefined ? {} : { library: LibraryCodeSchema.parse(library) };
  return granted(await desk.act(staffWebApi.listParcels, { query: { ...rest, ...of } })).parcels;
}

async function receiveReturns({ library, chance }: Walk, desk: Desk): Promise<void> {
  const parcels = await parcelsIn(desk, { state: 'dispatched', direction: 'return' });
  for (const { parcelNumber, lines } of parcels.slice(-3)) {
    if (chance.chance(0.5)) await desk.receive(parcelNumber);
    for (const { barcode } of lines) {
      await library.memory.attempt('return', async () => howHeard(await desk.processReturn(barcode)));
    }
  }
}

/** What nobody came for, or was cancelled on the hold shelf, goes back. */
async function putBack({ library }: Walk, desk: Desk): Promise<void> {
  const { rows } = granted(await desk.act(staffWebApi.copiesToReturn, {}));
  for (const { barcode } of rows.slice(0, 4))
    await library.memory.attempt('put back', async () => howHeard(await desk.processReturn(barcode)));
}

/** One parcel in twelve is lost in the mail. */
async function lookForLost({ library, chance }: Walk, desk: Desk): Promise<void> {
  if (!chance.chance(0.08)) return;
  const direction = chance.of(['outward', 'outward', 'return'] as const);
  const parcels = await parcelsIn(desk, { state: 'dispatched', direction });
  if (parcels.length === 0) return;
  const { parcelNumber } = chance.of(parcels);
  await library.memory.attempt(`parcel lost, ${direction}`, async () =>
    howHeard(
      await desk.act(staffWebApi.parcelLost, { params: { parcelNumber }, body: { ...desk.scan(), reason } }),
    ),
  );
}

/** A walk-in who takes a copy from the shelf. */
async function lendToVisitor({ library, chance }: Walk, desk: Desk): Promise<void> {
  if (!chance.chance(0.2)) return;
  const patron = chance.of(library.patrons);
  const { copies } = await patron.record(chance.of(library.wanted).recordId);
  const free = copies.find(({ place }) => place === 'onShelf');
  if (free === undefined) return;
  await library.memory.attempt('lend', async () =>
    howHeard(await desk.lend(patron.cardNumber, free.barcode)),
  );
}

/** A pickup library: receives, answers whether copies are on its shelf, sends home. */
export async function walkAtBranch(walk: Walk, desk: Desk, branch: 'uto' | 'kikuyo'): Promise<void> {
  const { library, chance, until } = walk;
  const works = [receiveParcels, receiveParcels, answerChecks, sendHome, sendHome, lookAtDeclared];
  while (!until.aborted) {
    await wait(chance.between(500, 2_000));
    const work = chance.of(works);
    await library.memory.attempt(work.name, async () => {
      await work(walk, desk, branch);
      return undefined;
    });
  }
}

async function receiveParcels({ library, chance }: Walk, desk: Desk, branch: string): Promise<void> {
  const parcels = await parcelsIn(desk, { library: branch, state: 'dispatched', direction: 'outward' });
  for (const { parcelNumber, lines } of parcels.slice(-3)) {
    if (chance.chance(0.3)) continue;
    await library.memory.attempt('receive', async () => {
      const params = { parcelNumber };
      const missing = lines.at(0)?.barcode;
      if (missing !== undefined && chance.chance(0.05)) {
        const body = { ...desk.scan(), missing: [missing] };
        return `with a copy missing: ${howHeard(await desk.act(staffWebApi.reportContents, { params, body }))}`;
      }
      const scan = desk.scan();
      const heard = await desk.receive(parcelNumber, scan);
      if (heard.ok && chance.chance(0.1)) await desk.receive(parcelNumber, scan);
      if (heard.ok && chance.chance(0.06)) {
        await desk.act(staffWebApi.takeBackArrival, { params, body: desk.scan() });
        return 'and taken back';
      }
      return howHeard(heard);
    });
  }
}

async function answerChecks({ library, chance }: Walk, desk: Desk): Promise<void> {
  const { checks } = await desk.shelfChecks();
  for (const { reservationId } of checks.slice(0, 5))
    await library.memory.attempt('shelf check', async () => {
      const answer = chance.chance(0.7) ? ('here' as const) : ('gone' as const);
      const heard = await desk.act(staffWebApi.answerShelfCheck, {
        params: { reservationId },
        body: { ...desk.scan(), answer },
      });
      return `${answer}: ${howHeard(heard)}`;
    });
}

async function sendHome({ library, handedIn }: Walk, desk: Desk, branch: 'uto' | 'kikuyo'): Promise<void> {
  const { rows } = granted(await desk.act(staffWebApi.copiesToReturn, {}));
  const barcodes = [...new Set([...handedIn[branch], ...rows.map(({ barcode }) => barcode)])].slice(0, 3);
  if (barcodes.length === 0) return;
  const { parcelNumber } = await desk.openParcel('return', branch);
  for (const barcode of barcodes) {
    await library.memory.attempt('pack home', async () => {
      const body = { ...desk.scan(), barcode, held: 'unclaimed' as const };
      const heard = await desk.act(staffWebApi.pack, { params: { parcelNumber }, body });
      handedIn[branch].delete(barcode);
      return howHeard(heard);
    });
  }
  await post(library.memory, desk, parcelNumber);
}

async function lookAtDeclared({ library, chance }: Walk, desk: Desk): Promise<void> {
  const { rows } = granted(await desk.act(staffWebApi.declaredHandOuts, { query: {} }));
  const [first] = rows;
  if (first === undefined || !chance.chance(0.3)) return;
  const params = { handOutFactId: first.handOutFactId };
  await library.memory.attempt('still here', async () =>
    howHeard(await desk.act(staffWebApi.stillHere, { params, body: desk.scan() })),
  );
}

/** Nights in a row, and a closure now and then, most of them taken back. */
export async function walkAsOperator({ library, chance, until }: Walk): Promise<void> {
  const { client } = library.seen.temporal;
  const desk = library.desks.prefectural[0];
  if (desk === undefined) return;
  while (!until.aborted) {
    await wait(chance.between(20_000, 40_000), undefined, { signal: until }).catch(() => undefined);
    if (until.aborted) return;
    for (const job of nightlyJobs)
      await library.memory.attempt(`night ${job}`, async () => {
        if (job === 'erasure' && isNearlyMidnight()) return 'after midnight';
        if (job === 'erasure') await library.beforeNights.look();
        await client.withDeadline(Date.now() + 5_000, () =>
          client.schedule.getHandle(scheduledProcesses.nightly.scheduleId(job)).trigger(),
        );
        return 'begun';
      });
    if (chance.chance(0.25)) await closeForADay({ library, chance, until }, desk);
  }
}

async function closeForADay(
  { library, chance }: Pick<Walk, 'library' | 'chance' | 'until'>,
  desk: Desk,
): Promise<void> {
  const closureId = randomUUID();
  const today = dayOf(instantFromDate(new Date()));
  await library.memory.attempt('closure', async () => {
    const of = { library: LibraryCodeSchema.parse(chance.of(BRANCHES)), from: today, until: today };
    const heard = await desk.act(staffWebApi.enterClosure, {
      body: { factId: closureId, ...of, reason: '台風' },
    });
    // The first stands, whatever chance has for the others.
    const isFirst = ![...library.memory.counts.keys()].some((what) => what.startsWith('closure'));
    if (chance.chance(0.25) || isFirst) return `${howHeard(heard)}, and stands`;
    await wait(chance.between(1_000, 6_000));
    const back = await desk.act(staffWebApi.takeBackClosure, {
      params: { closureId },
      body: { factId: randomUUID(), reason: '進路がそれた' },
    });
    return `${howHeard(heard)}, taken back: ${howHeard(back)}`;
  });
}
