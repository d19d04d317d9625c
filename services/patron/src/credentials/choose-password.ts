import { allow, instantFromDate, refuse } from '@toshobin/lending-rules';
import { hashPassword } from '@toshobin/passwords';
import { inTransaction } from '../database.ts';
import { lockPatron } from '../lock-patron.ts';
import type { Answers } from '../patron-deps.ts';
import { hashOfPresent } from './check-password.ts';
import { judgePassword, setPassword } from './set-password.ts';

/**
 * R2. A password of the patron's own takes the place of the initial one, or of the one before: a patron who has chosen
 * one presents it (`current`); others say when the password was set that they signed in with (`passwordSetAt`). Of two
 * at once one changes it. Any characters, at least ten. The address, if there is one, is told. Refuses NOT_FOUND,
 * PASSWORD_TOO_SHORT (min), PASSWORD_TOO_EASY; SIGN_IN_FAILED where the password is another one by now; with `current`
 * SIGN_IN_LATER (minutes).
 */
export const choosePassword: Answers<'choosePassword'> = async (deps, request) => {
  const { patronId, password, current, passwordSetAt, at } = request;
  const presented =
    current === undefined ? undefined : await hashOfPresent(deps, { patronId, password: current, at });
  if (presented?.ok === false) return presented;
  const judged = await judgePassword(deps.db, { patronId, password });
  if (!judged.ok) return judged;
  const hash = await hashPassword(password);
  return inTransaction(deps, async (tx) => {
    await lockPatron(tx, patronId);
    const credential = await tx.credential.findUnique({ where: { patronId } });
    const setAt = credential && instantFromDate(credential.setAt);
    const isAnother =
      presented === undefined
        ? passwordSetAt !== undefined && passwordSetAt !== setAt
        : credential?.hash !== presented.value;
    if (isAnother) return refuse('SIGN_IN_FAILED');
    await setPassword(deps, tx, { patronId, hash, at });
    return allow({ chosen: true });
  });
};
