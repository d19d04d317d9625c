import { allow, type Decision, type Instant, refuse } from '@toshobin/lending-rules';
import { fromDateColumn } from '../dates.ts';
import { lockPatron } from '../lock-patron.ts';
import { queueAddressNotice } from '../notices/queue-notice.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { isEasyPassword, PASSWORD_MIN } from './easy-password.ts';
import { hashPassword } from './hash-password.ts';

/**
 * R2. A password of the patron's own takes the place of the initial one (or of the one before); any characters, at
 * least ten. The address, if there is one, is told. Refuses NOT_FOUND, PASSWORD_TOO_SHORT (min), PASSWORD_TOO_EASY.
 */
export async function choosePassword(
  deps: PatronDeps,
  request: { patronId: string; password: string; at: Instant },
): Promise<Decision<{ chosen: true }>> {
  const { patronId, password, at } = request;
  const patron = await deps.db.patron.findUnique({ where: { id: patronId }, include: { cards: true } });
  if (patron === null) return refuse('NOT_FOUND');
  if ([...password].length < PASSWORD_MIN) return refuse('PASSWORD_TOO_SHORT', { min: PASSWORD_MIN });
  const known = {
    birthDate: fromDateColumn(patron.birthDate),
    cardNumbers: patron.cards.map((card) => card.number),
    phone: patron.phone,
  };
  if (isEasyPassword(password, known)) return refuse('PASSWORD_TOO_EASY');
  const hash = await hashPassword(password);
  await deps.db.$transaction(async (tx) => {
    await lockPatron(tx, patronId);
    const data = { kind: 'chosen' as const, hash, setAt: at };
    await tx.credential.upsert({ where: { patronId }, create: { patronId, ...data }, update: data });
    if (patron.email !== null && patron.emailStatus === 'verified') {
      await queueAddressNotice(deps, tx, {
        patronId,
        address: patron.email,
        data: { kind: 'passwordChanged' },
      });
    }
  });
  deps.wake('notices');
  return allow({ chosen: true });
}
