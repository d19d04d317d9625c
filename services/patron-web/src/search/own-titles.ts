import type { MyLibraryRow, Volume } from '@toshobin/contracts';
import { type CalendarDate, done, onLoan, type Refusal, refuse } from '@toshobin/lending-rules';
import { orNone } from '@toshobin/service';
import type { Visit } from '@toshobin/web';
import type { SignedIn } from '../access.ts';
import type { PatronWebDeps } from '../deps.ts';
import { canReserveVolume } from '../records/can-reserve.ts';

/** Why a title that the patron has already can't be reserved once more (R16), by record id. */
export type OwnTitles = ReadonlyMap<string, 'ALREADY_RESERVED' | 'ALREADY_ON_LOAN'>;

export interface Own {
  /** What is on their list for later; undefined for whoever has none. */
  later: ReadonlySet<string> | undefined;
  titles: OwnTitles;
  /** What is ready for pickup: where, until when, how many. */
  ready: readonly { library: string; until: CalendarDate | null; count: number }[];
}

const nothing: Own = { titles: new Map(), ready: [], later: undefined };

/** What whoever is signed in has of ours; nothing for everybody else, and while the patron service is away. */
export async function readOwn(
  { patron }: Pick<PatronWebDeps, 'patron'>,
  { principal }: Pick<Visit<SignedIn>, 'principal'>,
): Promise<Own> {
  if (principal?.scope !== 'full') return nothing;
  const params = { patronId: principal.patronId };
  // The search must not fail because of a comfort: the reservation itself asks again.
  const [answer, later] = await Promise.all([
    orNone(patron.myLibrary({ params })),
    orNone(patron.later({ params })),
  ]);
  if (!answer || !later) return nothing;
  const open = answer.rows.filter(({ open, state }) => open && !done.has(state));
  return {
    titles: new Map(
      open.map(({ recordId, state }) => [
        recordId,
        onLoan.has(state) ? 'ALREADY_ON_LOAN' : 'ALREADY_RESERVED',
      ]),
    ),
    ready: readyAmong(open),
    later: new Set(later.recordIds),
  };
}

/** One line a library and day, the first day first. */
function readyAmong(rows: readonly MyLibraryRow[]): Own['ready'] {
  const found = new Map<string, Own['ready'][number]>();
  for (const row of rows.filter(({ state }) => state === 'ready')) {
    const [library, until] = [row.pickupLibrary, row.holdUntil ?? row.due?.date ?? null];
    const key = `${library} ${until}`;
    found.set(key, { library, until, count: (found.get(key)?.count ?? 0) + 1 });
  }
  return [...found.values()].sort((a, b) => (a.until ?? '9').localeCompare(b.until ?? '9'));
}

/** Why a title of a list can't be reserved: R16 for whoever is signed in, then R4; when it is asked for, services judge again. */
export function whyNot(
  record: Pick<Volume, 'recordId' | 'lending' | 'copies'>,
  own: OwnTitles,
): Refusal | undefined {
  const had = own.get(record.recordId);
  const decision = had === undefined ? canReserveVolume(record) : refuse(had);
  return decision.ok ? undefined : decision.refusal;
}
