import { LibraryCodeSchema, OTHER_TASK, TaskKindSchema } from '@toshobin/contracts';
import { z } from 'zod';
import type { ListedTask } from './list-tasks.ts';
import type { TaskAbout } from './tasks-about.ts';

/** What a page of tasks shows by its address: one kind, one library; what is none of ours shows all. */
const TaskFilterSchema = z.object({
  kind: z
    .enum([...TaskKindSchema.options, OTHER_TASK])
    .optional()
    .catch(undefined),
  library: LibraryCodeSchema.optional().catch(undefined),
});
export type TaskFilter = z.infer<typeof TaskFilterSchema>;

/** The same, of what a form or an address says. */
export function filterIn(chosen: Readonly<Record<string, unknown>>): TaskFilter {
  return TaskFilterSchema.parse(chosen);
}

/** The tasks of a kind and a library in whose words, numbers, notes, title, author or shelf mark the text stands. */
export function tasksShown(
  tasks: readonly ListedTask[],
  about: ReadonlyMap<string, TaskAbout>,
  { kind, library }: TaskFilter,
  typed: string,
): readonly ListedTask[] {
  const sought = typed.normalize('NFKC').toLowerCase();
  return tasks.filter((task) => {
    const { barcode, parcelNumber, reservationId } = task.subject;
    const known = about.get(task.taskId);
    const said = [
      ...[task.title, task.application, barcode, parcelNumber, reservationId],
      ...[known?.title, known?.author, known?.shelfMark, known?.barcode, ...(known?.inside ?? [])],
      ...task.notes.map(({ note }) => note),
    ];
    const isOfKind = kind === undefined || task.kind === kind;
    const isOfLibrary = library === undefined || known?.library === library;
    return (
      isOfKind && isOfLibrary && said.some((one) => one?.normalize('NFKC').toLowerCase().includes(sought))
    );
  });
}
