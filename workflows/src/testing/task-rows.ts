import { randomUUID } from 'node:crypto';
import type { Task, TaskKind, TaskSubject, TaskWhy } from '@toshobin/contracts';
import { type Instant, isAfter } from '@toshobin/lending-rules';

/** A task of this release. */
export type OwnTask = Task & { kind: TaskKind };
export type TaskRow = OwnTask & { clearedAt?: Instant; byStaff?: boolean };

/** The tasks of staff (要確認) of one service, as libs/tasks keeps them: a subject has one open row of a kind. */
export class TaskRows {
  readonly #rows: TaskRow[] = [];

  /** Every task that there ever was. */
  get ever(): readonly TaskRow[] {
    return this.#rows;
  }

  /** The open tasks, the oldest first. */
  get open(): OwnTask[] {
    return this.#rows.filter((row) => row.clearedAt === undefined);
  }

  /** Answers whether there is a new row. */
  add(kind: TaskKind, library: string, subject: TaskSubject, why: TaskWhy, at: Instant): boolean {
    if (this.open.some((row) => row.kind === kind && fits(row.subject, subject))) return false;
    this.#rows.push({ taskId: randomUUID(), kind, library, subject, why, openedAt: at });
    return true;
  }

  /** Whether staff have said after that moment that such a task is done. */
  isSettled(kind: TaskKind, subject: TaskSubject, after: Instant): boolean {
    return this.#rows.some(
      (row) =>
        row.byStaff && row.kind === kind && fits(row.subject, subject) && !isAfter(after, row.openedAt),
    );
  }

  clear(subject: TaskSubject, at: Instant, kinds?: readonly TaskKind[], by?: 'staff'): void {
    for (const row of this.#rows) {
      if (row.clearedAt !== undefined || !fits(row.subject, subject)) continue;
      if (!kinds || kinds.includes(row.kind)) Object.assign(row, { clearedAt: at, byStaff: by === 'staff' });
    }
  }

  /** A task that was cleared at that moment, and not by staff, is to be done again. */
  reopen(kind: TaskKind, subject: TaskSubject, cleared: Instant): void {
    for (const row of this.#rows) {
      const isIt = row.kind === kind && row.clearedAt === cleared && !row.byStaff;
      if (isIt && fits(row.subject, subject)) delete row.clearedAt;
    }
  }
}

/** Whether a row fits a subject: whatever part of it is given must. */
function fits(row: TaskSubject, asked: TaskSubject): boolean {
  return (Object.keys(asked) as (keyof TaskSubject)[]).every((key) => row[key] === asked[key]);
}
