import {
  allow,
  type Decision,
  epochMs,
  type Instant,
  instantFromEpochMs,
  refuse,
} from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { hashOfRelease } from './release-code.ts';

const MINUTE = 60_000;
/** A visit: a desk resolves the card once for each copy it hands over, and a release stands for the card. */
const VISIT_MINUTES = 15;
/** Wrong codes of a library before it waits. */
const FREE_FAILURES = 5;
const BLOCKED_MINUTES = 30;

/**
 * R14. The patron whom a code lets a library hand out to: within its day, for one visit of fifteen minutes from its
 * first use. Refuses NOT_FOUND for a wrong code; five of them, and the library's codes wait for half an hour
 * (TRY_AGAIN), right ones too. All tries of a library queue up, so that a hundred at once are a hundred.
 */
export async function useRelease(
  deps: PatronDeps,
  request: { code: string; library: string; at: Instant },
): Promise<Decision<{ patronId: string }>> {
  const { code, library, at } = request;
  return deps.db.$transaction(async (tx) => {
    const failed = await lockFailures(tx, library, at);
    if (failed.blockedUntil !== null && failed.blockedUntil > new Date(at)) return refuse('TRY_AGAIN');
    const { secret, otherSecrets } = deps.settings;
    const hashes = [secret, ...otherSecrets].map((key) => hashOfRelease(library, code, key));
    const release = await tx.cardRelease.findFirst({ where: { codeHash: { in: hashes } } });
    const now = new Date(at);
    const works =
      release !== null &&
      release.validUntil >= now &&
      (release.usedUntil === null || release.usedUntil >= now);
    if (!works) {
      // Half an hour without a wrong code forgets them; so does the end of a wait.
      const recent = epochMs(at) - failed.lastAt.getTime() <= BLOCKED_MINUTES * MINUTE;
      const failures = (recent && failed.blockedUntil === null ? failed.failures : 0) + 1;
      const blockedUntil =
        failures < FREE_FAILURES ? null : instantFromEpochMs(epochMs(at) + BLOCKED_MINUTES * MINUTE);
      await tx.cardReleaseFailure.update({
        where: { library },
        data: { failures, lastAt: at, blockedUntil },
      });
      return refuse('NOT_FOUND');
    }
    if (release.usedUntil === null) {
      const usedUntil = instantFromEpochMs(epochMs(at) + VISIT_MINUTES * MINUTE);
      await tx.cardRelease.update({ where: { id: release.id }, data: { usedUntil } });
    }
    return allow({ patronId: release.patronId });
  });
}

async function lockFailures(tx: Transaction, library: string, at: Instant) {
  await tx.$executeRaw`
    INSERT INTO card_release_failure (library, failures, last_at) VALUES (${library}, 0, ${new Date(at)})
    ON CONFLICT (library) DO NOTHING`;
  await tx.$queryRaw`SELECT 1 FROM card_release_failure WHERE library = ${library} FOR UPDATE`;
  return tx.cardReleaseFailure.findUniqueOrThrow({ where: { library } });
}
