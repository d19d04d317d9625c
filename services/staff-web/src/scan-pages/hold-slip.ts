import type { StaffCall, StaffWebDeps } from '../deps.ts';
import { answerOf } from '../pages/draw-page.ts';
import { answerNoButton, type Query } from '../pages/keep-answer.ts';

/** Pages whose scan may put a copy on the hold shelf of the prefectural library; its slip leads back to them. */
export type TrapPage = '/returns' | '/pick-list';

/** Typed into the field in place of the link on the answer. */
export const TYPED_SLIP = '5';

/** Where the slip of the copy is printed that was just put on the hold shelf. */
export function holdSlipOf(barcode: string, from: TrapPage): string {
  return `/slips/holds/${barcode}?from=${from.slice(1)}&print=1`;
}

/** The slip of the copy in the last answer, when that copy went to the hold shelf. */
export async function printLast(
  deps: StaffWebDeps,
  call: StaffCall,
  page: TrapPage,
  query?: Query,
): Promise<void> {
  const last = await answerOf(deps, call, page);
  if (last?.tone === 'hold' && last.code !== '') {
    return call.response.redirect(303, holdSlipOf(last.code, page));
  }
  return answerNoButton(deps, call, page, TYPED_SLIP, query);
}
