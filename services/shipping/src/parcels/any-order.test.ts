import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ActOfStaff, Allocation } from '@toshobin/contracts';
import { assertHunt, hunt } from '@toshobin/database/testing';
import { type Decision, dayOf, plusDuration } from '@toshobin/lending-rules';
import type { Fact } from '@toshobin/lending-rules/facts';
import fc from 'fast-check';
import { enterClosure } from '../closures/enter-closure.ts';
import type { Parcel } from '../generated/prisma/client.ts';
import { answerShelfCheck } from '../shelf-checks/answer-shelf-check.ts';
import {
  openTestShipping,
  scannedElsewhere,
  standingOf,
  type TestShipping,
} from '../testing/open-test-shipping.ts';
import { forgetParcels, parcelFaults } from '../testing/parcel-faults.ts';
import { changes, Scene } from '../testing/scene.ts';
import { discardParcel } from './discard-parcel.ts';
import { dispatchParcel } from './dispatch-parcel.ts';
import { giveUpParcel } from './give-up-parcel.ts';
import { noteCopyScanned } from './note-copy-scanned.ts';
import { openParcel } from './open-parcel.ts';
import { packCopy } from './pack-copy.ts';
import { receiveParcel } from './receive-parcel.ts';
import { reportContents } from './report-contents.ts';
import { returnByPost } from './return-by-post.ts';
import { takeBackArrival } from './take-back-arrival.ts';
import { takeBackDispatch } from './take-back-dispatch.ts';
import { unpackCopy } from './unpack-copy.ts';

// Three copies that are allocated again and again, two branches, and anything that can be done to the parcels between
// them and the prefectural library, in any order: scans come twice or from slow clocks, commands and what the catalog
// tells come late or again. Nothing may break what must always hold.
let here: TestShipping;
beforeAll(async () => {
  here = await openTestShipping();
});
afterAll(() => here?.stop());

const COPIES = [0, 1, 2];
/** The first branch scans what arrives; at the other an arrival is taken for granted. */
const BRANCHES = ['uto', 'amakusa-kawaura'];
const which = fc.constantFrom(...COPIES);
const copies = fc.subarray(COPIES, { minLength: 1 });
const some = fc.subarray(COPIES);
const where = fc.constantFrom(...BRANCHES);
/** Which allocation of a copy, or which parcel, counted back from the newest. */
const back = fc.constantFrom(0, 0, 0, 1, 1, 2, 3);
/** By how many hours a clock is slow, or news is late. */
const hours = fc.constantFrom(0, 0, 0, 6, 40);
const atBranch = fc.boolean();
/** Whether a packed parcel is not handed to the post yet. */
const stays = fc.constantFrom(false, false, true);
const kind = fc.constantFrom<Fact['kind']>('handedOut', 'handedIn', 'home', 'home');
const is = <const T extends string>(what: T) => fc.constant(what);
const library = fc.oneof(where, is('pref'));
const how = fc.constantFrom(...changes);
const answer = fc.constantFrom('here' as const, 'gone' as const);

