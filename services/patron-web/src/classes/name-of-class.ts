import { catalogApi } from '@toshobin/contracts';
import { ServiceFault } from '@toshobin/service';
import type { PatronWebDeps } from '../deps.ts';

/** The catalog's name of a class (Japanese); undefined for one it has no name for, or while it is away. */
export async function nameOfClass(
  { catalog }: Pick<PatronWebDeps, 'catalog'>,
  ndc: string,
): Promise<string | undefined> {
  try {
    const under = ndc.slice(0, 2);
    const answer = await catalog.call(catalogApi.classes, { query: { under } });
    if (!answer.ok) return undefined;
    const { above, classes } = answer.value;
    return [...above, ...classes].find((one) => one.ndc === ndc)?.name;
  } catch (fault) {
    if (!(fault instanceof ServiceFault)) throw fault;
    return undefined;
  }
}
