import { PREFECTURAL_LIBRARY, staffWebApi } from '@toshobin/contracts';
import { type BranchScene, notPickedUp, setTheBranch } from './branch-scene.ts';
import { bring, lendAtCounter, thinTitle } from './bring-about.ts';
import { patient } from './cast.ts';
import { deskPeople } from './desk-people.ts';
import { eventually } from './eventually.ts';
import type { Fits, FreeTitles } from './free-titles.ts';
import { type Cast, Journey } from './journey.ts';
import { invite, type PagePerson } from './playing-people.ts';
import type { Means } from './scene-means.ts';
import { granted } from './web-session.ts';
import type { WholeLibrary } from './whole-library.ts';

/** A library in the middle of its day, for whoever works in it. */
export interface DeskScene {
  readonly titles: FreeTitles;
  readonly castOf: (person: PagePerson) => Promise<Cast>;
  /** Waits to be fetched. */
  readonly toFetch: {
    readonly uto: readonly [Journey, Journey, Journey];
    kikuyo: Journey;
    here: Journey;
    /** Is never fetched: its slip is printed. */
    slip: Journey;
  };
  /** Has been fetched; any two of them go by Yu-Mail. */
  readonly toPack: { readonly uto: readonly [Journey, Journey, Journey, Journey, Journey]; kikuyo: Journey };
  /** Is out on loan, lent at the counter, and comes back today. */
  readonly comingBack: {
    /** Nobody waits for it. */
    toShelf: string;
    /** Somebody waits for it at 宇土. */
    toNext: string;
    /** Somebody waits for it here. */
    toHold: string;
    /** In a cover, with two parts. */
    withParts: string;
    misread: string;
  };
  readonly counter: {
    /** Held for the visitor. */
    held: Journey;
    /** Held for somebody else. */
    heldForOther: Journey;
    /** Its hold has ended; it still stands on the shelf. */
    expired: Journey;
  };
  /** Of who telephones. */
  readonly caller: { extendable: Journey; given: Journey };
  readonly branch: BranchScene;
}

/** Sets the scene with the desks' own scans. The library's numbers are changed meanwhile, and are as before after it. */
export async function setTheDesks(library: WholeLibrary): Promise<DeskScene> {
  await invite(library.stack.env.PATRON_DATABASE_URL ?? '', Object.values(deskPeople));
  const casts = new Map<PagePerson, Promise<Cast>>();
  const castOf = (person: PagePerson) => {
    const cast = casts.get(person) ?? patient(library.castFor(person));
    casts.set(person, cast);
    return cast;
  };
  const visitor = await castOf(deskPeople.visitor);
  const titles = await library.free(visitor.patron);
  const means: Means = {
    library,
    castOf,
    titles,
    reserve: async (person, pickupLibrary, fits) =>
      Journey.reserve(await castOf(person), { record: titles.one(fits), pickupLibrary }),
  };
  const ended = await whatHasEnded(means);
  const [toFetch, toPack, comingBack, held, heldForOther, given, branch] = await Promise.all([
    whatIsFetched(means),
    whatIsPacked(means),
    whatComesBack(means),
    holdHere(means, deskPeople.visitor),
    holdHere(means, deskPeople.absent),
    means.reserve(deskPeople.caller, 'uto'),
    setTheBranch(means),
  ]);
  const { expired, extendable, notPickedUp: atUto } = ended;
  return {
    titles,
    castOf,
    toFetch,
    toPack,
    comingBack,
    counter: { held, heldForOther, expired },
    caller: { extendable, given },
    branch: { ...branch, expired: atUto },
  };
}

const onlyCopy: Fits = ({ copies }) => copies === 1;

