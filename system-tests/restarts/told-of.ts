import { dayOf, InstantSchema } from '@toshobin/lending-rules';
import type { OpenLibrary } from '../audit/open-library.ts';
import { seeReservations } from '../audit/reservation-seen.ts';

/** What was told, asked and kept of one reservation, without ids and with days for moments. */
export async function toldOf(library: OpenLibrary, reservationId: string) {
  const where = { where: { reservationId } };
  const [[seen], ofCatalog, ofPatron] = await Promise.all([
    seeReservations(library, [reservationId]),
    library.catalog.task.findMany(where),
    library.patron.task.findMany(where),
  ]);
  const row = seen?.application;
  return plain({
    ledger: seen?.ledger?.present.state,
    row: row && {
      state: row.state,
      due: row.dueAt,
      holdUntil: row.holdUntil,
      isClosed: row.closedAt !== null,
      slots: [row.reservationSlot !== null, row.loanSlot !== null],
    },
    mails: (seen?.notices ?? [])
      .map(({ kind, occasion, status, data }) => ({
        kind,
        occasion: occasion.replace(/^\d+/, ''),
        status,
        data,
      }))
      .sort((one, other) => one.kind.localeCompare(other.kind)),
    tasks: [...ofCatalog, ...ofPatron]
      .map(({ kind, library: at, clearedAt }) => `${kind} at ${at}${clearedAt === null ? '' : ', done'}`)
      .sort(),
    isListed: seen?.listed?.isListed ?? false,
  });
}

const ids = new Set(['allocation', 'journey', 'parcelNumber', 'holdNumber', 'closureId']);

/** Without what differs between two reservations that go the same way. */
function plain(value: unknown): unknown {
  const written = JSON.stringify(value ?? null, (key, part: unknown) => {
    if (ids.has(key)) return undefined;
    const at = InstantSchema.safeParse(part);
    return at.success ? dayOf(at.data) : part;
  });
  return JSON.parse(written);
}
