import { InstantSchema } from '@toshobin/lending-rules';
import { z } from 'zod';
import { reason } from '../../by-staff.ts';
import { post } from '../../endpoint.ts';
import { LibraryCodeSchema, UuidSchema } from '../../ids.ts';
import { StaffRoleSchema } from './shapes.ts';

const byAccount = z.strictObject({ accountId: UuidSchema });
const worksAs = { role: StaffRoleSchema, library: LibraryCodeSchema };
const noFields = z.strictObject({});
/** A one-time code on paper, told once: its owner chooses a password with it. */
const setUpCode = z.object({ account: z.string(), code: z.string(), until: InstantSchema });
const changed = z.object({ accountId: UuidSchema, account: z.string() });

/** Accounts of staff and terminals of pickup libraries, for administrators alone. */
export const staffAccountApi = {
  createAccount: post('/api/accounts', {
    summary: 'Makes an account, and the code with which its owner chooses a password',
    body: z.strictObject({ account: z.string().min(1).max(64), ...worksAs }),
    answer: setUpCode,
    refusals: ['ACCOUNT_NAME', 'ACCOUNT_TAKEN', 'PICKUP_LIBRARY_UNKNOWN'],
  }),
  issueSetUpCode: post('/api/accounts/:accountId/set-up-code', {
    summary: 'A new code in place of the password, and of the second factor where that is lost too',
    params: byAccount,
    body: z.strictObject({ what: z.enum(['password', 'secondFactor']), reason }),
    answer: setUpCode,
    refusals: ['NOT_FOUND', 'LAST_ADMINISTRATOR'],
  }),
  changeAccount: post('/api/accounts/:accountId/role', {
    summary: 'Another role or library; whoever is signed in with it is not any more',
    params: byAccount,
    body: z.strictObject(worksAs),
    answer: changed,
    refusals: ['NOT_FOUND', 'LAST_ADMINISTRATOR', 'PICKUP_LIBRARY_UNKNOWN'],
  }),
  suspendAccount: post('/api/accounts/:accountId/suspend', {
    summary: 'Nobody signs in with it, and whoever has is signed out',
    params: byAccount,
    body: z.strictObject({ reason }),
    answer: changed,
    refusals: ['NOT_FOUND', 'LAST_ADMINISTRATOR'],
  }),
  reactivateAccount: post('/api/accounts/:accountId/reactivate', {
    summary: 'A suspended account works again, with the password that it had',
    params: byAccount,
    body: noFields,
    answer: changed,
    refusals: ['NOT_FOUND'],
  }),
  makeEnrolmentNumber: post('/api/terminals/numbers', {
    summary: 'A number, told once, that makes one browser a terminal of a pickup library',
    body: z.strictObject({ library: LibraryCodeSchema, name: z.string().trim().min(1).max(40) }),
    answer: z.object({ number: z.string(), validUntil: InstantSchema }),
    refusals: ['PICKUP_LIBRARY_UNKNOWN'],
  }),
  revokeTerminal: post('/api/terminals/:terminalId/revoke', {
    summary: 'Nobody signs in at that terminal any more, and whoever has is signed out',
    params: z.strictObject({ terminalId: UuidSchema }),
    body: z.strictObject({ reason }),
    answer: z.object({ terminalId: UuidSchema }),
    refusals: ['NOT_FOUND'],
  }),
} as const;
