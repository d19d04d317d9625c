import type { Preferences } from '@toshobin/contracts';
import { allow, type Decision, type Instant, type Language, refuse } from '@toshobin/lending-rules';
import { tellDeleted } from '../history/tell-deleted.ts';
import { lockPatron } from '../lock-patron.ts';
import type { PatronDeps } from '../patron-deps.ts';

/** A patron's preferences, of their row and of whether there is a wish to keep the history. */
export function preferencesOf(patron: {
  titlesInMail: boolean;
  handedInMail: boolean;
  mailLanguage: Language;
  historyWish: object | null;
}): Preferences {
  const { titlesInMail, handedInMail, mailLanguage } = patron;
  return { titlesInMail, handedInMail, mailLanguage, keepHistory: patron.historyWish !== null };
}

type Wanted = { [K in keyof Preferences]?: Preferences[K] | undefined };

/**
 * Changes what a patron is told and what is kept of them, from now on; what is left out stays as it is. Without
 * history, what was kept is deleted in the same moment. Answers what holds now. Refuses NOT_FOUND.
 */
export async function changePreferences(
  deps: PatronDeps,
  { patronId, at, ...wanted }: Wanted & { patronId: string; at: Instant },
): Promise<Decision<Preferences>> {
  return deps.db.$transaction(async (tx) => {
    if (!(await lockPatron(tx, patronId))) return refuse('NOT_FOUND');
    const patron = await tx.patron.findUniqueOrThrow({
      where: { id: patronId },
      include: { historyWish: true },
    });
    const before = preferencesOf(patron);
    const { titlesInMail = before.titlesInMail, handedInMail = before.handedInMail } = wanted;
    const { mailLanguage = before.mailLanguage, keepHistory = before.keepHistory } = wanted;
    const data = { titlesInMail, handedInMail, mailLanguage };
    await tx.patron.update({ where: { id: patronId }, data });
    if (keepHistory) {
      // A wish for history made again is the same wish: what it has kept stays.
      await tx.historyWish.upsert({ where: { patronId }, create: { patronId, since: at }, update: {} });
    } else {
      // The entries of the history go with the wish.
      await tx.historyWish.deleteMany({ where: { patronId } });
      const { historyWish: wish } = patron;
      if (wish) await tellDeleted(deps, tx, { ids: [wish.id], at });
    }
    return allow({ ...data, keepHistory });
  });
}
