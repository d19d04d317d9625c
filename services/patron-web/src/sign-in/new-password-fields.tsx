import { type Fault, Field } from '../pages/field.tsx';
import type { Frame } from '../pages/frame.tsx';

/** R2. The two fields of a password of one's own: it, and it once more. */
export function NewPasswordFields(props: { frame: Frame; faults: readonly Fault[] }) {
  const { say } = props.frame;
  const field = {
    type: 'password',
    say,
    value: '',
    autocomplete: 'new-password',
    required: true,
    maxLength: 256,
    faults: props.faults,
  } as const;
  return (
    <>
      <Field
        {...field}
        name="password"
        label={say('新しいパスワード', 'New password')}
        hint={passwordHint(props.frame)}
      />
      <Field {...field} name="again" label={say('新しいパスワード（もう一度）', 'New password (again)')} />
    </>
  );
}

/** What a password of one's own must be, and with what such a field is filled in on a telephone. */
function passwordHint({ say }: Frame): string {
  return say(
    '10文字以上。ふつうは英字（ローマ字）と数字で入れます。好きなことばをローマ字でいくつか並べると、覚えやすく安全です。全角でも半角でも同じです。生年月日、電話番号、カード番号は使えません。忘れたときは、メールか県立図書館からのお手紙で決め直せます。',
    'At least 10 characters, as a rule Latin letters and digits. A few words you like are easy to remember and safe. Not your date of birth, phone or card number. If you forget it, a mail or a letter from us lets you choose another.',
  );
}
