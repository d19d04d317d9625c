import { makeBarcode } from '@toshobin/contracts';
import type { Instant } from '@toshobin/lending-rules';
import { hashPassword } from '@toshobin/passwords';
import { initialPasswordOf } from '../credentials/initial-password.ts';
import type { Database } from '../database.ts';
import type { DemoPatron } from './demo-patrons.ts';

/** Writes the patrons whose cards are not there yet; answers how many. Whatever is there stays as it is. */
export async function loadPatrons(
  db: Database,
  patrons: readonly DemoPatron[],
  { now, newId }: { now: Instant; newId(): string },
): Promise<number> {
  const numbers = patrons.map((patron) => makeBarcode('card', patron.serial));
  const known = await db.card.findMany({ where: { number: { in: numbers } } });
  const there = new Set(known.map((card) => card.number));
  const missing = patrons.filter((patron) => !there.has(makeBarcode('card', patron.serial)));
  // Made-up people may share the hash of the one demo password; real ones never do.
  const hashes = new Map<string, Promise<string>>();
  const hashOf = (password: string) => {
    const hash = hashes.get(password) ?? hashPassword(password);
    hashes.set(password, hash);
    return hash;
  };
  for (const patron of missing) {
    await db.patron.create({
      data: {
        id: newId(),
        name: patron.name,
        nameReading: patron.nameReading ?? null,
        birthDate: new Date(`${patron.birthDate}T00:00:00Z`),
        phone: patron.phone ?? null,
        email: patron.email,
        emailStatus: patron.email === null ? 'none' : 'verified',
        titlesInMail: patron.titlesInMail ?? true,
        handedInMail: patron.handedInMail ?? false,
        cards: {
          create: {
            number: makeBarcode('card', patron.serial),
            suspended: patron.suspended ?? false,
            expiresOn: patron.expiresOn ? new Date(`${patron.expiresOn}T00:00:00Z`) : null,
          },
        },
        credential: {
          create: {
            kind: patron.password === null ? 'initial' : 'chosen',
            hash: await hashOf(patron.password ?? initialPasswordOf(patron.birthDate)),
            setAt: now,
          },
        },
      },
    });
  }
  return missing.length;
}
