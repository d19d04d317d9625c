import type { SearchAnswer } from '@toshobin/contracts';
import type { PatronWebDeps } from '../deps.ts';
import type { Asked } from './asked.ts';

/** Asks the catalog; a search is never refused. */
export async function find(deps: Pick<PatronWebDeps, 'catalog'>, asked: Asked): Promise<SearchAnswer> {
  const found = await deps.catalog.searchRecords({ query: asked });
  if (!found.ok) throw new Error(`a search was refused with ${found.refusal.code}`);
  return found.value;
}
