import type { Refusal } from '@toshobin/lending-rules';
import { Notice } from '@toshobin/web';
import { Form, Submit, TapLine } from '../pages/elements.tsx';
import type { Fault } from '../pages/field.tsx';
import { FormPage } from '../pages/form-page.tsx';
import type { Frame } from '../pages/frame.tsx';
import { Steps } from '../pages/steps.tsx';
import { NewPasswordFields } from './new-password-fields.tsx';
import { PasswordField } from './password-field.tsx';
import { WayOn } from './way-on.tsx';

/** The two steps of the first visit. */
export function FirstSteps({ frame: { say }, at }: { frame: Frame; at: 1 | 2 }) {
  const steps = [say('1 パスワード', '1 Password'), say('2 メールアドレス', '2 E-mail')];
  return <Steps say={say} steps={steps} at={at} doneSaid />;
}

/** R2. The first password of one's own (nothing else is open before), or another one. */
export function PasswordPage(props: {
  frame: Frame;
  first: boolean;
  faults: readonly Fault[];
  refusal?: Refusal | undefined;
  changed?: boolean;
}) {
  const { frame, first, faults, refusal } = props;
  const { say } = frame;
  const title = first
    ? say('はじめての設定：パスワード', 'First visit: password')
    : say('パスワードの変更', 'Change password');
  return (
    <FormPage
      frame={frame}
      title={title}
      heading={
        first
          ? say('はじめに、ご自分のパスワードを決めてください。', 'Please choose your own password first.')
          : title
      }
      withoutMenu={first}
      steps={first ? <FirstSteps frame={frame} at={1} /> : null}
      done={
        props.changed ? (
          <Notice tone="ok">
            {say(
              'パスワードを変更しました。ほかの端末ではログアウトしました。',
              'Your password is changed. You are signed out everywhere else.',
            )}
          </Notice>
        ) : null
      }
      faults={faults}
      refusal={refusal}
    >
      <Form frame={frame} class="stack card" action="/password">
        {first ? null : (
          <PasswordField
            say={say}
            name="current"
            label={say('今のパスワード', 'Present password')}
            faults={faults}
          />
        )}
        <NewPasswordFields frame={frame} faults={faults} />
        <Submit look="l block">{say('このパスワードに決める', 'Use this password')}</Submit>
      </Form>
      {first ? (
        <TapLine href="/">{say('先に蔵書を探す', 'Search the catalogue first')}</TapLine>
      ) : (
        <>
          <p class="small muted">
            {say(
              '変更すると、ほかの端末ではログアウトします。登録のメールアドレスにもお知らせします。',
              'Changing it signs you out everywhere else. We will also tell you by e-mail.',
            )}
          </p>
          <TapLine href="/my-library">{say('Myライブラリ', 'My Library')}</TapLine>
        </>
      )}
    </FormPage>
  );
}

/** The first password is set, and the address was verified before: nothing is left of the first visit. */
export function PasswordChosenPage({ frame, mayReserve }: { frame: Frame; mayReserve: boolean }) {
  const { say } = frame;
  const title = say('はじめての設定の完了', 'First visit: done');
  return (
    <FormPage frame={frame} title={title}>
      <Notice tone="ok">
        <p>{say('パスワードを決めました。', 'Your password is set.')}</p>
        <p>
          {say('メールアドレスの登録は済んでいます。', 'Your e-mail address is registered already. ')}
          {mayReserve ? say('これで予約できます。', 'You can reserve now.') : null}
        </p>
      </Notice>
      <WayOn frame={frame} />
    </FormPage>
  );
}