const onParcel = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: is('pack'), back, which, hours, nobodys: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: is('unpack'), back, which, hours }) },
  { weight: 1, arbitrary: fc.record({ do: is('discard'), back }) },
  { weight: 3, arbitrary: fc.record({ do: is('dispatch'), back, hours, yuPack: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: is('receive'), back, atBranch, hours }) },
  { weight: 3, arbitrary: fc.record({ do: is('report'), back, missing: some, extra: some, hours }) },
  { weight: 2, arbitrary: fc.record({ do: is('takeBack'), back, hours }) },
  { weight: 2, arbitrary: fc.record({ do: is('notSent'), back, hours }) },
  { weight: 2, arbitrary: fc.record({ do: is('giveUp'), back, of: fc.option(which), hours }) },
  { weight: 2, arbitrary: fc.record({ do: is('returned'), back, hours }) },
  { weight: 2, arbitrary: fc.record({ do: is('assume'), back }) },
  { weight: 2, arbitrary: fc.record({ do: is('ask'), back, desk: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: is('lose'), back }) },
);
const onCopy = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: is('allocate'), which, where }) },
  { weight: 2, arbitrary: fc.record({ do: is('claim'), which, back, late: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: is('stand'), which, back, how, isHeard: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: is('swap'), which, isHeard: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: is('news'), nth: fc.nat(7) }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: is('redirect'), which, back, library, isHeard: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ do: is('askShelf'), which, back, where }) },
  { weight: 2, arbitrary: fc.record({ do: is('answerShelf'), which, back, where, answer }) },
  { weight: 5, arbitrary: fc.record({ do: is('seen'), which, kind, where, hours, offline: fc.boolean() }) },
);
const nth = fc.nat(5);
const again = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: is('seenInError'), nth }) },
  { weight: 2, arbitrary: fc.record({ do: is('hearAgain'), nth }) },
  { weight: 2, arbitrary: fc.record({ do: is('scanAgain'), nth }) },
  { weight: 2, arbitrary: fc.record({ do: is('commandAgain'), nth }) },
);
const others = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: is('send'), copies, where, stays }) },
  { weight: 3, arbitrary: fc.record({ do: is('sendBack'), copies, where, stays }) },
  { weight: 2, arbitrary: fc.record({ do: is('open'), where, outward: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: is('mistaken'), which, kind }) },
  { weight: 1, arbitrary: fc.record({ do: is('close'), where }) },
);
const alone = fc.oneof(
  { weight: 30, arbitrary: onParcel },
  { weight: 20, arbitrary: onCopy },
  { weight: 9, arbitrary: again },
  { weight: 14, arbitrary: others },
);
/** Two transactions at a time. */
const together = fc.record({ do: is('together'), one: alone, other: alone });
const action = fc.oneof({ weight: 5, arbitrary: alone }, { weight: 1, arbitrary: together });
type ValueOf<T> = T extends fc.Arbitrary<infer A> ? A : never;
type OnParcel = ValueOf<typeof onParcel>;
type OnCopy = ValueOf<typeof onCopy>;
type Again = ValueOf<typeof again>;
type Other = ValueOf<typeof others>;
type Alone = OnParcel | OnCopy | Again | Other;
type Action = Alone | ValueOf<typeof together>;

const { runs, timeout } = hunt(4);

test(
  'whatever is done in whatever order, parcels, the packing list and what was told of them say the same',
  async () => {
    await assertHunt(
      fc.asyncProperty(fc.array(action, { minLength: 20, maxLength: 50 }), async (actions) => {
        await forgetParcels(here.shipping.db);
        here.itIs('2026-11-24 10:00');
        const scene = new Scene(here, COPIES.length);
        const nothingIsWrong = async () => {
          expect(await parcelFaults(here.shipping.db)).toEqual([]);
          expect(await scene.keptOtherwise()).toEqual([]);
        };
        for (const next of actions) {
          here.passes('PT5H');
          await carryOut(next, scene);
          await nothingIsWrong();
        }
        await scene.hearAll();
        await nothingIsWrong();
      }),
      runs,
    );
  },
  timeout,
);

async function carryOut(next: Action, scene: Scene): Promise<unknown> {
  if (next.do !== 'together') return carryOutAlone(next, scene);
  scene.together = true;
  await Promise.all([carryOutAlone(next.one, scene), carryOutAlone(next.other, scene)]);
  scene.together = false;
}

async function carryOutAlone(next: Alone, scene: Scene): Promise<unknown> {
  switch (next.do) {
    case 'send':
    case 'sendBack':
    case 'open':
    case 'mistaken':
    case 'close':
      return other(next, scene);
    case 'seenInError':
    case 'hearAgain':
    case 'scanAgain':
    case 'commandAgain':
      return onceMore(next, scene);
    case 'allocate':
    case 'claim':
    case 'stand':
    case 'swap':
    case 'news':
    case 'redirect':
    case 'askShelf':
    case 'answerShelf':
    case 'seen':
      return toCopy(next, scene);
    default: {
      // Mostly a parcel to which that can be done.
      const likely = ['pack', 'unpack', 'discard', 'dispatch'].includes(next.do)
        ? 'open'
        : { not: 'open' as const };
      const newest = await here.shipping.db.parcel.findMany({
        where: next.back > 2 ? {} : { state: likely },
        orderBy: { serial: 'desc' },
        take: 1 + next.back,
      });
      const parcel = newest.at(-1);
      return parcel && toParcel(next, parcel, scene);
    }
  }
}

