import type { Refusal } from '@toshobin/lending-rules';
import { type Front, type Say, sentenceOf } from '@toshobin/web';
import { z } from 'zod';
import type { Fault } from '../pages/field.tsx';
import { hasFullWidth } from './full-width.ts';

/** The fields with which a new password is typed. */
export const newPasswordFields = {
  password: z.string().max(256),
  again: z.string().max(256),
  /** The visitor was told of the full-width characters and typed them again. */
  fullWidth: z.literal('meant').optional(),
};

interface Typed {
  password: string;
  again: string;
  fullWidth?: 'meant' | undefined;
}

/** What needs no asking: both the same, and no full-width characters by mistake. `fullWidthSeen`: said so now. */
export function faultBefore(typed: Typed, say: Say): { faults: Fault[]; fullWidthSeen: boolean } | undefined {
  if (typed.password !== typed.again) {
    const text = say(
      '2回の入力が同じではありません。もう一度入れてください。',
      'The two are not the same. Please type both again.',
    );
    return { faults: [{ name: 'again', text }], fullWidthSeen: false };
  }
  if (!hasFullWidth(typed.password) || typed.fullWidth === 'meant') return undefined;
  const text = say(
    '全角になっています。このままでよければ、もう一度入れてください。ログインのときも同じように入れます。',
    'There are full-width characters in it. If you mean them, type it again; you will have to type them to sign in.',
  );
  return { faults: [{ name: 'password', text }], fullWidthSeen: true };
}

/** A refusal about the new password stands at its field; undefined for any other. */
export function faultOfPassword(
  refusal: Refusal,
  front: Pick<Front, 'phone' | 'language'>,
): Fault | undefined {
  if (refusal.code !== 'PASSWORD_TOO_SHORT' && refusal.code !== 'PASSWORD_TOO_EASY') return undefined;
  return { name: 'password', text: sentenceOf(refusal, front) };
}
