import { InstantSchema, NewPolicySchema, RefusalValuesSchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { reason } from '../../by-staff.ts';
import { get, offered, post } from '../../endpoint.ts';
import { LibraryCodeSchema } from '../../ids.ts';
import { catalogApi } from '../catalog/index.ts';
import { CopyToReturnSchema } from '../catalog/shapes.ts';
import { staffAccountApi } from './accounts.ts';
import { staffCardApi } from './cards.ts';
import { staffLibraryApi } from './libraries.ts';
import { staffParcelApi } from './parcels.ts';
import { staffPhoneApi } from './phone.ts';
import { staffRepairApi } from './repair.ts';
import { staffScanApi } from './scans.ts';
import { staffSettlingApi } from './settling.ts';
import { StaffRoleSchema } from './shapes.ts';
import { staffStockApi } from './stock.ts';
import { staffTaskApi } from './tasks.ts';

export { type HeldAnswer, HeldAnswerSchema } from './parcels.ts';
export type { LendOverride } from './scans.ts';
export { type StaffRole, StaffRoleSchema } from './shapes.ts';
export { type TaskNote, type TaskOwner, TaskOwnerSchema } from './tasks.ts';

/**
 * The staff's public HTTP interface: verbs of the desks. Who may do what is one table in staff-web; the library
 * is a property of the account.
 */
export const staffWebApi = {
  signIn: post('/api/session', {
    summary:
      'Signs a staff account in. Where a second factor is required, with its present code; a pickup library signs in at an enrolled terminal alone (the cookie of its browser)',
    body: z.strictObject({
      account: z.string().min(1).max(64),
      password: z.string().min(1).max(256),
      /** A code of the app (six digits), or a recovery code; each counts once. */
      code: z.string().min(1).max(32).optional(),
    }),
    answer: z.object({ role: StaffRoleSchema, library: LibraryCodeSchema }),
    refusals: [
      'SIGN_IN_FAILED',
      'SIGN_IN_LATER',
      'SECOND_FACTOR_NEEDED',
      'SECOND_FACTOR_WRONG',
      'SECOND_FACTOR_LOCKED',
      'TERMINAL_NEEDED',
    ],
  }),
  pickList: offered(catalogApi.pickList),
  copiesToReturn: get('/api/copies-to-return', {
    summary: catalogApi.copiesToReturn.summary,
    // The answer has no title: a branch asks, too.
    answer: z.object({ rows: z.array(CopyToReturnSchema.omit({ title: true, reservationId: true })) }),
  }),
  readPolicy: offered(catalogApi.readPolicy),
  changePolicy: offered(catalogApi.changePolicy, {
    body: z.strictObject({
      basedOnVersion: z.int(),
      policy: NewPolicySchema,
      reason,
    }),
  }),
  timeline: offered(catalogApi.readReservation, {
    summary: 'A reservation’s facts and the address of its history in the Temporal UI',
    answer: z.object({ reservation: catalogApi.readReservation.answer, history: z.string() }),
  }),
  audit: get('/api/audit', {
    summary: '操作の記録: what was done last, newest first (at most 200 at once)',
    query: z.strictObject({
      subject: z.string().max(100).optional(),
      /** `further` of an earlier answer: older entries than that one's are asked for. */
      before: z
        .string()
        .regex(/^\d{1,18}$/)
        .optional(),
    }),
    answer: z.object({
      /** The end of this page, for asking for older ones; null where these are the oldest. */
      further: z.string().nullable(),
      deeds: z.array(
        z.object({
          at: InstantSchema,
          account: z.string(),
          role: z.string(),
          /** 代行入力: the library entered for, another than the account's own. */
          library: z.string(),
          action: z.string(),
          /** A copy, a parcel, a reservation or a patron by its number or id; never two of them. */
          subject: z.string(),
          /** `done`, or the code of the refusal. */
          outcome: z.string(),
          reason: z.string().nullable(),
          /** The setting before and after, in words. */
          changed: z.string().nullable(),
          /** The values in the sentence of the refusal, but no copy, parcel, person or date of theirs. */
          told: RefusalValuesSchema.nullable(),
        }),
      ),
    }),
  }),
  ...staffTaskApi,
  ...staffScanApi,
  ...staffParcelApi,
  ...staffPhoneApi,
  ...staffCardApi,
  ...staffLibraryApi,
  ...staffStockApi,
  ...staffSettlingApi,
  ...staffRepairApi,
  ...staffAccountApi,
} as const;
