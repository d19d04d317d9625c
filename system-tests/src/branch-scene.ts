import { type ParcelNumber, patronWebApi } from '@toshobin/contracts';
import { bring, onceAnswered } from './bring-about.ts';
import { castFor, patient } from './cast.ts';
import { deskPeople } from './desk-people.ts';
import { eventually } from './eventually.ts';
import { Journey } from './journey.ts';
import type { PagePerson } from './playing-people.ts';
import type { Means } from './scene-means.ts';
import { granted } from './web-session.ts';

/** What a pickup library has before it today. */
export interface BranchScene {
  /** On its way, with what is on its list; one copy more is in the box. */
  readonly arriving: { parcelNumber: ParcelNumber; copies: readonly Journey[]; extra: string };
  /** Waits on its hold shelf. */
  readonly byCard: Journey;
  readonly byScreen: Journey;
  /** Its reader says that it has been picked up. */
  readonly declared: Journey;
  /** Is out on loan. */
  readonly overCounter: Journey;
  readonly byDrop: Journey;
  readonly byCamera: Journey;
  /** Waits, and is out on loan, while the line is down; one whose scan arrives, but not the answer. */
  readonly withoutLine: { handOut: Journey; handIn: Journey; lost: Journey };
  /** All of these came in this one. */
  readonly parcelNumber: ParcelNumber;
  /** Was lent at 菊陽. */
  readonly ofKikuyo: Journey;
  /** Nobody came for it until its due date. */
  readonly expired: Journey;
}

export async function setTheBranch(means: Means): Promise<Omit<BranchScene, 'expired'>> {
  const { villager, neighbour, traveller } = deskPeople;
  const { library, titles, castOf } = means;
  const { uto } = library.desks;
  const reserve = (person: PagePerson) => means.reserve(person, 'uto');
  const [byCard, byScreen, declared, overCounter, byDrop, byCamera, handOut, handIn, lost] =
    await Promise.all([
      reserve(villager),
      reserve(neighbour),
      reserve(neighbour),
      reserve(traveller),
      reserve(traveller),
      reserve(traveller),
      reserve(traveller),
      reserve(traveller),
      reserve(traveller),
    ]);
  const onLoan = [overCounter, byDrop, byCamera, handIn, lost];
  const shelf = [byCard, byScreen, declared, handOut, ...onLoan];
  const [ofKikuyo, arriving, extra, parcelNumber] = await Promise.all([
    lentAtKikuyo(means),
    onItsWay(means),
    castOf(villager).then(({ patron }) => patron.barcodeOf(titles.one().recordId)),
    shipTogether(means, shelf).then(async (number) => {
      granted(await uto.receive(number));
      return number;
    }),
  ]);
  await Promise.all(shelf.map((journey) => journey.shown('ready')));
  await Promise.all([
    ...onLoan.map((journey) => journey.handOut()),
    onceAnswered(() => declared.wish(patronWebApi.declarePickedUp, {})),
  ]);
  return {
    arriving: { ...arriving, extra },
    ...{ byCard, byScreen, declared, overCounter, byDrop, byCamera, ofKikuyo, parcelNumber },
    withoutLine: { handOut, handIn, lost },
  };
}

async function onItsWay(means: Means): Promise<{ parcelNumber: ParcelNumber; copies: readonly Journey[] }> {
  const copies = await Promise.all([1, 2, 3].map(() => means.reserve(deskPeople.villager, 'uto')));
  const parcelNumber = await shipTogether(means, copies);
  await Promise.all(copies.map((journey) => journey.shown('shipped')));
  return { parcelNumber, copies };
}

/** Fetches the copies, packs them into one parcel and hands it to the post. */
async function shipTogether({ library }: Means, journeys: readonly Journey[]): Promise<ParcelNumber> {
  const { prefectural } = library.desks;
  await Promise.all(journeys.map((journey) => journey.fetch()));
  await Promise.all(journeys.map((journey) => journey.onPackingList()));
  const { parcelNumber } = await prefectural.openParcel('outward', 'uto');
  for (const { barcode } of journeys) granted(await prefectural.pack(parcelNumber, barcode));
  const { mode } = await prefectural.readParcel(parcelNumber);
  const begun = parcelNumber.slice(1);
  const trackingNumber = mode === 'yuPack' ? { trackingNumber: `${begun}${Number(begun) % 7}` } : {};
  granted(await prefectural.dispatch(parcelNumber, { mode, ...trackingNumber }));
  return parcelNumber;
}

async function lentAtKikuyo({ library, titles }: Means): Promise<Journey> {
  const { addresses, desks } = library;
  const cast = await patient(castFor(addresses, desks, deskPeople.packed, undefined, 'kikuyo'));
  library.met.add(deskPeople.packed);
  const journey = await Journey.reserve(cast, { record: titles.one(), pickupLibrary: 'kikuyo' });
  return bring(journey, 'handedOut');
}

/** R9. A loan of seconds that nobody comes for: the library is asked whether the copy is there. */
export async function notPickedUp({ library, reserve }: Means): Promise<Journey> {
  const { operator } = library.desks;
  const journey = await reserve(deskPeople.absent, 'uto');
  await bring(journey, 'packed');
  const { loanPeriod } = await operator.changePolicy({ loanPeriod: 'PT2S' });
  await journey.dispatch();
  await journey.receive();
  await eventually('the question whether it is there', async () => {
    const { checks } = await library.desks.uto.shelfChecks();
    return checks.some(({ reservationId }) => reservationId === journey.reservationId);
  });
  await operator.changePolicy({ loanPeriod });
  return journey;
}
