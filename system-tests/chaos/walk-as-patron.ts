import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Seeded } from '@toshobin/bench';
import {
  LibraryCodeSchema,
  type PatronRow,
  PREFECTURAL_LIBRARY,
  patronWebApi,
  type ReservationId,
  ReservationIdSchema,
  staffWebApi,
} from '@toshobin/contracts';
import { addDays, dayOf, instantFromDate, type RefusalCode } from '@toshobin/lending-rules';
import type { Desk } from '../src/desk.ts';
import type { PatronBrowser } from '../src/patron-browser.ts';
import type { Heard } from '../src/web-session.ts';
import type { ChaosLibrary } from './chaos-library.ts';

/** What stands where for whom, as those who walk through the library know it. */
export interface Walk {
  library: ChaosLibrary;
  chance: Seeded;
  until: AbortSignal;
  /** Copies that were handed in at a branch, and wait there to be sent home. */
  handedIn: Record<'uto' | 'kikuyo', Set<string>>;
}

/** So late an act may come true of whose answer a person was not willing to wait: behind frozen processes and cut lines. */
const LATE_MS = 60_000;
const libraries = ['uto', 'uto', 'kikuyo', 'pref', 'pref'] as const;

/** Random, and in UUID's form: the same for the same seed. */
function idFrom(chance: Seeded): string {
  const hex = Array.from({ length: 32 }, () => chance.between(0, 15).toString(16)).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}

export function howHeard(heard: Heard<unknown>): string {
  return heard.ok ? 'ok' : heard.code;
}

/** Somebody with a card: reserves, changes their mind, comes for what is ready, brings it back, late or not at all. */
export async function walkAsPatron(walk: Walk, patron: PatronBrowser): Promise<void> {
  const { library, chance, until } = walk;
  while (!until.aborted) {
    await wait(chance.between(400, 3_000));
    await library.memory.attempt('look', async () => {
      const rows = (await patron.myLibrary()).filter(({ open }) => open);
      library.memory.seesHeld(rows);
      if (rows.length === 0 || chance.chance(0.35)) await reserve(walk, patron, wantedBeside(walk, rows));
      else if (chance.chance(0.04)) await reserveByTelephone(walk, patron);
      else await actOn(walk, patron, chance.of(rows));
      return undefined;
    });
  }
}

/** What people want most; now and then what they have reserved already, by mistake. */
function wantedBeside({ library: { wanted }, chance }: Walk, rows: readonly PatronRow[]): string {
  const reserved = new Set(rows.map(({ recordId }) => recordId));
  const others = chance.chance(0.1) ? wanted : wanted.filter(({ recordId }) => !reserved.has(recordId));
  return chance.zipf(others.length > 0 ? others : wanted).recordId;
}

/**
 * What the earlier of two taps may have been refused for, and the later not: with a service frozen they are seconds apart,
 * and what else the person has, or a copy that is there again, has changed in between.
 */
const OF_ITS_MOMENT: ReadonlySet<string> = new Set<RefusalCode>([
  'ALREADY_RESERVED',
  'ALREADY_ON_LOAN',
  'RESERVATION_LIMIT',
  'NO_LENDABLE_COPY',
]);

/** Answers the reservation's id unless it was refused: without an answer it may be there. */
export async function reserve(
  { library: { memory }, chance }: Walk,
  patron: PatronBrowser,
  recordId: string,
): Promise<string | undefined> {
  let isRefused = false;
  const wish = { recordId, pickupLibrary: chance.of(libraries), reservationId: idFrom(chance) };
  await memory.attempt('reserve', async () => {
    // A double tap.
    const taps = chance.chance(0.15) ? 2 : 1;
    const [heard, other] = await Promise.all(Array.from({ length: taps }, () => patron.reserve(wish)));
    if (heard === undefined) return undefined;
    isRefused = !heard.ok && !other?.ok;
    if (!isRefused) memory.accepted.add(wish.reservationId);
    if (other && other.ok !== heard.ok) {
      const refused = heard.ok ? other : heard;
      const again = await patron.reserve(wish);
      if (!again.ok || !OF_ITS_MOMENT.has(howHeard(refused)))
        memory.strange.push(
          `a double tap heard ${[heard, other, again].map(howHeard).join(', ')}: ${wish.reservationId}`,
        );
    }
    return howHeard(heard);
  });
  return isRefused ? undefined : wish.reservationId;
}

