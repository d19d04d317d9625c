import { catalogApi, staffWebApi } from '@toshobin/contracts';
import { type LendingPolicy, LendingPolicySchema } from '@toshobin/lending-rules';
import { pageFault, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import { refused } from '../pages/keep-answer.ts';
import { mayDo } from '../roles.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import { verb } from '../verbs/mount-verb.ts';
import { readTyped } from './number-words.ts';
import { fieldsOf, numberNames, PolicyPage, type PolicyView } from './policy.page.tsx';
import { numberWords } from './policy-words.ts';

const PolicyForm = z
  .object({ basedOnVersion: z.coerce.number().int().min(1) })
  .catchall(z.union([z.string().max(100), z.array(z.string().max(10)).max(7)]));

/** The fields of the form as a policy, or the names of those that can't be read or make no sense. */
function policyOf(fields: PolicyView['fields']): { policy: LendingPolicy } | { faulty: ReadonlySet<string> } {
  const values = Object.fromEntries(
    numberNames.map((name) => [name, readTyped(fields[name], numberWords[name].kind)]),
  );
  const read = LendingPolicySchema.safeParse(values);
  return read.success
    ? { policy: read.data }
    : { faulty: new Set(read.error.issues.map((issue) => String(issue.path[0]))) };
}

/** New numbers for the next decisions. */
export const changePolicy = verb('changePolicy', staffWebApi.changePolicy, {
  may: 'changePolicy',
  words: '決まりの数字の変更',
  subject: ({ body }, _found, changed) => `policy ${changed?.version ?? body.basedOnVersion}`,
  carryOut: ({ catalog }, { body, by }) => catalog.call(catalogApi.changePolicy, { body: { ...body, by } }),
});

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
    const fields = Object.fromEntries(numberNames.map((name) => [name, given[name]]));
    const read = policyOf(fields);
    const draw = (
      version: number,
      more: Omit<Parameters<typeof PolicyPage>[0], 'frame' | 'view' | 'mayChange'>,
    ) => h(PolicyPage, { frame, view: { version, fields }, mayChange: true, ...more });
    if ('faulty' in read) {
      const text = `${read.faulty.size}か所、書き方を確かめてください。まだ何も変わっていません。`;
      const notice = { tone: 'stop', text } as const;
      return sendPage(call.response, draw(basedOnVersion, { notice, faulty: read.faulty }), 422);
    }
    const changed = await changePolicy.doneBy(
      deps,
      { staff: staffOf(call) },
      { params: {}, body: { basedOnVersion, policy: read.policy } },
    );
    if (!changed.ok) {
      const { text } = await refused(deps, changed.refusal);
      const notice = { tone: 'stop', text } as const;
      return sendPage(call.response, draw(basedOnVersion, { notice, faulty: none }), 409);
    }
    call.response.redirect(303, '/policy');
  });
  routes.api(staffWebApi.readPolicy, 'readPolicy', () => deps.catalog.call(catalogApi.readPolicy, {}));
}
