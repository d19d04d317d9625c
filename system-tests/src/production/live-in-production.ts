import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { ParcelNumberSchema } from '@toshobin/contracts';
import { z } from 'zod';
import { Desk } from '../desk.ts';
import { type Cast, Journey } from '../journey.ts';
import { MailInbox } from '../mail-inbox.ts';
import { PatronBrowser } from '../patron-browser.ts';
import { WebSession } from '../web-session.ts';
import {
  FoundedSchema,
  foundLibrary,
  pickupLibrary,
  renewCodes,
  type StaffAccount,
  type Title,
} from './found-library.ts';

// node system-tests/src/production/live-in-production.ts found CODE | work ENOUGH strict|patient | begin | end: what people do in a
// production (npm run containers -- production), by the addresses of its pages and mails. What it must know the next time stands in STATE.

const env = z
  .object({ PATRON_WEB_URL: z.url(), STAFF_WEB_URL: z.url(), SES_ENDPOINT: z.url(), STATE: z.string() })
  .parse(process.env);
const addresses = { patronWeb: env.PATRON_WEB_URL, staffWeb: env.STAFF_WEB_URL, mail: env.SES_ENDPOINT };
const State = FoundedSchema.extend({
  /** Reservations that were left half way, each with the holder whose it is. */
  half: z.array(
    z.object({
      holder: z.int(),
      reservationId: z.string(),
      reservationNumber: z.string(),
      title: z.string(),
      barcode: z.string(),
      pickupLibrary: z.string(),
      /** Of one that is on its way. */
      parcelNumber: ParcelNumberSchema.optional(),
    }),
  ),
});
type State = z.output<typeof State>;
/** What follows from a step may wait for a start: that of the worker which is rolled meanwhile, on a busy machine. */
const PATIENCE = 180_000;
/** A holder's titles: all but the last are reserved one after the other, the last is left half way. */
const TITLES = 7;
const [phase, argument = '', people] = process.argv.slice(2);

if (phase === 'found') await found();
else if (phase === 'work') await work(read());
else if (phase === 'begin') await begin(read());
else if (phase === 'end') await end(read());
else throw new Error(`found CODE | work ENOUGH strict|patient | begin | end, not ${phase}`);

function read(): State {
  return State.parse(JSON.parse(readFileSync(env.STATE, 'utf8')));
}

function write(state: State): void {
  writeFileSync(env.STATE, JSON.stringify(state));
}

/** The library, and a first reservation in it from the search to the processed return, by parcel. */
async function found(): Promise<void> {
  const given = { administratorsCode: argument, holders: 3, titlesEach: TITLES };
  const { founded, ...desks } = await foundLibrary(addresses, given);
  const state = { ...founded, half: [] };
  write(state);
  await liveThrough(await castOf(state, 0, desks), titleOf(state.holders[0]?.titles, 0), pickupLibrary);
  console.log(`a reservation was lived through, by parcel; ${founded.holders.length} cards`);
}

/** What a page loads: without its looks or its scripts a page is lost as well. */
const OF_A_PAGE = / \/(?:style|scripts?)\//;

/** A page, and what a browser loads for it. */
async function lookAt(session: WebSession, path: string): Promise<void> {
  const page = await (await session.send('GET', path, { headers: { accept: 'text/html' } })).text();
  const loaded = [...page.matchAll(/ (?:href|src)="(\/(?:style|scripts?)\/[^"]+)"/g)];
  for (const [, address = ''] of loaded) await session.send('GET', address);
}

/**
 * Everybody reserves, and looks around, until a file ENOUGH is there; not one request may go unanswered. People who are patient
 * ask again where nobody answers, or are told to.
 */
async function work(state: State): Promise<void> {
  const patient = people === 'patient';
  let requests = 0;
  let again = 0;
  let cut = 0;
  const lost: string[] = [];
  const count = (what: string, status: number | undefined) => {
    requests += 1;
    if (patient && (status === undefined || (status >= 502 && status <= 504))) again += 1;
    else if (status === undefined || status >= 500 || (status === 404 && OF_A_PAGE.test(what)))
      lost.push(`${new Date().toISOString()} ${status ?? 'no answer'} ${what}`);
  };
  const isEnough = () => existsSync(argument);
  const lived = { pref: 0, [pickupLibrary]: 0 };
  const faults: unknown[] = [];
  const desks = await signDesksIn(state);
  await Promise.all(
    state.holders.map(async (holder, n) => {
      const cast = await castOf(state, n, desks);
      const looking = new WebSession(addresses.patronWeb);
      const atTheDesk = new WebSession(addresses.staffWeb);
      for (const session of [
        cast.patron.session,
        ...Object.values(desks).map((one) => one.session),
        ...[looking, atTheDesk],
      ]) {
        session.onAnswer = count;
        session.onCut = () => {
          cut += 1;
        };
        session.patience = patient ? PATIENCE : 0;
      }
      const looks = (async () => {
        while (!isEnough()) {
          for (const path of ['/', '/search?q=民話', `/records/${holder.titles[0]?.recordId}`])
            await lookAt(looking, path).catch(() => undefined);
          await lookAt(atTheDesk, '/sign-in').catch(() => undefined);
          await wait(200);
        }
      })();
      const free = await freeOf(cast, holder.titles);
      for (let turn = 0; !isEnough(); turn += 1) {
        const library = turn % 2 === 0 ? 'pref' : pickupLibrary;
        const title = titleOf(free, turn);
        try {
          await liveThrough(cast, title, library);
          lived[library] = (lived[library] ?? 0) + 1;
        } catch (fault) {
          faults.push(fault);
        }
      }
      await looks;
    }),
  );
  const { pref, [pickupLibrary]: byParcel } = lived;
  console.log(
    `${requests} requests, ${lost.length} lost, ${again} asked again, ${cut} sent on another connection; ${pref} reservations lived through at the counter, ${byParcel} by parcel, ${faults.length} not`,
  );
  for (const fault of faults.slice(0, 8)) console.error(fault);
  for (const line of lost.slice(0, 40)) console.error(line);
  if (lost.length > 0 || faults.length > 0 || pref === 0 || byParcel === 0) process.exitCode = 1;
}