/** R4. The desk enters it for who telephones, now and then twice. */
async function reserveByTelephone({ library, chance }: Walk, patron: PatronBrowser): Promise<void> {
  const { memory, desks, byTelephone } = library;
  const desk = chance.of(desks.prefectural);
  await memory.attempt('reserve by telephone', async () => {
    const { cardNumber } = patron;
    const reservationId = ReservationIdSchema.parse(idFrom(chance));
    const { recordId } = chance.of(byTelephone);
    const body = { cardNumber, reservationId, recordId, pickupLibrary: PREFECTURAL_LIBRARY };
    const heard = await desk.act(staffWebApi.reserveForCaller, { body });
    if (heard.ok) memory.accepted.add(reservationId);
    if (heard.ok && chance.chance(0.2)) await desk.act(staffWebApi.reserveForCaller, { body });
    return howHeard(heard);
  });
}

async function actOn(walk: Walk, patron: PatronBrowser, row: PatronRow): Promise<void> {
  const { chance } = walk;
  switch (row.state) {
    case 'ready':
      if (chance.chance(0.55)) return fetchIt(walk, patron, row);
      if (chance.chance(0.1)) return cancel(walk, patron, row.reservationId);
      return chance.chance(0.08)
        ? wishFor(walk, patron, row, 'declare', {
            onPage: (of) => patron.wish(patronWebApi.declarePickedUp, of, {}),
          })
        : undefined;
    case 'handedOut':
    case 'overdue':
    case 'handOutUnconfirmed':
      if (chance.chance(0.2)) return bringBack(walk, row);
      return chance.chance(0.15) ? extend(walk, patron, row) : undefined;
    case 'suspended':
      return chance.chance(0.5)
        ? wishFor(walk, patron, row, 'resume', {
            onPage: (of) => patron.wish(patronWebApi.resume, of, {}),
            byTelephone: (desk, body) => desk.act(staffWebApi.resumeForCaller, { body }),
          })
        : undefined;
    case 'queued': {
      const until = addDays(dayOf(instantFromDate(new Date())), 3);
      if (chance.chance(0.08))
        return wishFor(walk, patron, row, 'suspend', {
          onPage: (of) => patron.wish(patronWebApi.suspend, of, { until }),
          byTelephone: (desk, caller) =>
            desk.act(staffWebApi.suspendForCaller, { body: { ...caller, until } }),
        });
      break;
    }
    default:
  }
  if (chance.chance(0.05)) return cancel(walk, patron, row.reservationId);
  if (chance.chance(0.06)) {
    const pickupLibrary = LibraryCodeSchema.parse(chance.of(libraries));
    const { pickupAt, changeUnanswered } = walk.library.memory;
    const before = pickupAt.get(row.reservationId);
    // What gets no answer may come true later, also after what is answered next.
    const mayBeOvertaken =
      performance.now() - (changeUnanswered.get(row.reservationId) ?? Number.NEGATIVE_INFINITY) < LATE_MS;
    pickupAt.delete(row.reservationId);
    changeUnanswered.set(row.reservationId, performance.now());
    return wishFor(walk, patron, row, 'change pickup', {
      onPage: (of) => patron.wish(patronWebApi.changePickup, of, { pickupLibrary }),
      byTelephone: (desk, caller) =>
        desk.act(staffWebApi.changePickupForCaller, { body: { ...caller, pickupLibrary } }),
      answered: (isGranted) => {
        const goesTo = isGranted ? pickupLibrary : before;
        if (!mayBeOvertaken) changeUnanswered.delete(row.reservationId);
        if (goesTo !== undefined && !mayBeOvertaken) pickupAt.set(row.reservationId, goesTo);
      },
    });
  }
}

interface Caller {
  cardNumber: string;
  reservationId: ReservationId;
  wishId: string;
}
/** How a wish is asked for: on the patron's own page, or of the desk by telephone. */
interface Wish {
  onPage(row: Pick<PatronRow, 'reservationId'>): Promise<Heard<unknown>>;
  byTelephone?(desk: Desk, caller: Caller): Promise<Heard<unknown>>;
  answered?(isGranted: boolean): void;
}

function wishFor(
  { library, chance }: Walk,
  patron: PatronBrowser,
  { reservationId }: PatronRow,
  what: string,
  { onPage, byTelephone, answered }: Wish,
): Promise<void> {
  return library.memory.attempt(what, async () => {
    const calls = byTelephone !== undefined && !chance.chance(0.7);
    const caller = { cardNumber: patron.cardNumber, reservationId, wishId: randomUUID() };
    const heard = calls
      ? await byTelephone(chance.of(library.desks.prefectural), caller)
      : await onPage({ reservationId });
    answered?.(heard.ok);
    return `${calls ? 'by telephone: ' : ''}${howHeard(heard)}`;
  });
}

