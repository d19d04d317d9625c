import { LibraryCodeSchema, TaskKindSchema } from '@toshobin/contracts';
import { z } from 'zod';
import type { ListedTask } from './list-tasks.ts';
import type { TaskAbout } from './tasks-about.ts';

/** What a page of tasks shows: one kind, one library, and what a text stands in; what is none of ours shows all. */
const TaskFilterSchema = z.object({
  kind: TaskKindSchema.optional().catch(undefined),
  library: LibraryCodeSchema.optional().catch(undefined),
  q: z.string().max(100).catch(''),
});
export type TaskFilter = z.infer<typeof TaskFilterSchema>;

/** The same, of the address of the page. */
export function filterIn(query: URLSearchParams): TaskFilter {
  return TaskFilterSchema.parse(Object.fromEntries(query));
}

/** The tasks of a kind and a library in whose words, numbers, notes, title or shelf mark the text stands. */
export function tasksShown(
  tasks: readonly ListedTask[],
  about: ReadonlyMap<string, TaskAbout>,
  { kind, library, q }: TaskFilter,
): readonly ListedTask[] {
  const sought = q.normalize('NFKC').toLowerCase();
  return tasks.filter((task) => {
    const { barcode, parcelNumber, reservationId } = task.subject;
    const known = about.get(task.taskId);
    const said = [
      ...[task.title, task.applicationNumber, barcode, parcelNumber, reservationId],
      ...[known?.title, known?.shelfMark, known?.barcode, ...task.notes.map(({ note }) => note)],
    ];
    const isOfKind = kind === undefined || task.kind === kind;
    const isOfLibrary = library === undefined || known?.library === library;
    return (
      isOfKind && isOfLibrary && said.some((one) => one?.normalize('NFKC').toLowerCase().includes(sought))
    );
  });
}
