import { lendingRefusals } from './lending-refusals.ts';
import type { RefusalWords } from './refusal-words.ts';
import { reservingRefusals } from './reserving-refusals.ts';
import { staffRefusals } from './staff-refusals.ts';

/** Every refusal there is, in the order of the rules. Pages, interfaces and tests all read this one list. */
export const refusals = [...reservingRefusals, ...lendingRefusals, ...staffRefusals] as const;

export type RefusalCode = (typeof refusals)[number]['code'];
export interface RefusalEntry extends RefusalWords {
  readonly code: RefusalCode;
}
