import type { Refusal } from '@toshobin/lending-rules';
import { type Front, type Say, sentenceOf } from '@toshobin/web';
import { z } from 'zod';
import type { Fault } from '../pages/field.tsx';

/** The fields with which a new password is typed. */
export const newPasswordFields = {
  password: z.string().max(256).normalize('NFKC'),
  again: z.string().max(256).normalize('NFKC'),
};

/** What needs no asking: whether both are the same, in whatever width they were typed. */
export function faultBefore(
  typed: { password: string; again: string },
  say: Say,
): { faults: Fault[] } | undefined {
  if (typed.password === typed.again) return undefined;
  const text = say(
    '2回の入力が同じではありません。もう一度入れてください。',
    'The two are not the same. Please type both again.',
  );
  return { faults: [{ name: 'again', text }] };
}

/** A refusal about the new password stands at its field; undefined for any other. */
export function faultOfPassword(
  refusal: Refusal,
  front: Pick<Front, 'phone' | 'language'>,
): Fault | undefined {
  if (refusal.code !== 'PASSWORD_TOO_SHORT' && refusal.code !== 'PASSWORD_TOO_EASY') return undefined;
  return { name: 'password', text: sentenceOf(refusal, front) };
}
