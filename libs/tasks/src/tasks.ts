import { randomUUID } from 'node:crypto';
import {
  PREFECTURAL_LIBRARY,
  type SettledTask,
  type Task,
  type TaskKind,
  TaskKindSchema,
  TaskSchema,
  type TaskSubject,
  TaskSubjectSchema,
  type TaskWhy,
} from '@toshobin/contracts';
import { allow, type Decision, type Instant, instantFromDate, refuse } from '@toshobin/lending-rules';
import { z } from 'zod';

/** What the functions here need of a database or a transaction of Prisma's. */
interface TaskDatabase {
  $executeRaw(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<number>;
  $queryRaw(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<unknown>;
}

interface NewTask {
  kind: TaskKind;
  /** Whose work it is: the prefectural library's where none is named. */
  library?: string;
  subject: TaskSubject;
  why: TaskWhy;
  at: Date | Instant;
}

/** For how long staff may open again what they settled: as long as a scan of a copy can be taken back. */
const REOPEN_MS = 7 * 86_400_000;

/** Makes a task in the transaction that found the need; while one of its kind is open for its subject, it is that one. */
export async function openTask(tx: TaskDatabase, task: NewTask): Promise<void> {
  const subject = TaskSubjectSchema.parse(task.subject);
  await tx.$executeRaw`
    INSERT INTO task (id, kind, subject_key, library, reservation_id, parcel_number, barcode, application_id, why, opened_at)
    VALUES (${randomUUID()}::uuid, ${task.kind}, ${keyOf(subject)}, ${task.library ?? PREFECTURAL_LIBRARY},
      ${subject.reservationId ?? null}::uuid, ${subject.parcelNumber ?? null}, ${subject.barcode ?? null},
      ${subject.applicationId ?? null}::uuid, ${task.why}, ${new Date(task.at)})
    ON CONFLICT (kind, subject_key) WHERE (cleared_at IS NULL) DO NOTHING`;
}

/**
 * What settles a task beside staff: whatever part of a subject is given must fit. What they had settled before is over with
 * it too, so that it is not opened again. Answers how many were open.
 */
export function clearTasks(
  tx: TaskDatabase,
  done: { kinds: readonly TaskKind[]; subject: TaskSubject; by: string; at: Date | Instant },
): PromiseLike<number> {
  const { reservationId, parcelNumber, barcode, applicationId } = TaskSubjectSchema.parse(done.subject);
  return tx.$executeRaw`
    WITH about AS (
      SELECT id FROM task WHERE (cleared_at IS NULL OR reopen_until IS NOT NULL) AND kind = ANY (${[...done.kinds]})
        AND (${reservationId ?? null}::uuid IS NULL OR reservation_id = ${reservationId ?? null}::uuid)
        AND (${parcelNumber ?? null}::text IS NULL OR parcel_number = ${parcelNumber ?? null})
        AND (${barcode ?? null}::text IS NULL OR barcode = ${barcode ?? null})
        AND (${applicationId ?? null}::uuid IS NULL OR application_id = ${applicationId ?? null}::uuid)),
    over AS (
      UPDATE task SET reopen_until = NULL WHERE id IN (SELECT id FROM about) AND reopen_until IS NOT NULL)
    UPDATE task SET cleared_at = ${new Date(done.at)}, cleared_by = ${done.by}
    WHERE id IN (SELECT id FROM about) AND cleared_at IS NULL`;
}

/** Every kind: for whatever a subject still had open. */
export const everyTaskKind: readonly TaskKind[] = TaskKindSchema.options;

/** The open tasks of a library, the oldest first, at most 200. */
export async function openTasksOf(db: TaskDatabase, library: string): Promise<Task[]> {
  const rows = await db.$queryRaw`
    SELECT id, kind, library, reservation_id, parcel_number, barcode, application_id, why, opened_at
    FROM task WHERE library = ${library} AND cleared_at IS NULL ORDER BY opened_at, id LIMIT 200`;
  return Rows.parse(rows).map(taskOf);
}

/** What staff settled at a library and may open again at that time, the last one first, at most 50. */
export async function settledTasksOf(
  db: TaskDatabase,
  { library, at }: { library: string; at: Instant },
): Promise<SettledTask[]> {
  const rows = await db.$queryRaw`
    SELECT id, kind, library, reservation_id, parcel_number, barcode, application_id, why, opened_at, cleared_at, cleared_by
    FROM task WHERE library = ${library} AND cleared_at IS NOT NULL AND reopen_until > ${new Date(at)} AND NOT EXISTS (
      SELECT FROM task now WHERE now.kind = task.kind AND now.subject_key = task.subject_key AND now.cleared_at IS NULL)
    ORDER BY cleared_at DESC, id LIMIT 50`;
  return ClearedRows.parse(rows).map((row) => ({
    ...taskOf(row),
    settledAt: instantFromDate(row.cleared_at),
    settledBy: row.cleared_by,
  }));
}

/**
 * Staff have done it. Answers the task; also when it was settled before (`already`), so that a request sent twice is
 * answered the same, and whether they may open it again; undefined when there never was one.
 *
 * @param done.forGood kinds by which more has happened than can be taken back
 */
export async function settleTask(
  tx: TaskDatabase,
  done: { taskId: string; account: string; at: Date; forGood?: readonly TaskKind[] },
): Promise<{ task: Task; already: boolean; mayReopen: boolean } | undefined> {
  const { taskId, account, at, forGood = [] } = done;
  const until = new Date(at.getTime() + REOPEN_MS);
  const settled = await tx.$executeRaw`
    UPDATE task SET cleared_at = ${at}, cleared_by = ${account},
      reopen_until = CASE WHEN kind = ANY (${[...forGood]}) THEN NULL ELSE ${until}::timestamptz END
    WHERE id = ${taskId}::uuid AND cleared_at IS NULL`;
  const rows = await tx.$queryRaw`
    SELECT id, kind, library, reservation_id, parcel_number, barcode, application_id, why, opened_at,
      coalesce(reopen_until > ${at}, false) AS may_reopen
    FROM task WHERE id = ${taskId}::uuid`;
  const row = SettledRows.parse(rows)[0];
  return row === undefined
    ? undefined
    : { task: taskOf(row), already: settled === 0, mayReopen: row.may_reopen };
}

/** Staff have done a task by which nothing else changes; repeated it answers the same. Refuses NOT_FOUND. */
export async function settle(
  db: TaskDatabase,
  { taskId, by, at }: { taskId: string; at: Instant; by: { account: string } },
): Promise<Decision<{ settled: true; mayReopen: boolean }>> {
  const done = await settleTask(db, { taskId, account: by.account, at: new Date(at) });
  return done === undefined ? refuse('NOT_FOUND') : allow({ settled: true, mayReopen: done.mayReopen });
}

/**
 * Staff had settled it by mistake: the same task is open again; repeated it answers the same. Refuses NOT_FOUND, and
 * TASK_OVER for what was settled otherwise or too long ago, for what something has ended since, and while there is
 * another one of its kind about the same (one that is being opened at this very moment is a fault, and asked again this).
 */
export async function reopenTask(
  db: TaskDatabase,
  { taskId, at }: { taskId: string; at: Instant },
): Promise<Decision<{ reopened: true }>> {
  await db.$executeRaw`
    UPDATE task SET cleared_at = NULL, cleared_by = NULL, reopen_until = NULL
    WHERE id = ${taskId}::uuid AND reopen_until > ${new Date(at)} AND NOT EXISTS (
      SELECT FROM task now WHERE now.kind = task.kind AND now.subject_key = task.subject_key AND now.cleared_at IS NULL)`;
  const rows = await db.$queryRaw`SELECT cleared_at FROM task WHERE id = ${taskId}::uuid`;
  const [row] = z.array(z.object({ cleared_at: z.date().nullable() })).parse(rows);
  if (row === undefined) return refuse('NOT_FOUND');
  return row.cleared_at === null ? allow({ reopened: true }) : refuse('TASK_OVER');
}

/**
 * Privacy: takes reservations that are erased out of what was ever to be done about them; what was open of them is
 * cleared, because nobody could be found by it any more. What is left says only that there was such work.
 */
export function forgetReservations(
  tx: TaskDatabase,
  { reservationIds, at }: { reservationIds: readonly string[]; at: Date },
): PromiseLike<number> {
  return tx.$executeRaw`
    UPDATE task SET reservation_id = NULL, subject_key = id::text, cleared_at = coalesce(cleared_at, ${at}),
      cleared_by = coalesce(cleared_by, 'process'), reopen_until = NULL
    WHERE reservation_id = ANY (${[...reservationIds]}::uuid[])`;
}

const Row = z.object({
  id: z.uuid(),
  kind: z.string(),
  library: z.string(),
  reservation_id: z.uuid().nullable(),
  parcel_number: z.string().nullable(),
  barcode: z.string().nullable(),
  application_id: z.uuid().nullable(),
  why: z.string(),
  opened_at: z.date(),
});
const Rows = z.array(Row);
const ClearedRows = z.array(Row.extend({ cleared_at: z.date(), cleared_by: z.string() }));
const SettledRows = z.array(Row.extend({ may_reopen: z.boolean() }));

function taskOf(row: z.infer<typeof Row>): Task {
  return TaskSchema.parse({
    taskId: row.id,
    kind: row.kind,
    library: row.library,
    subject: {
      ...(row.reservation_id ? { reservationId: row.reservation_id } : {}),
      ...(row.parcel_number ? { parcelNumber: row.parcel_number } : {}),
      ...(row.barcode ? { barcode: row.barcode } : {}),
      ...(row.application_id ? { applicationId: row.application_id } : {}),
    },
    why: row.why,
    openedAt: instantFromDate(row.opened_at),
  });
}

function keyOf({ reservationId, parcelNumber, barcode, applicationId }: TaskSubject): string {
  const parts = [reservationId, parcelNumber, barcode, applicationId].filter((part) => part !== undefined);
  if (parts.length === 0) throw new Error('A task is about nothing');
  return parts.join(' ');
}
