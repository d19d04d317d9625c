import { TaskKindSchema } from '@toshobin/contracts';
import { z } from 'zod';
import type { CopyKnown } from '../scans/copy-in-hand.ts';
import type { ListedTask } from './list-tasks.ts';

/** What a page of tasks shows: one kind, and what a text stands in; what is no kind shows all. */
export const TaskFilterSchema = z.object({ kind: TaskKindSchema.optional().catch(undefined), q: z.string() });
export type TaskFilter = z.infer<typeof TaskFilterSchema>;

/** The tasks of a kind in whose words, numbers, title or shelf mark the text stands. */
export function tasksShown(
  tasks: readonly ListedTask[],
  copies: ReadonlyMap<string, CopyKnown>,
  { kind, q }: TaskFilter,
): readonly ListedTask[] {
  const sought = q.normalize('NFKC').toLowerCase();
  return tasks.filter((task) => {
    const { barcode = '', parcelNumber, reservationId } = task.subject;
    const copy = copies.get(barcode);
    const said = [
      ...[task.title, task.applicationNumber, barcode, parcelNumber, reservationId],
      ...[copy?.title, copy?.shelfMark],
    ];
    const isOfKind = kind === undefined || task.kind === kind;
    return isOfKind && said.some((one) => one?.normalize('NFKC').toLowerCase().includes(sought));
  });
}
