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
import { verbOn } from '../verbs/mount-verb.ts';
import { changedNumbers } from './changed-numbers.ts';
import { readTyped } from './number-words.ts';
import { fieldsOf, PolicyPage, type PolicyView } from './policy.page.tsx';
import { PolicyPreviewPage } from './policy-preview.page.tsx';
import { numberNames, numberWords } from './policy-words.ts';
import { whatItTouches } from './what-it-touches.ts';

const PolicyForm = z
  .object({
    basedOnVersion: z.coerce.number().int().min(1),
    /** Why: without it the change is shown and not made. */
    reason: z.string().trim().max(200).optional(),
  })
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

/** New numbers for the next decisions; what each was and is stands in the record. */
export const changePolicy = verbOn('changePolicy', staffWebApi.changePolicy, {
  may: 'changePolicy',
  words: '決まりの数字の変更',
  find: ({ catalog }) => catalog.call(catalogApi.readPolicy, {}),
  subject: ({ body }, _found, changed) => `policy ${changed?.version ?? body.basedOnVersion}`,
  changed: ({ body }, before) =>
    changedNumbers(before.policy, body.policy)
      .map(({ name, from, to }) => `${numberWords[name].label}　${from} → ${to}`)
      .join('、'),
  carryOut: ({ catalog }, { body: { reason: _, ...change }, by }) =>
    catalog.call(catalogApi.changePolicy, { body: { ...change, by } }),
});

export function mountPolicy(routes: StaffRoutes, deps: StaffWebDeps): void {
  const none: ReadonlySet<string> = new Set();
  routes.page('/policy', 'readPolicy', async (call) => {
    const [policy, before] = await Promise.all([
      deps.catalog.call(catalogApi.readPolicy, {}),
      deps.catalog.call(catalogApi.policyVersions, {}),
    ]);
    if (!policy.ok || !before.ok) pageFault(404);
    const mayChange = mayDo[staffOf(call).role].has('changePolicy');
    const { version } = policy.value;
    const asked = Number(call.request.query.version);
    // A change is taken back by the numbers of an earlier version; they are looked at and sent as any others.
    const earlier = mayChange ? before.value.versions.find((one) => one.version === asked) : undefined;
    const view = { version, fields: fieldsOf((earlier ?? policy.value).policy) };
    const versions = before.value.versions.map((one, at, all) => ({
      ...one,
      changes: changedNumbers(all[at + 1]?.policy ?? one.policy, one.policy),
    }));
    const page = { frame: frameOf(deps, call), view, mayChange, faulty: none, versions };
    sendPage(call.response, h(PolicyPage, { ...page, ...(earlier ? { earlier: asked } : {}) }));
  });
  routes.form('/policy', 'changePolicy', async (call) => {
    const { basedOnVersion, reason = '', ...given } = parseFields(PolicyForm, call.form);
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
    if (reason === '') {
      const policy = await deps.catalog.call(catalogApi.readPolicy, {});
      if (!policy.ok) pageFault(404);
      const changes = changedNumbers(policy.value.policy, read.policy);
      const view = { version: basedOnVersion, fields };
      const touched = await whatItTouches(deps, changes);
      return sendPage(call.response, h(PolicyPreviewPage, { frame, view, changes, touched }));
    }
    const changed = await changePolicy.doneBy(deps, staffOf(call), {
      params: {},
      body: { basedOnVersion, policy: read.policy, reason },
    });
    if (!changed.ok) {
      const { text } = await refused(deps, changed.refusal);
      const notice = { tone: 'stop', text } as const;
      return sendPage(call.response, draw(basedOnVersion, { notice, faulty: none }), 409);
    }
    call.response.redirect(303, '/policy');
  });
  routes.api(staffWebApi.readPolicy, 'readPolicy', () => deps.catalog.call(catalogApi.readPolicy, {}));
}
