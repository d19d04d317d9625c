import { allow, type Decision, fromDateColumn, type Instant, refuse } from '@toshobin/lending-rules';
import type { Transaction } from '../database.ts';
import { queueAddressNotice } from '../notices/queue-notice.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { isEasyPassword, PASSWORD_MIN } from './easy-password.ts';

/** R2. May this be the patron's own password? Refuses NOT_FOUND, PASSWORD_TOO_SHORT (min), PASSWORD_TOO_EASY. */
export async function judgePassword(
  tx: Transaction,
  { patronId, password }: { patronId: string; password: string },
): Promise<Decision<void>> {
  const patron = await tx.patron.findUnique({ where: { id: patronId }, include: { cards: true } });
  if (patron === null) return refuse('NOT_FOUND');
  if ([...password].length < PASSWORD_MIN) return refuse('PASSWORD_TOO_SHORT', { min: PASSWORD_MIN });
  const known = {
    birthDate: fromDateColumn(patron.birthDate),
    cardNumbers: patron.cards.map((card) => card.number),
    phone: patron.phone,
  };
  return isEasyPassword(password, known) ? refuse('PASSWORD_TOO_EASY') : allow(undefined);
}

/**
 * R2. From now on this is the password, and nothing before it opens anything: neither the old one nor a link or a
 * letter that is on its way. The address, if there is one, is told. Lock the patron before.
 */
export async function setPassword(
  deps: PatronDeps,
  tx: Transaction,
  { patronId, hash, at }: { patronId: string; hash: string; at: Instant },
): Promise<void> {
  const data = { kind: 'chosen' as const, hash, setAt: at, tries: 0 };
  await tx.credential.upsert({ where: { patronId }, create: { patronId, ...data }, update: data });
  await tx.letterCode.deleteMany({ where: { patronId } });
  await tx.passwordReset.updateMany({ where: { patronId, usedAt: null }, data: { usedAt: at } });
  const patron = await tx.patron.findUniqueOrThrow({ where: { id: patronId } });
  if (patron.email !== null && patron.emailStatus === 'verified') {
    await queueAddressNotice(deps, tx, {
      patronId,
      address: patron.email,
      data: { kind: 'passwordChanged' },
    });
  }
}
