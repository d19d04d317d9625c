import { type CatalogActivities, type TaskKind, tasksSettledBy } from '@toshobin/contracts';
import { isHome, wasHandedIn } from '@toshobin/lending-rules';
import { clearTasks, everyTaskKind, openTask } from '@toshobin/tasks';
import type { CatalogDeps } from '../catalog-deps.ts';
import type { Journey } from '../ledger/journey.ts';
import { withEntry } from '../queue/with-entry.ts';

type Command<K extends keyof CatalogActivities> = Parameters<CatalogActivities[K]>[0];

/**
 * 要確認: work for a library's staff, as a process finds the need, with the barcode of the allocation's copy. While one
 * of its kind is open for the reservation, it is that one, and what staff have settled since the need stays settled. The
 * scan that settles it may have come before it: a process that has ended would leave the row to nobody.
 */
export function openTaskFor(deps: CatalogDeps, command: Command<'openTask'>): Promise<void> {
  const { kind, reservationId, allocation, library, why, since } = command;
  return withEntry(deps, reservationId, async (tx, locked) => {
    const journey = locked?.held?.journey;
    if (journey?.allocation === allocation && isSettledAt(journey, kind)) return;
    const asked = { OR: [{ clearedAt: null }, { clearedBy: { not: 'process' }, openedAt: { gte: since } }] };
    if ((await tx.task.count({ where: { kind, reservationId, ...asked } })) > 0) return;
    const chosen = await tx.allocation.findUnique({
      where: { number: allocation },
      select: { reservationId: true, copy: { select: { barcode: true } } },
    });
    const barcode = chosen?.reservationId === reservationId ? chosen.copy.barcode : undefined;
    const subject = barcode === undefined ? { reservationId } : { reservationId, barcode };
    await openTask(tx, { kind, library, subject, why, at: command.at });
  });
}

/** What a process had asked of staff is settled; without kinds, all of it. */
export async function clearTasksOf(deps: CatalogDeps, command: Command<'clearTasks'>): Promise<void> {
  const { reservationId, kinds = everyTaskKind, at } = command;
  await clearTasks(deps.db, { kinds, subject: { reservationId }, by: 'process', at });
}

/** Whether the way that the copy has gone leaves nothing to be done: such a task is not opened any more. */
function isSettledAt(journey: Journey, kind: TaskKind): boolean {
  if (isHome(journey)) return tasksSettledBy('home').includes(kind);
  return wasHandedIn(journey) && tasksSettledBy('handedIn').includes(kind);
}