async function other(next: Other, scene: Scene): Promise<void> {
  const { shipping } = here;
  if (next.do === 'mistaken') {
    // A scan where the copy's parcel went, taken back at once.
    const copy = scene.allocation(next);
    const seen = await shipping.db.parcelLine.findFirst({
      where: { copyId: BigInt(copy.copyId) },
      orderBy: { id: 'desc' },
      include: { parcel: true },
    });
    const place = next.kind === 'home' ? 'pref' : (seen?.parcel.libraryCode ?? 'uto');
    const fact = scannedElsewhere(copy, next.kind, shipping.now(), place);
    await hear(scene, fact);
    await hear(scene, { ...fact, factId: randomUUID(), voids: fact.factId });
  } else if (next.do === 'open') {
    await open(scene, next.outward ? 'outward' : 'return', next.where);
  } else if (next.do === 'close') {
    const [from, until] = [dayOf(shipping.now()), dayOf(plusDuration(shipping.now(), 'P4D'))];
    const closure = { library: next.where, from, until, reason: '台風' };
    await scene.scan((scan) => enterClosure(shipping, { ...scan, ...closure }));
  } else {
    // What usually happens, in one go.
    const direction = next.do === 'send' ? 'outward' : 'return';
    const parcel = await open(scene, direction, next.where);
    for (const n of next.copies) {
      if (direction === 'outward') await list(scene, scene.allocateAnew(n), next.where);
      await toParcel({ do: 'pack', back: 0, which: n, hours: 0, nobodys: false }, parcel, scene);
    }
    if (!next.stays) await toParcel({ do: 'dispatch', back: 0, hours: 0, yuPack: false }, parcel, scene);
  }
}

async function open(scene: Scene, direction: Parcel['direction'], library: string) {
  const wanted = { direction, library };
  const parcel = await scene.scan((scan) => openParcel(here.shipping, { ...scan, ...wanted }));
  if (!parcel) throw new Error('a parcel can be opened at any time');
  return { number: parcel.parcelNumber, libraryCode: library };
}

async function onceMore(next: Again, scene: Scene): Promise<unknown> {
  if (next.do === 'scanAgain') return scene.scans.at(-1 - next.nth)?.();
  if (next.do === 'commandAgain') return scene.commands.at(-1 - next.nth)?.();
  const fact = scene.facts.at(-1 - next.nth);
  if (!fact) return;
  if (next.do === 'hearAgain') return noteCopyScanned(here.shipping, { fact });
  return hear(scene, { ...fact, factId: randomUUID(), voids: fact.factId });
}

async function hear(scene: Scene, fact: Fact): Promise<void> {
  await scene.twice(() => noteCopyScanned(here.shipping, { fact }));
  scene.facts.push(fact);
}

async function toCopy(next: OnCopy, scene: Scene): Promise<void> {
  if (next.do === 'news') {
    const standing = scene.toldBefore(next.nth);
    return standing && scene.hear(standing);
  }
  if (next.do === 'allocate') return list(scene, scene.allocateAnew(next.which), next.where);
  if (next.do === 'swap') return swap(scene, next);
  const allocation = scene.allocation(next);
  switch (next.do) {
    case 'claim':
      return scene.claim(scene.toldOf(allocation, next.late ? 'first' : 'last'));
    case 'stand': {
      const standing = scene.change(allocation, next.how);
      return next.isHeard ? scene.hear(standing) : undefined;
    }
    case 'redirect':
      return scene.redirect(allocation, next.library, next.isHeard);
    case 'askShelf':
      return scene.askShelf(allocation, next.where);
    case 'answerShelf': {
      const { reservationId } = allocation;
      const given = { reservationId, answer: next.answer };
      return void (await scene.scan(
        (scan) => answerShelfCheck(here.shipping, { ...scan, ...given }),
        next.where,
      ));
    }
    case 'seen': {
      const place = next.kind === 'home' ? 'pref' : next.where;
      const fact = scannedElsewhere(allocation, next.kind, scene.ago(next.hours), place);
      return hear(scene, next.offline ? { ...fact, recordedAt: here.shipping.now() } : fact);
    }
  }
}

