import {
  type CopyToReturn,
  type catalogApi,
  PREFECTURAL_LIBRARY,
  type ReservationId,
  type ResolvedCard,
} from '@toshobin/contracts';
import {
  allow,
  atPrefecturalWithCopy,
  type CalendarDate,
  type Decision,
  formatDateJa,
  instantFromDate,
  onItsWay,
  type ReservationState,
  taken,
} from '@toshobin/lending-rules';
import { orNone } from '@toshobin/service';
import type { z } from 'zod';
import { written } from '../audit/audit-trail.ts';
import type { Staff, StaffWebDeps } from '../deps.ts';
import type { HeldCancellation } from '../phone/held-cancellations.ts';
import { isRelease, resolveCard } from '../scans/card-or-code.ts';
import { loanOf } from '../scans/lend.ts';
import type { ScanRow } from '../sessions/desk-scans.ts';

export type HeldCopy = z.output<typeof catalogApi.heldCopies.answer>['rows'][number];

/** The card of the person at the counter; no name. */
export interface CardInHand {
  /** Undefined when a release stands for the card. */
  number: string | undefined;
  last4: string;
  status: 'valid' | 'suspended' | 'expired';
  expiresOn: CalendarDate | null;
  loans: number;
  loanLimit: number;
  reservations: number;
  /** All that they have reserved or on loan, as far as its process is not over. */
  theirs: readonly ReservationId[];
  /** What waits at this library for this person; undefined while the catalog is away. */
  held: readonly HeldCopy[] | undefined;
  /** What is to come to this library for them, and is not there yet: nothing but how many. */
  coming: readonly Coming[];
  /** What of theirs stands on the hold shelf of the prefectural counter although its hold ended. */
  ended: readonly CopyToReturn[];
  /** What of it a caller has cancelled and may still take back, by reservation. */
  cancelling: ReadonlyMap<string, HeldCancellation>;
  /** What was lent since the card was read. */
  lent: readonly ScanRow[];
  /** What was refused since then, and not lent afterwards. */
  refused: readonly ScanRow[];
}

/** Copies that are on their way to a library, or made ready for it. */
export interface Coming {
  how: 'beingPrepared' | 'onItsWay' | 'lookedFor';
  /** By when they are expected there, where that is known. */
  expected: CalendarDate | null;
  copies: number;
}

/** The card that was read here last, with what is to be handed to its holder; undefined while none is in hand. */
export async function cardInHand(
  deps: StaffWebDeps,
  sessionId: string,
  staff: Staff,
): Promise<CardInHand | undefined> {
  const shown = await deps.desk.shownCard({ id: sessionId, library: staff.library }, deps.now());
  if (shown === undefined) return undefined;
  const at = instantFromDate(deps.now());
  const heard = deps.cardsHeard.take(sessionId, shown.number, deps.now());
  const [card, { lent, refused, undone }] = await Promise.all([
    heard ? allow(heard) : resolveCard(deps, staff, { cardNumber: shown.number, at }),
    scannedSince(deps, sessionId, shown.since),
  ]);
  if (!card.ok) return undefined;
  const { reservations, cardLast4, cardStatus, expiresOn, loanLimit } = card.value;
  // What this person has, or has brought back, can't wait on a shelf, unless a hand-out was just taken back.
  const isTaken = new Set(
    reservations.filter(({ state }) => taken.has(state)).map((one) => one.reservationId),
  );
  const awaited = reservations.filter(({ reservationId }) => !isTaken.has(reservationId));
  const asked = (undone.length > 0 ? reservations : awaited).map(({ reservationId }) => reservationId);
  const waiting = asked.length === 0 ? [] : await heldAt(deps, staff, asked.slice(0, 50));
  const own = new Set(asked);
  const held = waiting?.filter(({ reservationId }) => own.has(reservationId));
  const heldAgain = held?.filter(({ reservationId }) => isTaken.has(reservationId)).length ?? 0;
  const counts = untilHeard(card.value, { heldAgain, undone, staff });
  return {
    number: isRelease(shown.number) ? undefined : shown.number,
    last4: cardLast4,
    status: cardStatus,
    expiresOn,
    ...counts,
    loanLimit,
    theirs: reservations.map(({ reservationId }) => reservationId),
    held,
    coming: comingTo(staff, awaited, held ?? []),
    ended: await endedAt(deps, staff, card.value.holdsEnded),
    cancelling: await deps.heldCancellations.of(held?.map(({ reservationId }) => reservationId) ?? []),
    lent,
    refused,
  };
}

