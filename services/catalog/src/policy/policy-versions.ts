import { parseKnown } from '@toshobin/contracts';
import { instantFromDate, LendingPolicySchema } from '@toshobin/lending-rules';
import type { AnswerTo, CatalogDeps } from '../catalog-deps.ts';

const AT_MOST = 20;

/** The numbers of every version, newest first: a change is taken back by writing those of an earlier version. */
export async function policyVersions({ db }: Pick<CatalogDeps, 'db'>): Promise<AnswerTo<'policyVersions'>> {
  const rows = await db.policy.findMany({ orderBy: { version: 'desc' }, take: AT_MOST });
  const versions = rows.map(({ version, policy, changedBy, changedAt }) => ({
    ...{ version, changedBy, changedAt: instantFromDate(changedAt) },
    policy: parseKnown(LendingPolicySchema, policy),
  }));
  return { versions };
}
