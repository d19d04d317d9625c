import { PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import type { Answers } from '../catalog-deps.ts';
import { handIn } from './hand-in.ts';
import { processReturn } from './process-return.ts';

/**
 * R10. A copy was taken back: at the prefectural library that is the return itself, elsewhere a hand-in. The library
 * of the desk decides, so that a branch can never process a return by mistake.
 */
export const takeBack: Answers<'processReturn'> = (deps, request) =>
  request.by.library === PREFECTURAL_LIBRARY ? processReturn(deps, request) : handIn(deps, request);
