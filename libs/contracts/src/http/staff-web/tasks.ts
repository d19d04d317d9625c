import { CalendarDateSchema, InstantSchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { reason } from '../../by-staff.ts';
import { get, offered, post } from '../../endpoint.ts';
import { UuidSchema } from '../../ids.ts';
import { SettledTaskSchema, TaskSchema, taskApi } from '../../tasks.ts';
import { patronApi } from '../patron/index.ts';

/** The service that keeps a task, and where it is settled. */
export const TaskOwnerSchema = z.enum(['catalog', 'patron', 'shipping']);
export type TaskOwner = z.infer<typeof TaskOwnerSchema>;

const byTask = z.strictObject({ owner: TaskOwnerSchema, taskId: UuidSchema });
const TaskNoteSchema = z.object({ at: InstantSchema, account: z.string(), note: z.string() });
export type TaskNote = z.infer<typeof TaskNoteSchema>;

/** 要確認: what the services ask of the account's library. */
export const staffTaskApi = {
  tasks: get('/api/tasks', {
    summary: 'Open tasks of the account’s library from all services, the most urgent first',
    answer: z.object({
      tasks: z.array(
        TaskSchema.extend({
          owner: TaskOwnerSchema,
          /** What happened, and what to do next, in the words of the desk. */
          title: z.string(),
          next: z.string(),
          /** The day by which it should be done; null: no hurry. */
          until: CalendarDateSchema.nullable(),
          /** The notes of staff about it, the first one first. */
          notes: z.array(TaskNoteSchema),
        }),
      ),
      /** Services that could not be asked: their tasks are missing. */
      away: z.array(TaskOwnerSchema),
    }),
  }),
  settledTasks: get('/api/tasks/settled', {
    summary: 'What the account’s library settled and may open again, from all services, the last one first',
    answer: z.object({
      tasks: z.array(SettledTaskSchema.extend({ owner: TaskOwnerSchema, title: z.string() })),
      away: z.array(TaskOwnerSchema),
    }),
  }),
  settleTask: offered(taskApi.settleTask, {
    path: '/api/tasks/:owner/:taskId/settle',
    params: byTask,
    body: z.strictObject({ reached: z.boolean().optional() }),
  }),
  reopenTask: offered(taskApi.reopenTask, {
    path: '/api/tasks/:owner/:taskId/reopen',
    params: byTask,
    body: z.strictObject({}),
  }),
  noteTask: post('/api/tasks/:owner/:taskId/notes', {
    summary: 'Notes about a task what was done or asked; kept for good in 操作の記録, so no names in it',
    params: byTask,
    body: z.strictObject({ note: reason }),
    answer: z.object({ noted: z.literal(true) }),
    refusals: ['NOT_FOUND'],
  }),
  whomToCall: offered(patronApi.patronOfReservation, { path: '/api/reservations/:reservationId/patron' }),
} as const;
