import { PREFECTURAL_LIBRARY, type ScanAnswer } from '@toshobin/contracts';
import type { Decision } from '@toshobin/lending-rules';
import type { CatalogDeps } from '../catalog-deps.ts';
import { handIn, type TakeBackRequest } from './hand-in.ts';
import { processReturn } from './process-return.ts';

/**
 * R10. A copy was taken back: at the prefectural library that is the return itself, elsewhere a hand-in. The library
 * of the desk decides, so that a branch can never process a return by mistake.
 */
export function takeBack(deps: CatalogDeps, request: TakeBackRequest): Promise<Decision<ScanAnswer>> {
  return request.by.library === PREFECTURAL_LIBRARY ? processReturn(deps, request) : handIn(deps, request);
}
