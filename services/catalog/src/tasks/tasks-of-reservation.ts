import { type CatalogActivities, type TaskKind, tasksSettledBy } from '@toshobin/contracts';
import { isHome, wasHandedIn } from '@toshobin/lending-rules';
import { clearTasks, everyTaskKind, openTask } from '@toshobin/tasks';
import type { CatalogDeps } from '../catalog-deps.ts';
import type { Journey } from '../ledger/journey.ts';
import { withEntry } from '../queue/with-entry.ts';

type Command<K extends keyof CatalogActivities> = Parameters<CatalogActivities[K]>[0];

/**
 * 要確認: opens a task for a library's staff when a process finds the need, with the barcode of the allocation's copy.
 * While one of its kind is open for the reservation, it is that one; one that staff have settled since the need stays
 * settled. The scan that settles the task may have come before it: a process that has ended would never clear it.
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

/** Clears what a process had asked of staff; without kinds, all of it. */
export async function clearTasksOf(deps: CatalogDeps, command: Command<'clearTasks'>): Promise<void> {
  const { reservationId, kinds = everyTaskKind, at } = command;
  await clearTasks(deps.db, { kinds, subject: { reservationId }, by: 'process', at });
}

/** Whether the copy has gone so far that nothing is left to be done: such a task is not opened any more. */
function isSettledAt(journey: Journey, kind: TaskKind): boolean {
  if (isHome(journey)) return tasksSettledBy('home').includes(kind);
  return wasHandedIn(journey) && tasksSettledBy('handedIn').includes(kind);
}
