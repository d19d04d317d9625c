import { orNone } from '@toshobin/service';
import type { PatronWebDeps } from '../deps.ts';

/** The catalog's name of a class (Japanese); undefined for one it has no name for, or while it is away. */
export async function nameOfClass(
  { catalog }: Pick<PatronWebDeps, 'catalog'>,
  ndc: string,
): Promise<string | undefined> {
  const answer = await orNone(catalog.classes({ query: { under: ndc.slice(0, 2) } }));
  return answer && [...answer.above, ...answer.classes].find((one) => one.ndc === ndc)?.name;
}
