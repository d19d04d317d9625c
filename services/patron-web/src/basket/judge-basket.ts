import type { RecordDetail } from '@toshobin/contracts';
import { type Decision, decideToReserve, onLoan, type Refusal } from '@toshobin/lending-rules';
import type { Visit } from '@toshobin/web';
import type { SignedIn } from '../access.ts';
import type { PatronWebDeps } from '../deps.ts';
import { readOwnPatron } from '../own-patron.ts';
import { orUndefined } from '../pages/or-undefined.ts';
import { signedIn } from '../patron-routes.ts';
import { canReserve } from '../records/can-reserve.ts';
import { readRecord } from '../records/read-record.ts';

/** What of a patron decides over their basket. */
export interface Standing {
  /** R1, R2: may this card reserve at all? */
  mayReserve: Decision<void>;
  reservations: number;
  limit: number;
  lastPickupLibrary: string | null;
  /** R16: titles of theirs that are open, and why each can't be reserved again. */
  open: ReadonlyMap<string, Refusal>;
}

/** A title of the basket; one that is gone from the catalogue has no record. */
export interface BasketItem {
  recordId: string;
  record: RecordDetail | undefined;
}

/** The basket as it can be applied for now. */
export interface JudgedBasket {
  ready: { recordId: string; record: RecordDetail }[];
  not: (BasketItem & { refusal: Refusal })[];
}

/** What is known of a patron who has signed in; a fault while the patron service is away. */
export async function readStanding(
  deps: Pick<PatronWebDeps, 'patron'>,
  visit: Visit<SignedIn>,
): Promise<Standing> {
  const params = { patronId: signedIn(visit).patronId };
  const [patron, library] = await Promise.all([
    readOwnPatron(deps, visit),
    deps.patron.myLibrary({ params }),
  ]);
  const { cardStatus: status, passwordChosen, emailStatus: email, reservations } = patron;
  const rows = library.ok ? library.value.rows.filter((row) => row.open) : [];
  return {
    mayReserve: decideToReserve({ card: { status }, passwordChosen, email, channel: 'web' }),
    reservations,
    limit: patron.reservationLimit,
    lastPickupLibrary: patron.lastPickupLibrary,
    open: new Map(
      rows.map((row) => [
        row.recordId,
        { code: onLoan.has(row.state) ? ('ALREADY_ON_LOAN' as const) : ('ALREADY_RESERVED' as const) },
      ]),
    ),
  };
}

/** The same; undefined for whoever has not signed in, and while the patron service is away. */
export async function standingIfKnown(
  deps: Pick<PatronWebDeps, 'patron'>,
  visit: Visit<SignedIn>,
): Promise<Standing | undefined> {
  if (visit.principal?.scope !== 'full') return undefined;
  // The basket can be looked at without it; the application asks again.
  return orUndefined(() => readStanding(deps, visit));
}

/** Whether nothing that is known is in the way of whoever is signed in (R1, R2): no promise is made without an answer. */
export async function mayReserveNow(
  deps: Pick<PatronWebDeps, 'patron'>,
  visit: Visit<SignedIn>,
): Promise<boolean> {
  return (await standingIfKnown(deps, visit))?.mayReserve.ok ?? false;
}

/** The titles of a basket, in its order, with those that are gone from the catalogue. */
export async function readBasket(
  deps: Pick<PatronWebDeps, 'catalog'>,
  recordIds: readonly string[],
): Promise<BasketItem[]> {
  const items = recordIds.map(async (recordId) => {
    const record = await readRecord(deps, recordId);
    return { recordId, record: record.ok ? record.value : undefined };
  });
  return Promise.all(items);
}

/**
 * What of a basket can be applied for now: R4, R16, and of the rest as many as R3 has room for, the oldest first. For
 * the page alone, so that no button disappoints: the services judge again.
 */
export function judgeBasket(items: readonly BasketItem[], standing: Standing | undefined): JudgedBasket {
  const judged: JudgedBasket = { ready: [], not: [] };
  const room = standing ? Math.max(0, standing.limit - standing.reservations) : Number.POSITIVE_INFINITY;
  for (const { recordId, record } of items) {
    const refusal = refusalOf(record, standing?.open.get(recordId));
    if (!record || refusal) judged.not.push({ recordId, record, refusal: refusal ?? { code: 'NOT_FOUND' } });
    else if (judged.ready.length < room) judged.ready.push({ recordId, record });
    else judged.not.push({ recordId, record, refusal: { code: 'RESERVATION_LIMIT' } });
  }
  return judged;
}

function refusalOf(record: RecordDetail | undefined, open: Refusal | undefined): Refusal | undefined {
  if (!record) return { code: 'NOT_FOUND' };
  const material = canReserve(record);
  return material.ok ? open : material.refusal;
}
