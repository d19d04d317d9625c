import { FaultAt } from './entry.tsx';

export function AccountField({ account }: { account: string }) {
  const field = {
    name: 'account',
    autocomplete: 'username',
    maxLength: 64,
    autofocus: account === '',
  } as const;
  return <SignInField {...field} label="アカウント" value={account} />;
}

export function PresentPassword(props: {
  name: string;
  label?: string;
  fault?: string | undefined;
  autofocus?: boolean;
}) {
  const { label = '今のパスワード', ...field } = props;
  return <SignInField {...field} label={label} hidden autocomplete="current-password" maxLength={256} />;
}

/** A field of signing in and of accounts: its label, what it wants, and what is wrong with what was typed. */
export function SignInField(props: {
  name: string;
  label: string;
  autocomplete: 'username' | 'current-password' | 'new-password' | 'one-time-code' | 'off';
  /** Passwords are hidden; a code may be seen. */
  hidden?: boolean;
  value?: string | undefined;
  hint?: string;
  fault?: string | undefined;
  /** Digits alone: a telephone shows no letters. */
  digits?: boolean;
  autofocus?: boolean;
  maxLength: number;
}) {
  const { name, hint, fault } = props;
  const told = [...(hint ? [`${name}-hint`] : []), ...(fault ? [`${name}-f`] : [])];
  const common = {
    class: 'input',
    id: name,
    name,
    autocomplete: props.autocomplete,
    autocapitalize: 'off',
    spellcheck: false,
    required: true,
    maxLength: props.maxLength,
    autofocus: props.autofocus === true,
    ...(told.length > 0 ? { 'aria-describedby': told.join(' ') } : {}),
    ...(fault ? { 'aria-invalid': 'true' as const } : {}),
  } as const;
  return (
    <div class="field">
      <label for={name}>{props.label}</label>
      {hint ? (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      ) : null}
      {props.hidden ? (
        <input {...common} type="password" value="" />
      ) : (
        <input
          {...common}
          type="text"
          value={props.value ?? ''}
          inputMode={props.digits ? 'numeric' : 'text'}
        />
      )}
      <FaultAt id={name} fault={fault} />
    </div>
  );
}
