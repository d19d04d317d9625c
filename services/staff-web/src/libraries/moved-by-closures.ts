import { catalogApi } from '@toshobin/contracts';
import { ServiceFault } from '@toshobin/service';
import type { StaffWebDeps } from '../deps.ts';

/** R17. How many dates each closure has moved so far; undefined while the catalog is away. */
export async function movedByClosures(
  { catalog }: Pick<StaffWebDeps, 'catalog'>,
  closureIds: string[],
): Promise<ReadonlyMap<string, number> | undefined> {
  if (closureIds.length === 0) return new Map();
  try {
    const found = await catalog.call(catalogApi.movedByClosures, { body: { closureIds } });
    if (!found.ok) return undefined;
    return new Map(found.value.closures.map(({ closureId, moved }) => [closureId, moved]));
  } catch (fault) {
    if (fault instanceof ServiceFault) return undefined;
    throw fault;
  }
}
