import { catalogApi, type RecordDetail } from '@toshobin/contracts';
import { pageFault } from '@toshobin/web';
import type { Request } from 'express';
import type { PatronWebDeps } from '../deps.ts';
import { readRecord } from './read-record.ts';

/** The record whose number or id the address has; a page that says so when there is none. */
export async function recordAsked(
  deps: Pick<PatronWebDeps, 'catalog'>,
  { params }: Pick<Request, 'params'>,
): Promise<RecordDetail> {
  const key = String(params.recordId).toUpperCase();
  const asked = catalogApi.readRecord.params.safeParse({ recordId: key });
  if (!asked.success) pageFault(404);
  const record = await readRecord(deps, asked.data.recordId);
  if (!record.ok) pageFault(404);
  return record.value;
}
