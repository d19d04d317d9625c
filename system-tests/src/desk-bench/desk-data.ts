import {
  type CopiesForDesks,
  copiesForDesks,
  type DeskJourney,
  fillCopies,
  loadTitles,
  makeJourneys,
  makeWaiting,
} from '@toshobin/catalog/bench';
import { LibraryCodeSchema } from '@toshobin/contracts';
import { cardsFor, cardsWithRoom, fillCards, writeApplications } from '@toshobin/patron/bench';
import { parcelsOnTheirWay, sendParcels } from '@toshobin/shipping/bench';
import { openSessions } from '@toshobin/staff-web/bench';
import type pg from 'pg';
import { type BenchStack, withClient } from './bench-stack.ts';

/** What is there before a run. What earlier runs have used up is made again. */
interface DeskData {
  copies: number;
  cards: number;
  past: number;
  lentHere: number;
  lentThere: number;
  ready: number;
  shipped: number;
  held: number;
  waiting: number;
}

/** A million copies, as a prefectural library has them on an ordinary day. */
export const dataOf = (copies: number): DeskData => ({
  copies,
  cards: copies / 10,
  past: copies / 5,
  lentHere: copies / 20,
  lentThere: copies / 100,
  ready: copies / 400,
  shipped: copies / 400,
  held: Math.min(200, copies / 400),
  waiting: copies / 400,
});

const COPIES_PER_PARCEL = 4;

/** What the terminals scan in a run. */
export interface DeskWork {
  copies: CopiesForDesks;
  /** The card of whom a waiting copy is for. */
  cardOf: ReadonlyMap<string, string>;
  /** Cards of people with room for more loans. */
  cards: string[];
  parcels: { number: string; library: string }[];
}

/** Where a scanner stands, and who is signed in there. */
export interface TerminalSession {
  library: string;
  /** Of the session's cookie. */
  token: string;
}

export async function prepareData(
  stack: BenchStack,
  data: DeskData,
  say: (line: string) => void,
): Promise<{ branches: string[] }> {
  return withClient(stack.databaseUrl('SHIPPING'), async (shipping) => {
    const branches = await branchCodes(shipping);
    await loadTitles(stack.databaseUrl('CATALOG'));
    await withClient(stack.databaseUrl('CATALOG'), (catalog) =>
      withClient(stack.databaseUrl('PATRON'), async (patron) => {
        await fillCopies(catalog, data.copies, say);
        await fillCards(patron, data.cards, say);
        const journeys = async (kind: Parameters<typeof makeJourneys>[1]) => {
          const made = await makeJourneys(catalog, kind, data[kind], branches);
          if (made.length > 0) say(`${made.length} ${kind}`);
          return made;
        };
        const written = async (made: DeskJourney[], as: Parameters<typeof writeApplications>[2]) => {
          await writeApplications(patron, made, as);
          return made;
        };
        await journeys('past');
        await written(await journeys('lentHere'), 'lent');
        await written(await journeys('lentThere'), 'lent');
        await written(await journeys('ready'), 'ready');
        await written(await journeys('held'), 'held');
        const shipped = await written(await journeys('shipped'), 'shipped');
        await sendParcels(shipping, shipped, COPIES_PER_PARCEL);
        await written(await makeWaiting(catalog, data.waiting, ['pref', ...branches]), 'waiting');
        for (const client of [catalog, patron, shipping]) {
          await client.query('VACUUM ANALYZE');
          await client.query('CHECKPOINT');
        }
      }),
    );
    return { branches };
  });
}

export async function findWork(stack: BenchStack, seed: number): Promise<DeskWork> {
  const most = 20_000;
  const copies = await withClient(stack.databaseUrl('CATALOG'), (client) =>
    copiesForDesks(client, most, seed),
  );
  const reserved = copies.toHandOut.flatMap(({ reservationId }) => reservationId ?? []);
  return withClient(stack.databaseUrl('PATRON'), async (patron) => ({
    copies,
    cardOf: await cardsFor(patron, reserved),
    cards: await cardsWithRoom(patron, most, seed),
    parcels: await withClient(stack.databaseUrl('SHIPPING'), parcelsOnTheirWay),
  }));
}

/** Sessions of so many terminals: at the prefectural library, and one branch after the other. Each has its account. */
export async function openTerminals(
  stack: BenchStack,
  terminals: { prefectural: number; branch: number },
  branches: readonly string[],
): Promise<{ prefectural: TerminalSession[]; branch: TerminalSession[] }> {
  const opened = async (role: 'prefecturalDesk' | 'pickupLibrary', libraries: readonly string[]) => {
    const accounts = libraries.map((library, n) => ({
      account: `bench-${library}-${n}`,
      password: 'a long password of a bench',
      role,
      library: LibraryCodeSchema.parse(library),
    }));
    const tokens = await openSessions(stack.databaseUrl('STAFF_WEB'), accounts, new Date());
    return tokens.map((token, n) => ({ token, library: libraries[n] ?? '' }));
  };
  return {
    prefectural: await opened('prefecturalDesk', Array(terminals.prefectural).fill('pref')),
    branch: await opened(
      'pickupLibrary',
      Array.from({ length: terminals.branch }, (_, n) => branches[n % branches.length] ?? ''),
    ),
  };
}

async function branchCodes(shipping: pg.Client): Promise<string[]> {
  const { rows } = await shipping.query<{ code: string }>(
    `SELECT code FROM library WHERE code <> 'pref' AND arrival = 'scan' ORDER BY "order"`,
  );
  return rows.map(({ code }) => code);
}
