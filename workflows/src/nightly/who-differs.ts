import type { AskedWhoIsBehind } from '@toshobin/contracts';
import type { OperationActivities } from '../activities/operation-activities.ts';

interface Owner {
  whoIsBehind(asked: AskedWhoIsBehind): Promise<string[]>;
}

/** Whom the night asks: the processes what they know, and the owners whether they know more. */
interface AskedAtNight {
  operations: Pick<OperationActivities, 'askWhatTheyKnow'>;
  catalog: Owner;
  patron: Owner;
}

/**
 * Those of a page of open reservations whose process does not run, or of which an owner knows more than their process.
 * A process that knows what the databases say is left alone: a quiet night adds no event to its history. One that was
 * heard to know all is only asked whether it runs.
 */
export async function whoDiffers(
  reservationIds: readonly string[],
  asked: AskedAtNight,
  heard: readonly string[] = [],
): Promise<string[]> {
  const { known, unanswered } = await asked.operations.askWhatTheyKnow({ reservationIds, heard });
  const asking = [
    { owner: asked.catalog, of: known },
    { owner: asked.patron, of: known.filter(({ toldReady, waitsForSlot }) => toldReady || waitsForSlot) },
  ].filter(({ of }) => of.length > 0);
  const behind = await Promise.all(asking.map(({ owner, of }) => owner.whoIsBehind({ known: of })));
  const differing = new Set(behind.flat());
  for (const { reservationId, looksAnyway } of known) if (looksAnyway) differing.add(reservationId);
  return [...unanswered, ...differing];
}
