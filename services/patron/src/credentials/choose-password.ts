import { allow, type Decision, type Instant } from '@toshobin/lending-rules';
import { hashPassword } from '@toshobin/passwords';
import { inTransaction } from '../database.ts';
import { lockPatron } from '../lock-patron.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { judgePassword, setPassword } from './set-password.ts';

/**
 * R2. A password of the patron's own takes the place of the initial one (or of the one before); any characters, at
 * least ten. The address, if there is one, is told. Refuses NOT_FOUND, PASSWORD_TOO_SHORT (min), PASSWORD_TOO_EASY.
 */
export async function choosePassword(
  deps: PatronDeps,
  request: { patronId: string; password: string; at: Instant },
): Promise<Decision<{ chosen: true }>> {
  const { patronId, password, at } = request;
  const judged = await judgePassword(deps.db, { patronId, password });
  if (!judged.ok) return judged;
  const hash = await hashPassword(password);
  await inTransaction(deps, async (tx) => {
    await lockPatron(tx, patronId);
    await setPassword(deps, tx, { patronId, hash, at });
  });
  return allow({ chosen: true });
}