/** Holds that ended, and a loan that may be extended, by numbers that are quick for a while. */
async function whatHasEnded(means: Means) {
  const { library, reserve, castOf, titles } = means;
  const { operator } = library.desks;
  const usual = await operator.changePolicy({ holdPeriod: 'PT2S', loanPeriod: 'P8D' });
  const [expired, extendable] = await Promise.all([
    reserve(deskPeople.absent, PREFECTURAL_LIBRARY).then(async (journey) => {
      await journey.fetch();
      await journey.shown('expired');
      return journey;
    }),
    castOf(deskPeople.caller).then((cast) => lendAtCounter(cast, titles.one())),
  ]);
  await operator.changePolicy({ holdPeriod: usual.holdPeriod, loanPeriod: usual.loanPeriod });
  return { expired, extendable: extendable.loan, notPickedUp: await notPickedUp(means) };
}

async function whatIsFetched({ reserve }: Means): Promise<DeskScene['toFetch']> {
  const { fetched } = deskPeople;
  const [first, second, third, kikuyo, here, slip] = await Promise.all([
    reserve(fetched, 'uto'),
    reserve(fetched, 'uto'),
    reserve(fetched, 'uto'),
    reserve(fetched, 'kikuyo', onlyCopy),
    reserve(fetched, PREFECTURAL_LIBRARY),
    reserve(fetched, 'uto'),
  ]);
  return { uto: [first, second, third], kikuyo, here, slip };
}

async function whatIsPacked({ castOf, titles }: Means): Promise<DeskScene['toPack']> {
  const cast = await castOf(deskPeople.packed);
  const fetched = async (pickupLibrary: string) => {
    const record = await thinTitle(cast, titles);
    return bring(await Journey.reserve(cast, { record, pickupLibrary }), 'picked');
  };
  const [kikuyo, ...uto] = await Promise.all([
    fetched('kikuyo'),
    fetched('uto'),
    fetched('uto'),
    fetched('uto'),
    fetched('uto'),
    fetched('uto'),
  ]);
  await Promise.all([kikuyo, ...uto].map((journey) => journey.onPackingList()));
  const [first, second, third, fourth, fifth] = uto;
  if (!(first && second && third && fourth && fifth)) throw new Error('There are fewer than five');
  return { uto: [first, second, third, fourth, fifth], kikuyo };
}

async function whatComesBack({ library, castOf, titles }: Means): Promise<DeskScene['comingBack']> {
  const [lender, waiting] = await Promise.all([castOf(deskPeople.lender), castOf(deskPeople.waiting)]);
  const { prefectural } = library.desks;
  const weekly = await eventually('a weekly', async () => {
    const { records } = await lender.patron.search('週刊', 1, 'false');
    return records.find(({ lending, onShelf }) => lending === 'inPersonOnly' && onShelf > 0);
  });
  const [toShelf, toNext, toHold, withParts, misread] = await Promise.all([
    lendAtCounter(lender, titles.one()),
    lendAtCounter(lender, titles.one(onlyCopy)),
    lendAtCounter(lender, titles.one(onlyCopy)),
    lendAtCounter(lender, weekly),
    lendAtCounter(lender, titles.one()),
  ]);
  await Promise.all([
    Journey.reserve(waiting, { record: toNext.record, pickupLibrary: 'uto' }),
    Journey.reserve(waiting, { record: toHold.record, pickupLibrary: PREFECTURAL_LIBRARY }),
    prefectural
      .act(staffWebApi.changeCopy, {
        params: { barcode: withParts.loan.barcode },
        body: { shelfMark: 'P05/シ', weightGrams: 250, thicknessMm: 5, supplementCount: 2 },
      })
      .then(granted),
  ]);
  return {
    toShelf: toShelf.loan.barcode,
    toNext: toNext.loan.barcode,
    toHold: toHold.loan.barcode,
    withParts: withParts.loan.barcode,
    misread: misread.loan.barcode,
  };
}

async function holdHere({ reserve }: Means, person: PagePerson): Promise<Journey> {
  const journey = await reserve(person, PREFECTURAL_LIBRARY, onlyCopy);
  await journey.fetch();
  await journey.ready();
  return journey;
}
