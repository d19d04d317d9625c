import { staffWebApi } from '@toshobin/contracts';
import { contradictionsIn, type LendingPolicy, LendingPolicySchema } from '@toshobin/lending-rules';
import { parseFields } from '@toshobin/web';
import { z } from 'zod';
import { type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { drawPage, orFault } from '../pages/draw-page.ts';
import type { Faults } from '../pages/entry.tsx';
import { refused } from '../pages/keep-answer.ts';
import { mayDo } from '../roles.ts';
import { verbOn } from '../verbs/mount-verb.ts';
import { changedNumbers } from './changed-numbers.ts';
import { howToWrite, readTyped } from './number-words.ts';
import { fieldsOf, PolicyPage, type PolicyView } from './policy.page.tsx';
import { PolicyPreviewPage } from './policy-preview.page.tsx';
import { type NumberName, numberNames, numberWords } from './policy-words.ts';
import { whatItTouches } from './what-it-touches.ts';

const PolicyForm = z
  .object({
    basedOnVersion: z.coerce.number().int().min(1),
    /** Why: without it the change is shown and not made. */
    reason: z.string().trim().max(200).optional(),
    /** From the page that shows the change to the form, with what was typed. */
    back: z.literal('yes').optional(),
  })
  .catchall(z.union([z.string().max(100), z.array(z.string().max(10)).max(7)]));

/** The fields of the form as a policy, or what is wrong: as a whole, and by the names of the fields. */
function policyOf(
  fields: PolicyView['fields'],
): { policy: LendingPolicy } | { says: string; faults: Faults } {
  const values = Object.fromEntries(
    numberNames.map((name) => [name, readTyped(fields[name], numberWords[name].kind)]),
  );
  const read = LendingPolicySchema.safeParse(values);
  if (!read.success) {
    const unread = new Set(read.error.issues.map((issue) => String(issue.path[0])));
    const faulty = numberNames.filter((name) => unread.has(name));
    const which = faulty.map((name) => numberWords[name].label).join('、');
    return {
      says: `${faulty.length}か所、書き方を確かめてください（${which}）。`,
      faults: Object.fromEntries(faulty.map((name) => [name, howToWrite(numberWords[name].kind)])),
    };
  }
  const found = contradictionsIn(read.data).map(({ longer, shorter }): [NumberName, string] => [
    longer,
    `『${numberWords[longer].label}』は、『${numberWords[shorter].label}』より長い日数にしてください。`,
  ]);
  if (found.length === 0) return { policy: read.data };
  const faults: Record<string, string> = {};
  for (const [name, says] of found) faults[name] = `${faults[name] ?? ''}${says}`;
  return { says: Object.values(faults).join(''), faults };
}

/** New numbers for the next decisions; what each was and is stands in the record. */
export const changePolicy = verbOn('changePolicy', staffWebApi.changePolicy, {
  may: 'changePolicy',
  words: '決まりの数字の変更',
  find: ({ catalog }) => catalog.readPolicy(),
  subject: ({ body }, _found, changed) => `policy ${changed?.version ?? body.basedOnVersion}`,
  changed: ({ body }, before) =>
    changedNumbers(before.policy, body.policy)
      .map(({ name, from, to }) => `${numberWords[name].label}　${from} → ${to}`)
      .join('、'),
  carryOut: ({ catalog }, { body: { reason: _, ...change }, by }) =>
    catalog.changePolicy({ body: { ...change, by } }),
});

export function mountPolicy(routes: StaffRoutes, deps: StaffWebDeps): void {
  const { mailWindow } = deps.setting;
  routes.page('/policy', 'readPolicy', async (call) => {
    const [policy, before] = await Promise.all([
      deps.catalog.readPolicy().then(orFault),
      deps.catalog.policyVersions().then(orFault),
    ]);
    const mayChange = mayDo[staffOf(call).role].has('changePolicy');
    const { version } = policy;
    const asked = Number(call.request.query.version);
    // A change is taken back by the numbers of an earlier version; they are looked at and sent as any others.
    const earlier = mayChange ? before.versions.find((one) => one.version === asked) : undefined;
    const view = { version, fields: fieldsOf((earlier ?? policy).policy) };
    const versions = before.versions.map((one, at, all) => ({
      ...one,
      changes: changedNumbers(all[at + 1]?.policy ?? one.policy, one.policy),
    }));
    const page = { view, mayChange, mailWindow, versions };
    drawPage(deps, call, PolicyPage, { ...page, ...(earlier ? { earlier: asked } : {}) });
  });
  routes.form('/policy', 'changePolicy', async (call) => {
    const { basedOnVersion, reason = '', back, ...given } = parseFields(PolicyForm, call.form);
    const fields = Object.fromEntries(numberNames.map((name) => [name, given[name]]));
    const view = { version: basedOnVersion, fields };
    const page = { view, mayChange: true, mailWindow };
    if (back) return drawPage(deps, call, PolicyPage, page);
    const read = policyOf(fields);
    const stop = (text: string) => ({ tone: 'stop' as const, text });
    if ('faults' in read) {
      const notice = stop(`${read.says}まだ何も変わっていません。`);
      return drawPage(deps, call, PolicyPage, { ...page, notice, faults: read.faults });
    }
    if (reason === '') {
      const { policy } = orFault(await deps.catalog.readPolicy());
      const changes = changedNumbers(policy, read.policy);
      const touched = await whatItTouches(deps, changes, read.policy);
      return drawPage(deps, call, PolicyPreviewPage, { view, changes, touched });
    }
    const changed = await changePolicy.doneBy(deps, staffOf(call), {
      params: {},
      body: { basedOnVersion, policy: read.policy, reason },
    });
    if (changed.ok) return call.response.redirect(303, '/policy');
    const notice = stop((await refused(deps, changed.refusal)).text);
    drawPage(deps, call, PolicyPage, { ...page, notice }, 409);
  });
  routes.api(staffWebApi.readPolicy, 'readPolicy', () => deps.catalog.readPolicy());
}
