import { orNone } from '@toshobin/service';
import type { StaffWebDeps } from '../deps.ts';

/** R17. How many dates each closure has moved so far; undefined while the catalog is away. */
export async function movedByClosures(
  { catalog }: Pick<StaffWebDeps, 'catalog'>,
  closureIds: string[],
): Promise<ReadonlyMap<string, number> | undefined> {
  if (closureIds.length === 0) return new Map();
  const found = await orNone(catalog.movedByClosures({ body: { closureIds } }));
  return found && new Map(found.closures.map(({ closureId, moved }) => [closureId, moved]));
}
