import type { Refusal } from '@toshobin/lending-rules';
import { z } from 'zod';
import type { Faults } from '../pages/entry.tsx';
import { SignInField } from '../pages/sign-in-field.tsx';
import { STAFF_PASSWORD_MIN } from './judge-password.ts';

export const newPasswordFields = { password: z.string().max(256), again: z.string().max(256) };

/** Both the same? Nothing else is asked of anybody before. */
export function faultBefore(typed: { password: string; again: string }): Faults | undefined {
  if (typed.password === typed.again) return undefined;
  return { again: '2回の入力が同じではありません。もう一度入れてください。' };
}

/** A refusal about the new password stands at its field; undefined for any other. */
export function faultOfPassword({ code }: Refusal): Faults | undefined {
  if (code === 'PASSWORD_TOO_SHORT') {
    return { password: `パスワードは${STAFF_PASSWORD_MIN}文字以上にしてください。` };
  }
  if (code !== 'PASSWORD_TOO_EASY') return undefined;
  return {
    password:
      'ほかの人が思いつきやすいパスワードです。アカウントや館の名前、よく使われることばは使えません。',
  };
}

export function NewPasswordFields({ faults }: { faults: Faults }) {
  const field = { hidden: true, autocomplete: 'new-password', maxLength: 256 } as const;
  return (
    <>
      <SignInField
        {...field}
        name="password"
        label="新しいパスワード"
        hint={`${STAFF_PASSWORD_MIN}文字以上。好きなことばをいくつか並べると、覚えやすく安全です。文字の種類は自由です。`}
        fault={faults.password}
      />
      <SignInField {...field} name="again" label="新しいパスワード（もう一度）" fault={faults.again} />
    </>
  );
}
