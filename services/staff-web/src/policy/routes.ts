import { catalogApi, staffWebApi } from '@toshobin/contracts';
import { type Decision, type LendingPolicy, LendingPolicySchema } from '@toshobin/lending-rules';
import { type FormBody, pageFault, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import { refused } from '../pages/keep-answer.ts';
import { mayDo, type Staff } from '../roles.ts';
import { byOf } from '../scans/scan-copy.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import { fieldsOf, PolicyPage } from './policy.page.tsx';

const PolicyForm = z.object({ basedOnVersion: z.coerce.number().int().min(1) }).catchall(z.string().max(500));
const names = Object.keys(LendingPolicySchema.shape);

/** The fields of the form as a policy, or the names of those that can't be read. */
function policyOf(fields: FormBody): { policy: LendingPolicy } | { faulty: ReadonlySet<string> } {
  const values = Object.fromEntries(names.map((name) => [name, fieldValue(fields[name])]));
  const read = LendingPolicySchema.safeParse(values);
  return read.success
    ? { policy: read.data }
    : { faulty: new Set(read.error.issues.map((issue) => String(issue.path[0]))) };
}

/** Periods are written as they are; numbers, yes and no, lists and windows as JSON. */
function fieldValue(field: FormBody[string] | undefined): unknown {
  if (typeof field !== 'string') return undefined;
  const text = field.normalize('NFKC').trim();
  if (text.startsWith('P')) return text;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function changePolicy(
  deps: StaffWebDeps,
  staff: Staff,
  change: { basedOnVersion: number; policy: LendingPolicy },
): Promise<Decision<{ version: number; policy: LendingPolicy }>> {
  const body = { ...change, by: byOf(staff) };
  const answer = await deps.catalog.call(catalogApi.changePolicy, { body });
  const outcome = answer.ok ? 'done' : answer.refusal.code;
  const subject = `policy ${answer.ok ? answer.value.version : change.basedOnVersion}`;
  await deps.audit.write(staff, { action: 'changePolicy', subject, outcome });
  return answer;
}

export function mountPolicy(routes: StaffRoutes, deps: StaffWebDeps): void {
  const none: ReadonlySet<string> = new Set();
  routes.page('/policy', 'readPolicy', async (call) => {
    const policy = await deps.catalog.call(catalogApi.readPolicy, {});
    if (!policy.ok) pageFault(404);
    const view = { version: policy.value.version, fields: fieldsOf(policy.value.policy) };
    const mayChange = mayDo[staffOf(call).role].has('changePolicy');
    sendPage(call.response, h(PolicyPage, { frame: frameOf(deps, call), view, mayChange, faulty: none }));
  });
  routes.form('/policy', 'changePolicy', async (call) => {
    const { basedOnVersion, ...given } = parseFields(PolicyForm, call.form);
    const frame = frameOf(deps, call);
    const fields = Object.fromEntries(names.map((name) => [name, given[name] ?? '']));
    const read = policyOf(fields);
    const draw = (
      version: number,
      more: Omit<Parameters<typeof PolicyPage>[0], 'frame' | 'view' | 'mayChange'>,
    ) => h(PolicyPage, { frame, view: { version, fields }, mayChange: true, ...more });
    if ('faulty' in read) {
      const notice = { tone: 'stop', text: '書き方を確かめてください。まだ何も変わっていません。' } as const;
      return sendPage(call.response, draw(basedOnVersion, { notice, faulty: read.faulty }), 422);
    }
    const changed = await changePolicy(deps, staffOf(call), { basedOnVersion, policy: read.policy });
    if (!changed.ok) {
      const { text } = await refused(deps, changed.refusal);
      const notice = { tone: 'stop', text } as const;
      return sendPage(call.response, draw(basedOnVersion, { notice, faulty: none }), 409);
    }
    call.response.redirect(303, '/policy');
  });
  routes.api(staffWebApi.readPolicy, 'readPolicy', () => deps.catalog.call(catalogApi.readPolicy, {}));
  routes.api(staffWebApi.changePolicy, 'changePolicy', ({ body, visit }) =>
    changePolicy(deps, staffOf({ visit }), body),
  );
}