/** Reservations that are half way: one ready at the counter, one on loan, one in a parcel on its way. */
async function begin(state: State): Promise<void> {
  if (state.half.length > 0) return console.log(`${state.half.length} reservations are half way still`);
  const half: State['half'] = [];
  const desks = await signDesksIn(state);
  for (const [holder, library] of ['pref', 'pref', pickupLibrary].entries()) {
    const cast = await castOf(state, holder, desks);
    const record = titleOf(state.holders[holder]?.titles, TITLES - 1);
    const journey = await Journey.reserve(cast, { record, pickupLibrary: library });
    await journey.fetch();
    if (journey.atPrefectural) await journey.ready();
    else await journey.packAndDispatch();
    if (holder === 1) await journey.handOut();
    const { reservationId, reservationNumber, barcode, title } = journey;
    const left = journey.atPrefectural ? {} : { parcelNumber: journey.parcelNumber };
    half.push({ holder, reservationId, reservationNumber, barcode, title, pickupLibrary: library, ...left });
  }
  write({ ...read(), half });
  console.log(`${half.length} reservations are half way`);
}

/** What was left half way comes to its end, and another reservation from its begin. */
async function end(state: State): Promise<void> {
  const desks = await signDesksIn(state);
  for (const { holder, barcode, parcelNumber, ...reservation } of state.half) {
    const cast = await castOf(state, holder, desks);
    const journey = Journey.of(cast, reservation, reservation.pickupLibrary, reservation);
    journey.takeOver(barcode, parcelNumber);
    if (parcelNumber !== undefined) {
      await journey.receive();
      await journey.ready();
    }
    if ((await journey.row()).state !== 'handedOut') await journey.handOut();
    await journey.bringBack();
  }
  const cast = await castOf(state, 2, desks);
  await liveThrough(cast, titleOf(await freeOf(cast, state.holders[2]?.titles), 0), pickupLibrary);
  console.log(
    `${state.half.length} reservations came to their end, and one more was lived through, by parcel`,
  );
  write({ ...read(), half: [] });
}

type Desks = Required<Pick<Cast, 'desk' | 'operator' | 'branch'>>;

/**
 * Each shows a recovery code, which is gone by that: the app's number counts once in thirty seconds. The last but one brings ten
 * more. The branch has its terminal.
 */
async function signDesksIn(state: State): Promise<Desks> {
  const signIn = async (staff: StaffAccount) => {
    const { account, password } = staff;
    const code = staff.recoveryCodes.shift();
    const desk = await Desk.signIn(addresses.staffWeb, { account, password, code: code ?? '' });
    if (staff.recoveryCodes.length === 1) staff.recoveryCodes = await renewCodes(desk.session, staff);
    return desk;
  };
  const { terminal, ...account } = state.branch;
  const [desk, operator, branch] = await Promise.all([
    signIn(state.desk),
    signIn(state.operator),
    Desk.signIn(new WebSession(addresses.staffWeb, terminal), account),
  ]);
  write(state);
  return { desk, operator, branch };
}

async function castOf(state: State, holder: number, desks: Desks): Promise<Cast> {
  const person = state.holders[holder];
  if (person === undefined) throw new Error(`There is no holder ${holder}`);
  const patron = await PatronBrowser.signIn(addresses.patronWeb, person);
  return { ...desks, patron, inbox: new MailInbox(addresses.mail), patience: PATIENCE };
}

/** Of somebody's titles but the last those that they have not got: a step that went wrong leaves one on loan. */
async function freeOf({ patron }: Cast, titles: readonly Title[] = []): Promise<Title[]> {
  const open = (await patron.myLibrary()).filter((row) => row.open).map(({ recordId }) => recordId);
  return titles.slice(0, -1).filter(({ recordId }) => !open.includes(recordId));
}

function titleOf(titles: readonly Title[] = [], turn: number): Title {
  const title = titles[turn % titles.length];
  if (title === undefined) throw new Error('There are no titles');
  return title;
}

async function liveThrough(cast: Cast, record: Title, library: string): Promise<void> {
  const journey = await Journey.reserve(cast, { record, pickupLibrary: library });
  await journey.fetch();
  await journey.bring();
  await journey.handOut();
  await journey.bringBack();
}
