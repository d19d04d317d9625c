import type { Refusal, RefusalValues } from './refusal.ts';
import type { RefusalCode } from './refusals.ts';

/** What a rule answers: yes with what follows from it, or no with the reason. A refusal is never an exception. */
export type Decision<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

/** The rule allows it, and this follows. */
export function allow<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

/** The rule refuses it, with the values that the sentence names (dates as 'YYYY-MM-DD'). */
export function refuse(code: RefusalCode, values?: RefusalValues): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: values ? { code, values } : { code } };
}
