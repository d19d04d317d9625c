import type { Decision, Refusal } from '@toshobin/lending-rules';
import type { PageCall } from '@toshobin/web';
import type { StaffWebDeps } from '../deps.ts';
import type { Staff } from '../roles.ts';
import { type Said, sayRefusal } from '../scans/say.ts';
import type { WhereFrom } from './fields.ts';

/** Keeps the answer to a form for the page it goes back to. A refusal at a desk is an answer, not an error. */
export async function answerOn<T>(
  deps: StaffWebDeps,
  call: PageCall<Staff>,
  page: string,
  given: { decision: Decision<T>; said: (value: T) => Said; code: string; from?: WhereFrom },
): Promise<void> {
  const { decision, said, code } = given;
  const answer = decision.ok ? said(decision.value) : await refused(deps, decision.refusal);
  await deps.desk.keepAnswer(await call.visit.openSession(), { page, code, ...answer });
  call.response.redirect(303, given.from === undefined ? page : `${page}?from=${given.from}`);
}

export async function refused(deps: StaffWebDeps, refusal: Refusal): Promise<Said> {
  return sayRefusal(refusal, { phone: deps.setting.phone, nameOf: await deps.libraries.names() });
}
