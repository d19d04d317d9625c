import type { Scene } from './scenes.ts';

/** What two deeds were answered, and how every reservation of the title stands after them, without what differs between two ledgers. */
export async function outcomeOf(scene: Scene, answers: readonly unknown[]): Promise<unknown> {
  const { holder, next, comes } = scene.ids;
  const reservations = [holder, next, comes];
  const positions = await Promise.all(
    reservations.map((reservationId) => scene.activities.positionOf({ reservationId })),
  );
  const stand = positions.map(({ entry, position, facts, wishes, standing }) => ({
    entry,
    position,
    facts: facts.map(({ kind }) => kind).sort(),
    wishes: [...wishes].sort(),
    version: standing?.n,
    state: standing?.state,
    hasItem: standing ? standing.item !== null : undefined,
  }));
  return withoutNumbers({ answers, stand });
}

/** Of a copy only which of the title's allocations it has; of a scan only that it was taken. */
function withoutNumbers(outcome: unknown): unknown {
  const numbers = new Set<number>();
  const isNumber = (key: string, part: unknown): part is number =>
    (key === 'allocation' || key === 'journey') && typeof part === 'number';
  JSON.stringify(outcome, (key, part: unknown) => {
    if (isNumber(key, part)) numbers.add(part);
    return part;
  });
  const inOrder = [...numbers].sort((one, other) => one - other);
  const written = JSON.stringify(outcome, (key, part: unknown) => {
    if (key === 'policy' || key === 'moved') return undefined;
    if (isNumber(key, part)) return inOrder.indexOf(part);
    return key === 'allocation' && part ? 'a copy' : part;
  });
  return JSON.parse(written);
}
