import { allow, type Deadline, isAfter, movedByClosure, refuse } from '@toshobin/lending-rules';
import type { Answers, AnswerTo } from '../catalog-deps.ts';
import type { Database } from '../database.ts';
import { dueOf } from '../ledger/due-of.ts';
import { libraryOf } from '../libraries/find-library.ts';

type Moves = AnswerTo<'closurePreview'>['moves'][number];

/**
 * R17. The due dates and ends of holds that a closure of these days, both included, would move to the library's next
 * open day, as followClosures does it; nothing is changed. Refuses STATE_CHANGED for days that end before they begin.
 */
export const previewClosure: Answers<'closurePreview'> = async (deps, { library, from, until }) => {
  if (isAfter(from, until)) return refuse('STATE_CHANGED');
  const { calendar } = await libraryOf(deps.db, library);
  const moves = new Map<string, Moves>();
  let unmoved = 0;
  for (const { kind, date } of await datesOf(deps.db, library)) {
    const before = date.date;
    const after = movedByClosure(date, { from, until }, calendar)?.date;
    const known = moves.get(`${kind} ${before}`);
    if (after === undefined) unmoved += 1;
    else if (known) known.count += 1;
    else moves.set(`${kind} ${before}`, { kind, before, after, count: 1 });
  }
  const sorted = [...moves.values()].sort(
    (a, b) => a.kind.localeCompare(b.kind) || (a.before < b.before ? -1 : 1),
  );
  return allow({ moves: sorted, unmoved });
};

/** The due dates of loans and the ends of holds at that library. */
async function datesOf(
  db: Database,
  pickupLibrary: string,
): Promise<{ kind: Moves['kind']; date: Deadline }[]> {
  const [loans, holds] = await Promise.all([
    db.loan.findMany({
      where: { endedAt: null, handedInAt: null, of: { entry: { pickupLibrary } } },
      select: { dueDate: true, dueAt: true, handedOutAt: true },
    }),
    db.allocation.findMany({
      where: { closedAt: null, holdRound: { not: null }, loan: null, entry: { pickupLibrary } },
      select: { holdDate: true, holdAt: true },
    }),
  ]);
  return [
    ...loans.map((loan) => ({
      kind: loan.handedOutAt === null ? ('hold' as const) : ('loan' as const),
      date: dueOf(loan),
    })),
    ...holds.flatMap(({ holdDate, holdAt }) =>
      holdDate && holdAt
        ? [{ kind: 'hold' as const, date: dueOf({ dueDate: holdDate, dueAt: holdAt }) }]
        : [],
    ),
  ];
}
