import type { Say } from '@toshobin/web';
import { type Fault, Field } from '../pages/field.tsx';

/** The present password, asked for once more before a change that only its owner may make. */
export function PasswordField(props: {
  say: Say;
  name?: 'password' | 'current';
  label?: string;
  hint?: string;
  faults: readonly Fault[];
}) {
  const { say } = props;
  const given = { name: 'password', label: say('パスワード', 'Password'), ...props };
  return (
    <Field {...given} type="password" value="" autocomplete="current-password" required maxLength={256} />
  );
}
