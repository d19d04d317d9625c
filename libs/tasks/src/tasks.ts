import { randomUUID } from 'node:crypto';
import {
  PREFECTURAL_LIBRARY,
  type Task,
  type TaskKind,
  TaskKindSchema,
  TaskSchema,
  type TaskSubject,
  TaskSubjectSchema,
  type TaskWhy,
  TaskWhySchema,
} from '@toshobin/contracts';
import { allow, type Decision, type Instant, instantFromDate, refuse } from '@toshobin/lending-rules';
import { z } from 'zod';

/** What the functions here need of a database or a transaction of Prisma's. */
export interface TaskDatabase {
  $executeRaw(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<number>;
  $queryRaw(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<unknown>;
}

export interface NewTask {
  kind: TaskKind;
  /** Whose work it is: the prefectural library's where none is named. */
  library?: string;
  subject: TaskSubject;
  why: TaskWhy;
  at: Date | Instant;
}

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

/** What settles a task beside staff: whatever part of a subject is given must fit. Answers how many were open. */
export function clearTasks(
  tx: TaskDatabase,
  done: { kinds: readonly TaskKind[]; subject: TaskSubject; by: string; at: Date | Instant },
): PromiseLike<number> {
  const { reservationId, parcelNumber, barcode, applicationId } = TaskSubjectSchema.parse(done.subject);
  return tx.$executeRaw`
    UPDATE task SET cleared_at = ${new Date(done.at)}, cleared_by = ${done.by}
    WHERE cleared_at IS NULL AND kind = ANY (${[...done.kinds]})
      AND (${reservationId ?? null}::uuid IS NULL OR reservation_id = ${reservationId ?? null}::uuid)
      AND (${parcelNumber ?? null}::text IS NULL OR parcel_number = ${parcelNumber ?? null})
      AND (${barcode ?? null}::text IS NULL OR barcode = ${barcode ?? null})
      AND (${applicationId ?? null}::uuid IS NULL OR application_id = ${applicationId ?? null}::uuid)`;
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

/**
 * Staff have done it. Answers the task; also when it was settled before (`already`), so that a request sent twice is
 * answered the same; undefined when there never was one.
 */
export async function settleTask(
  tx: TaskDatabase,
  done: { taskId: string; account: string; at: Date },
): Promise<{ task: Task; already: boolean } | undefined> {
  const settled = await tx.$executeRaw`
    UPDATE task SET cleared_at = ${done.at}, cleared_by = ${done.account}
    WHERE id = ${done.taskId}::uuid AND cleared_at IS NULL`;
  const rows = await tx.$queryRaw`
    SELECT id, kind, library, reservation_id, parcel_number, barcode, application_id, why, opened_at
    FROM task WHERE id = ${done.taskId}::uuid`;
  const row = Rows.parse(rows)[0];
  return row === undefined ? undefined : { task: taskOf(row), already: settled === 0 };
}

/** Staff have done a task by which nothing else changes; repeated it answers the same. Refuses NOT_FOUND. */
export async function settle(
  db: TaskDatabase,
  { taskId, by, at }: { taskId: string; at: Instant; by: { account: string } },
): Promise<Decision<{ settled: true }>> {
  const done = await settleTask(db, { taskId, account: by.account, at: new Date(at) });
  return done === undefined ? refuse('NOT_FOUND') : allow({ settled: true });
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
      cleared_by = coalesce(cleared_by, 'process')
    WHERE reservation_id = ANY (${[...reservationIds]}::uuid[])`;
}

const Rows = z.array(
  z.object({
    id: z.uuid(),
    kind: z.string(),
    library: z.string(),
    reservation_id: z.uuid().nullable(),
    parcel_number: z.string().nullable(),
    barcode: z.string().nullable(),
    application_id: z.uuid().nullable(),
    why: z.string(),
    opened_at: z.date(),
  }),
);

function taskOf(row: z.infer<typeof Rows>[number]): Task {
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
    why: TaskWhySchema.safeParse(row.why).data ?? null,
    openedAt: instantFromDate(row.opened_at),
  });
}

function keyOf({ reservationId, parcelNumber, barcode, applicationId }: TaskSubject): string {
  const parts = [reservationId, parcelNumber, barcode, applicationId].filter((part) => part !== undefined);
  if (parts.length === 0) throw new Error('A task is about nothing');
  return parts.join(' ');
}
