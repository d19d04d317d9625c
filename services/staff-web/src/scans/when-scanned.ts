import { type Instant, InstantSchema, instantFromDate, isAfter } from '@toshobin/lending-rules';
import { type FormBody, parseFields, type Visit } from '@toshobin/web';
import { z } from 'zod';
import type { Staff, StaffWebDeps } from '../deps.ts';

/** What is done once, however often its form comes: the id that the form brings, and the moment that counts. */
export interface Step {
  factId: string;
  occurredAt: Instant;
}

export interface CodeRead extends Step {
  code: string;
}

/** How a form brings a step; without a script the time is when the form arrived. */
export const stepFields = { factId: z.uuid(), occurredAt: InstantSchema.optional() };

/**
 * When a scan happened (design: facts 6). A device without a line says so itself; its clock may be a day slow or fast,
 * so its time counts only between the session's last contact before this one and now, and is the nearer end otherwise.
 */
export async function whenScanned(
  deps: Pick<StaffWebDeps, 'desk' | 'now'>,
  visit: Visit<Staff>,
  said: Instant | undefined,
): Promise<Instant> {
  const now = instantFromDate(deps.now());
  if (said === undefined || isAfter(said, now)) return now;
  const contact = (await deps.desk.contactBefore(await visit.openSession())) ?? now;
  return isAfter(contact, said) ? contact : said;
}

/** What a form says, with the time that counts. */
export function formTimed<T extends { occurredAt?: Instant | undefined }>(
  deps: Pick<StaffWebDeps, 'desk' | 'now'>,
  { visit, form }: { visit: Visit<Staff>; form: FormBody },
  fields: z.ZodType<T>,
) {
  return timed(deps, visit, parseFields(fields, form));
}

/** A scan as it was sent, with the time that counts. */
export async function timed<T extends { occurredAt?: Instant | undefined }>(
  deps: Pick<StaffWebDeps, 'desk' | 'now'>,
  visit: Visit<Staff>,
  scan: T,
): Promise<Omit<T, 'occurredAt'> & { occurredAt: Instant }> {
  return { ...scan, occurredAt: await whenScanned(deps, visit, scan.occurredAt) };
}