/** What was taken back counts no more, though the patron service may not have heard of it yet. */
function untilHeard(
  { reservations, loans, reserved }: ResolvedCard,
  { heldAgain, undone, staff }: { heldAgain: number; undone: readonly ScanRow[]; staff: Staff },
): Pick<CardInHand, 'loans' | 'reservations'> {
  // At a pickup library the loan began before, and goes on.
  if (staff.library !== PREFECTURAL_LIBRARY) return { loans, reservations: reserved };
  const undoneLoans = new Set(undone.map(({ factId }) => loanOf(factId)));
  const isOpen = ({ state }: { state: ReservationState }) => state === 'requested' || taken.has(state);
  const atCounter = reservations.filter((one) => undoneLoans.has(one.reservationId) && isOpen(one)).length;
  return { loans: Math.max(0, loans - heldAgain - atCounter), reservations: reserved + heldAgain };
}

/** Of what a card waits for: what is to come to that library, but for what stands there already by the catalog. */
function comingTo(
  { library }: Pick<Staff, 'library'>,
  awaited: ResolvedCard['reservations'],
  held: readonly HeldCopy[],
): Coming[] {
  const there = new Set(held.map(({ reservationId }) => reservationId));
  const coming = new Map<string, Coming>();
  for (const { reservationId, state, pickupLibrary, expectedDate: expected } of awaited) {
    const isSent = onItsWay.has(state);
    if (pickupLibrary !== library || there.has(reservationId)) continue;
    if (!isSent && !atPrefecturalWithCopy.has(state)) continue;
    const how = state === 'arrivalOverdue' ? 'lookedFor' : isSent ? 'onItsWay' : 'beingPrepared';
    const key = `${how} ${expected}`;
    coming.set(key, { how, expected, copies: (coming.get(key)?.copies ?? 0) + 1 });
  }
  return [...coming.values()];
}

/** What waits at this library, or of it what is for some reservations; undefined while the catalog is away. */
export async function heldAt(
  deps: Pick<StaffWebDeps, 'catalog'>,
  { library }: Pick<Staff, 'library'>,
  reservations?: readonly ReservationId[],
): Promise<readonly HeldCopy[] | undefined> {
  const query = { library, reservations: reservations?.join(',') };
  return (await orNone(deps.catalog.heldCopies({ query })))?.rows;
}

/** What was to be picked up at the prefectural library in time, and has not been put away. */
async function endedAt(
  { catalog }: Pick<StaffWebDeps, 'catalog'>,
  { library }: Pick<Staff, 'library'>,
  reservations: readonly ReservationId[],
): Promise<CopyToReturn[]> {
  if (library !== PREFECTURAL_LIBRARY || reservations.length === 0) return [];
  const ended = new Set<string | null>(reservations);
  const toReturn = await orNone(catalog.copiesToReturn({ query: { library } }));
  return (toReturn?.rows ?? []).filter((row) => row.place === 'onHoldShelf' && ended.has(row.reservationId));
}

async function scannedSince(
  { scans }: StaffWebDeps,
  sessionId: string,
  since: Date,
): Promise<Pick<CardInHand, 'lent' | 'refused'> & { undone: readonly ScanRow[] }> {
  const rows = (await scans.list(sessionId, '/hand-out', 20)).filter((row) => row.at >= since);
  const lent = rows.filter(({ tone, undoneAt }) => tone === 'ok' && undoneAt === null);
  const codes = new Set(lent.map(({ code }) => code));
  const undone = rows.filter(({ undoneAt }) => undoneAt !== null);
  return { lent, undone, refused: rows.filter(({ tone, code }) => tone === 'stop' && !codes.has(code)) };
}

export function validityWords({ expiresOn }: Pick<CardInHand, 'expiresOn'>): string {
  return expiresOn === null ? '' : `${formatDateJa(expiresOn).replace(/（.）$/, '')}まで`;
}

/**
 * The name behind the card in hand, asked for at the prefectural counter. That somebody looked is written down, but not
 * at whom: beside the copies lent next it would say who borrowed them.
 */
export async function nameBehindCard(
  deps: Pick<StaffWebDeps, 'patron' | 'audit' | 'now'>,
  staff: Staff,
  cardNumber: string,
): Promise<Decision<{ name: string }>> {
  const at = instantFromDate(deps.now());
  const found = await deps.patron.findByCard({ body: { cardNumber, at } });
  return written(deps, staff, { action: 'showName', subject: 'card' }, found);
}
