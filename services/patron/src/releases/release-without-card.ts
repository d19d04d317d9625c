import { allow, dayOf, endOfDay, refuse } from '@toshobin/lending-rules';
import { lockCard } from '../cards/lock-card.ts';
import { findLibrary } from '../libraries/find-library.ts';
import type { Answers } from '../patron-deps.ts';
import { hashOfRelease, newReleaseCode } from './release-code.ts';

/**
 * R14. The card is forgotten: the prefectural desk has checked the caller and lets one library hand out to this patron,
 * for one visit until the end of that day in Tokyo. The code is said on the telephone; only its keyed hash is kept, and
 * an earlier one that was not used is worth nothing. A suspended or expired card is released too (R1). Refuses
 * NOT_FOUND, CARD_REPLACED, BARCODE_WRONG_KIND, PICKUP_LIBRARY_UNKNOWN. Who did it and why is in staff-web's audit.
 */
export const releaseWithoutCard: Answers<'releaseWithoutCard'> = async (deps, request) => {
  const { library, at } = request;
  return deps.db.$transaction(async (tx) => {
    const card = await lockCard(tx, request.cardNumber);
    if (!card.ok) return card;
    if ((await findLibrary(tx, library)) === undefined) return refuse('PICKUP_LIBRARY_UNKNOWN');
    const { patronId } = card.value;
    await tx.cardRelease.deleteMany({ where: { patronId, library, usedUntil: null } });
    const validUntil = endOfDay(dayOf(at));
    for (;;) {
      const code = newReleaseCode();
      const codeHash = hashOfRelease(library, code, deps.settings.secret);
      const written = await tx.cardRelease.createMany({
        data: [{ id: deps.newId(), patronId, library, codeHash, createdAt: at, validUntil }],
        skipDuplicates: true,
      });
      if (written.count > 0) return allow({ code, validUntil });
    }
  });
};
