import type { catalogApi } from '@toshobin/contracts';
import {
  allow,
  type CalendarDate,
  type Decision,
  isAfter,
  isWithin,
  nextOpenDay,
  refuse,
} from '@toshobin/lending-rules';
import type { z } from 'zod';
import type { CatalogDeps } from '../catalog-deps.ts';
import { libraryOf } from '../libraries/library-of.ts';
import { dueOf } from './due-of.ts';

type Preview = z.output<typeof catalogApi.closurePreview.answer>;

/**
 * R17. The due dates that a closure of these days, both included, would move to the library's next open day, as
 * moveDueForClosure does it; nothing is changed. Refuses STATE_CHANGED for days that end before they begin.
 */
export async function previewClosure(
  deps: Pick<CatalogDeps, 'db'>,
  { library, from, until }: { library: string; from: CalendarDate; until: CalendarDate },
): Promise<Decision<Preview>> {
  if (isAfter(from, until)) return refuse('STATE_CHANGED');
  const { calendar } = await libraryOf(deps.db, library);
  const closed = { ...calendar, closures: [...calendar.closures, { from, until }] };
  const loans = await deps.db.loan.findMany({
    where: { endedAt: null, handedInAt: null, of: { entry: { pickupLibrary: library } } },
    select: { dueDate: true, dueAt: true, handedOutAt: true },
  });
  const moves = new Map<string, Preview['moves'][number]>();
  let unmoved = 0;
  for (const loan of loans) {
    const before = dueOf(loan).date;
    if (!isWithin({ from, until }, before)) {
      unmoved += 1;
      continue;
    }
    const kind = loan.handedOutAt === null ? 'hold' : 'loan';
    const known = moves.get(`${kind} ${before}`);
    if (known) known.count += 1;
    else moves.set(`${kind} ${before}`, { kind, before, after: nextOpenDay(closed, before), count: 1 });
  }
  const sorted = [...moves.values()].sort(
    (a, b) => a.kind.localeCompare(b.kind) || (a.before < b.before ? -1 : 1),
  );
  return allow({ moves: sorted, unmoved });
}
