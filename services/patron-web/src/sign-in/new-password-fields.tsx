import { Field } from '../pages/field.tsx';
import type { Frame } from '../pages/frame.tsx';

/** R2. The two fields of a password of one's own: it, and it once more. */
export function NewPasswordFields(props: { frame: Frame; faultOf: (name: string) => string | undefined }) {
  const { say } = props.frame;
  const field = {
    type: 'password',
    say,
    value: '',
    autocomplete: 'new-password',
    required: true,
    maxLength: 256,
  } as const;
  return (
    <>
      <Field
        {...field}
        name="password"
        label={say('新しいパスワード', 'New password')}
        hint={passwordHint(props.frame)}
        fault={props.faultOf('password')}
      />
      <Field
        {...field}
        name="again"
        label={say('新しいパスワード（もう一度）', 'New password (again)')}
        fault={props.faultOf('again')}
      />
    </>
  );
}

/** What a password of one's own must be, and that any signs may be in it. */
function passwordHint({ say }: Frame): string {
  return say(
    '10文字以上。好きなことばをいくつか並べると、覚えやすく安全です。文字の種類は自由です。生年月日、電話番号、カード番号は使えません。',
    'At least 10 characters of any kind. A few words you like are easy to remember and safe. Not your date of birth, phone or card number.',
  );
}
