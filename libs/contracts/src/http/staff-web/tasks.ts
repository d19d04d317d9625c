import { CalendarDateSchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { endpoint } from '../../endpoint.ts';
import { UuidSchema } from '../../ids.ts';
import { TaskSchema, taskApi } from '../../tasks.ts';
import { patronApi } from '../patron.ts';
import { byReservation } from './shapes.ts';

/** Where a task is kept; it is settled there. */
export const TaskOwnerSchema = z.enum(['catalog', 'patron', 'shipping']);
export type TaskOwner = z.infer<typeof TaskOwnerSchema>;

/** 要確認: what the services ask of the account's library. */
export const staffTaskApi = {
  tasks: endpoint({
    method: 'get',
    path: '/api/tasks',
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
        }),
      ),
      /** Services that could not be asked: their tasks are missing. */
      away: z.array(TaskOwnerSchema),
    }),
  }),
  settleTask: endpoint({
    method: 'post',
    path: '/api/tasks/:owner/:taskId/settle',
    summary: taskApi.settleTask.summary,
    params: z.strictObject({ owner: TaskOwnerSchema, taskId: UuidSchema }),
    body: z.strictObject({ reached: z.boolean().optional() }),
    answer: taskApi.settleTask.answer,
    refusals: taskApi.settleTask.refusals,
  }),
  whomToCall: endpoint({
    method: 'get',
    path: '/api/reservations/:reservationId/patron',
    summary: patronApi.patronOfReservation.summary,
    params: byReservation,
    answer: patronApi.patronOfReservation.answer,
    refusals: patronApi.patronOfReservation.refusals,
  }),
} as const;