/** By its own page, or by telephone. */
export async function cancel(
  { library, chance }: Walk,
  patron: PatronBrowser,
  reservation: string,
): Promise<void> {
  const { memory, desks } = library;
  const reservationId = ReservationIdSchema.parse(reservation);
  await memory.attempt('cancel', async () => {
    const { cardNumber } = patron;
    const heard = chance.chance(0.3)
      ? await chance.of(desks.prefectural).act(staffWebApi.cancelForCaller, {
          body: { cardNumber, reservationId, wishId: randomUUID() },
        })
      : await patron.cancel(reservationId);
    if (heard.ok) memory.cancelled.add(reservationId);
    return howHeard(heard);
  });
}

async function extend(walk: Walk, patron: PatronBrowser, { reservationId }: PatronRow): Promise<void> {
  const { library, chance } = walk;
  const { memory } = library;
  await memory.attempt('extend', async () => {
    if (chance.chance(0.3)) {
      const desk = chance.of(library.desks.prefectural);
      const caller = { cardNumber: patron.cardNumber, reservationId };
      const told = await desk.act(staffWebApi.previewExtensionForCaller, { body: caller });
      if (!told.ok) return told.code;
      const confirmed = { confirmDue: told.value.due.date, wishId: randomUUID() };
      const heard = await desk.act(staffWebApi.extendForCaller, { body: { ...caller, ...confirmed } });
      if (heard.ok) memory.extendedTo.set(reservationId, confirmed.confirmDue);
      return howHeard(heard);
    }
    const shown = await patron.previewExtension(reservationId);
    if (!shown.ok) return shown.code;
    const heard = await patron.extend(reservationId, shown.value.due.date);
    if (heard.ok) memory.extendedTo.set(reservationId, shown.value.due.date);
    return howHeard(heard);
  });
}

/** The desk where it is picked up. */
function deskOf({ library, chance }: Walk, pickupLibrary: string): Desk {
  const { prefectural, uto, kikuyo } = library.desks;
  if (pickupLibrary === 'uto') return uto;
  return pickupLibrary === 'kikuyo' ? kikuyo : chance.of(prefectural);
}

/** The barcode on the copy that a reservation has now. */
async function barcodeOf(walk: Walk, reservationId: string): Promise<string | undefined> {
  const heard = await walk.chance.of(walk.library.desks.prefectural).timeline(reservationId);
  return heard.ok ? (heard.value.reservation.barcode ?? undefined) : undefined;
}

/** Card and copy at the desk; sometimes the copy of somebody else who reserved the same title, by mistake. */
async function fetchIt(walk: Walk, patron: PatronBrowser, row: PatronRow): Promise<void> {
  const { library, chance } = walk;
  const desk = deskOf(walk, row.pickupLibrary);
  await library.memory.attempt('hand out', async () => {
    const other = chance.chance(0.35) ? library.memory.heldBeside(row) : undefined;
    const barcode = await barcodeOf(walk, other ?? row.reservationId);
    if (barcode === undefined) return 'nothing there';
    const scan = desk.scan();
    if (other !== undefined)
      return `the copy of another: ${howHeard(await desk.handOut(patron.cardNumber, barcode, scan))}`;
    const heard = await desk.handOut(patron.cardNumber, barcode, scan);
    if (heard.ok && chance.chance(0.1)) await desk.handOut(patron.cardNumber, barcode, scan);
    if (heard.ok && chance.chance(0.04)) {
      await desk.act(staffWebApi.voidScan, { body: { ...desk.scan(), voids: heard.value.answer.factId } });
      return 'and taken back';
    }
    return howHeard(heard);
  });
}

/** Handed in at the pickup library, by book drop or over the counter, or at the prefectural library. */
async function bringBack(walk: Walk, row: PatronRow): Promise<void> {
  const { library, chance, handedIn } = walk;
  const { pickupLibrary } = row;
  await library.memory.attempt('bring back', async () => {
    const barcode = await barcodeOf(walk, row.reservationId);
    if (barcode === undefined) return 'nothing there';
    if ((pickupLibrary !== 'uto' && pickupLibrary !== 'kikuyo') || chance.chance(0.2)) {
      const desk = chance.of(library.desks.prefectural);
      const scan = desk.scan();
      const heard = await desk.processReturn(barcode, scan);
      if (chance.chance(0.1)) await desk.processReturn(barcode, scan);
      if (heard.ok && chance.chance(0.04)) {
        await desk.act(staffWebApi.voidScan, { body: { ...desk.scan(), voids: heard.value.answer.factId } });
        return 'and taken back';
      }
      return howHeard(heard);
    }
    const heard = await deskOf(walk, pickupLibrary).handIn(barcode);
    if (heard.ok) handedIn[pickupLibrary].add(barcode);
    return howHeard(heard);
  });
}
