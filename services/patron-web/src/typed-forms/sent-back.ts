import { createHash } from 'node:crypto';
import type { Refusal } from '@toshobin/lending-rules';
import { statusOfRefusal } from '@toshobin/service';
import { pageFault } from '@toshobin/web';
import type { Response } from 'express';
import type { PatronWebDeps } from '../deps.ts';
import type { PatronCall } from '../patron-routes.ts';
import type { TypedForm } from './typed-forms.ts';

/** What a form that was not accepted was sent with, never a password, and why it comes back. */
export type SentBack = Pick<Extract<TypedForm, { form: 'sentBack' }>, 'typed' | 'wrong' | 'refusal'>;

type Deps = Pick<PatronWebDeps, 'typedForms'>;

/**
 * Leads to the form's page, which shows what was typed and why it came back: the browser's back finds it there. What is not
 * this visitor's has no such page.
 */
export async function sendBack(
  deps: Deps,
  { visit, response }: PatronCall,
  page: string,
  why: Partial<SentBack>,
): Promise<void> {
  if (why.refusal?.code === 'NOT_FOUND') pageFault(404);
  const address = `${page}${page.includes('?') ? '&' : '?'}again=1`;
  const sent: TypedForm = { form: 'sentBack', page: digestOf(address), typed: {}, wrong: [], ...why };
  await deps.typedForms.keep(await visit.openSession(), sent);
  response.redirect(303, address);
}

/** What the form of this page came back with; nothing for whoever comes to the page anew. */
export async function sentBack(deps: Deps, { visit, request }: PatronCall): Promise<SentBack> {
  const none = { typed: {}, wrong: [] };
  if (request.query.again === undefined) return none;
  const kept = await deps.typedForms.read(visit.sessionId, 'sentBack');
  return kept?.page === digestOf(request.originalUrl) ? kept : none;
}

/** The status of a page with what is to be mended on it. */
export function statusOf(
  response: Response,
  { wrong, refusal }: { wrong: readonly unknown[]; refusal?: Refusal | undefined },
): number {
  return refusal ? statusOfRefusal(response, refusal) : wrong.length > 0 ? 422 : 200;
}

function digestOf(address: string): string {
  return createHash('sha256').update(address).digest('base64url');
}
