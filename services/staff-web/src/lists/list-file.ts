import type { Task } from '@toshobin/contracts';
import { dayOf, type Instant } from '@toshobin/lending-rules';
import { numbersOfReservations } from '../audit/deeds-shown.ts';
import { type StaffCall, type StaffWebDeps, staffOf } from '../deps.ts';
import type { Cell } from '../pages/csv.ts';
import { clockOf } from '../pages/dates.ts';
import type { StaffAction } from '../roles.ts';
import { knownOf } from '../scans/copy-in-hand.ts';
import { type TaskAbout, tasksAbout } from '../tasks/tasks-about.ts';

export type Asked = { deps: StaffWebDeps; call: StaffCall; nameOf: (code: string) => string };

/** A list of a page as a file: its columns, and a line of cells for each row; nobody's name is in any. */
export interface ListFile {
  path: string;
  may: StaffAction;
  columns: readonly string[];
  rows(asked: Asked): Promise<readonly (readonly Cell[])[]>;
}

/** 2026-12-07 9:05, in Tokyo: a spreadsheet sorts by it. */
export function moment(at: Instant | null): string {
  return at === null ? '' : `${dayOf(at)} ${clockOf(at).padStart(5, '0')}`;
}

/** What a copy is called, in three columns; empty wherever only its number may be read, as at a branch. */
export const titled = ['書名', '著者', '請求記号'];

export function titleOf({
  title,
  author,
  shelfMark,
}: Pick<TaskAbout, 'title' | 'author' | 'shelfMark'> = {}): Cell[] {
  return [title, author, shelfMark];
}

/** Copies as the prefectural desk reads them; nobody else reads a title. */
export async function namesAtDesk(
  { deps, call }: Omit<Asked, 'nameOf'>,
  rows: readonly { barcode?: string | undefined }[],
) {
  const atDesk = staffOf(call).role === 'prefecturalDesk';
  return knownOf(deps, atDesk ? rows.flatMap(({ barcode }) => barcode ?? []) : []);
}

/** Title by task, nothing at a branch, which reads numbers alone; and the numbers of their reservations. */
export function whatTasksAreAbout({ deps, call }: Omit<Asked, 'nameOf'>, tasks: readonly Task[]) {
  const atDesk = staffOf(call).role === 'prefecturalDesk';
  return Promise.all([
    tasksAbout(deps, atDesk ? tasks : []),
    numbersOfReservations(
      deps,
      tasks.flatMap(({ subject }) => subject.reservationId ?? []),
    ),
  ]);
}