/** A copy is fetched for its reservation and has a loan slot. */
async function list(scene: Scene, allocation: Allocation, pickupLibrary: string): Promise<void> {
  await scene.claim(scene.tell(standingOf(allocation, { pickupLibrary })));
}

/** Two copies change their reservations, which keep their journeys. */
async function swap(scene: Scene, { which: n, isHeard }: { which: number; isHeard: boolean }): Promise<void> {
  const other = (n + 1) % COPIES.length;
  const [one, two] = [scene.allocation({ which: n }), scene.allocation({ which: other })];
  const given = [
    [scene.toldOf(one), scene.allocateAnew(other, one.reservationId)],
    [scene.toldOf(two), scene.allocateAnew(n, two.reservationId)],
  ] as const;
  for (const [before, anew] of given) {
    const journey = before?.state.copy?.journey ?? anew.allocation;
    const pickupLibrary = before?.state.pickupLibrary ?? 'uto';
    const stage = pickupLibrary === 'pref' ? 'held' : 'fetched';
    const standing = scene.tell(standingOf(anew, { journey, pickupLibrary, stage }));
    if (isHeard) await scene.hear(standing);
  }
}

async function toParcel(
  next: OnParcel,
  { number: parcelNumber, libraryCode }: Pick<Parcel, 'number' | 'libraryCode'>,
  scene: Scene,
): Promise<unknown> {
  const { shipping, activities } = here;
  const scanned = (
    send: (scan: ActOfStaff & { parcelNumber: string }) => Promise<Decision<unknown>>,
    by = 'pref',
  ) => scene.scan((scan) => send({ ...scan, parcelNumber }), by, 'hours' in next ? next.hours : 0);
  const command = { parcelNumber, at: shipping.now() };
  switch (next.do) {
    case 'pack': {
      const { barcode, reservationId, allocation, ...of } = scene.allocation({ which: next.which });
      const { copyId, weightGrams, thicknessMm, protectiveCover, supplementCount } = of;
      const whose = next.nobodys ? { reservationId: null, allocation: null } : { reservationId, allocation };
      const copy = { copyId, ...whose, weightGrams, thicknessMm, protectiveCover, supplementCount };
      return scanned((scan) => packCopy(shipping, { ...scan, barcode, copy }));
    }
    case 'unpack': {
      const { barcode } = scene.allocation(next);
      return scanned((scan) => unpackCopy(shipping, { ...scan, barcode }));
    }
    case 'discard':
      return scanned((scan) => discardParcel(shipping, scan));
    case 'dispatch': {
      const byPack = { mode: 'yuPack', trackingNumber: parcelNumber } as const;
      const way = next.yuPack ? byPack : ({ mode: 'yuMail', reason: '軽い' } as const);
      return scanned((scan) => dispatchParcel(shipping, { ...scan, ...way }));
    }
    case 'receive':
      return scanned((scan) => receiveParcel(shipping, scan), next.atBranch ? libraryCode : 'pref');
    case 'report': {
      const lines = await shipping.db.parcelLine.findMany({ where: { parcelNumber } });
      const missing = scene.barcodes(next.missing).filter((n) => lines.some(({ barcode }) => barcode === n));
      const extra = scene.barcodes(next.extra);
      return scanned((scan) => reportContents(shipping, { ...scan, missing, extra }));
    }
    case 'takeBack':
      return scanned((scan) => takeBackArrival(shipping, scan), libraryCode);
    case 'notSent':
      return scanned((scan) => takeBackDispatch(shipping, scan));
    case 'giveUp': {
      const [barcode] = next.of === null ? [] : scene.barcodes([next.of]);
      return scanned((scan) => giveUpParcel(shipping, { ...scan, barcode }));
    }
    case 'returned':
      return scanned((scan) => returnByPost(shipping, scan));
    case 'assume':
      return scene.command(() => activities.assumeArrival(command));
    case 'ask': {
      const ask = next.desk ? 'prefecturalDesk' : 'pickupLibrary';
      return scene.command(() => activities.askAboutParcel({ ...command, ask }));
    }
    case 'lose':
      return scene.command(() => activities.declareParcelLost(command));
  }
}
