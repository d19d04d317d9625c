import type { Refusal } from '@toshobin/lending-rules';
import { sentenceOf } from '@toshobin/web';
import { z } from 'zod';
import { type Fault, faultsOf } from '../pages/field.tsx';
import type { Frame } from '../pages/frame.tsx';
import type { SentBack } from '../typed-forms/sent-back.ts';

/** The fields with which a new password is typed. */
export const newPasswordFields = {
  password: z.string().max(256).normalize('NFKC'),
  again: z.string().max(256).normalize('NFKC'),
};

/** What stands at the fields that are wrong; a refusal about the new password stands at its field, any other above the form. */
export function readPasswordFaults(
  { wrong, refusal }: Pick<SentBack, 'wrong' | 'refusal'>,
  { say, front }: Pick<Frame, 'say' | 'front'>,
): { faults: Fault[]; refusal?: Refusal } {
  const faults = faultsOf(wrong, {
    current: say(
      '今のパスワードが違うようです。もう一度ご確認ください。',
      'The present password doesn’t match. Please check.',
    ),
    again: say(
      '2回の入力が同じではありません。もう一度入れてください。',
      'The two are not the same. Please type both again.',
    ),
  });
  if (refusal === undefined) return { faults };
  if (refusal.code !== 'PASSWORD_TOO_SHORT' && refusal.code !== 'PASSWORD_TOO_EASY')
    return { faults, refusal };
  return { faults: [{ name: 'password', text: sentenceOf(refusal, front) }] };
}
