import type { Refusal } from '@toshobin/lending-rules';
import { Notice, RefusalNotice } from '@toshobin/web';
import { type Fault, FaultSummary, Field } from '../pages/field.tsx';
import { type Frame, PatronPage, Token } from '../pages/frame.tsx';
import { NewPasswordFields } from './new-password-fields.tsx';
import { WayOn } from './way-on.tsx';

/** The two steps of the first visit. */
export function FirstSteps({ frame: { say }, at }: { frame: Frame; at: 1 | 2 }) {
  return (
    <ol class="steps" aria-label={say('手続きの流れ', 'Steps')}>
      <li {...(at === 1 ? { 'aria-current': 'step' as const } : { class: 'is-done' })}>
        {say('1 パスワード', '1 Password')}
        {at === 2 ? <span class="visually-hidden">{say('（済み）', ' (done)')}</span> : null}
      </li>
      <li {...(at === 2 ? { 'aria-current': 'step' as const } : {})}>
        {say('2 メールアドレス', '2 E-mail')}
      </li>
    </ol>
  );
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
  const faultOf = (name: string) => faults.find((fault) => fault.name === name)?.text;
  const title = first
    ? say('はじめての設定：パスワード', 'First visit: password')
    : say('パスワードの変更', 'Change password');
  return (
    <PatronPage
      frame={frame}
      title={title}
      at="/my-library"
      narrow
      withoutMenu={first}
      refused={refusal !== undefined || faults.length > 0}
    >
      <div class="stack form">
        {first ? <FirstSteps frame={frame} at={1} /> : null}
        <h1>
          {first
            ? say('はじめに、ご自分のパスワードを決めてください。', 'Please choose your own password first.')
            : say('パスワードの変更', 'Change password')}
        </h1>
        {props.changed ? (
          <Notice tone="ok">
            {say(
              'パスワードを変更しました。ほかの端末ではログアウトしました。',
              'Your password is changed. You are signed out everywhere else.',
            )}
          </Notice>
        ) : null}
        {refusal ? <RefusalNotice refusal={refusal} front={frame.front} /> : null}
        <FaultSummary faults={faults} say={say} />
        <form class="stack card" method="post" action="/password">
          <Token token={frame.token} />
          {first ? null : (
            <Field
              name="current"
              type="password"
              say={say}
              label={say('今のパスワード', 'Present password')}
              value=""
              fault={faultOf('current')}
              autocomplete="current-password"
              required
              maxLength={256}
            />
          )}
          <NewPasswordFields frame={frame} faultOf={faultOf} />
          <button class="btn btn--l btn--block" type="submit">
            {say('このパスワードに決める', 'Use this password')}
          </button>
        </form>
        {first ? (
          <p>
            <a class="tap" href="/">
              {say('先に蔵書を探す', 'Search the catalogue first')}
            </a>
          </p>
        ) : (
          <>
            <p class="small muted">
              {say(
                '変更すると、ほかの端末ではログアウトします。登録のメールアドレスにもお知らせします。',
                'Changing it signs you out everywhere else. We will also tell you by e-mail.',
              )}
            </p>
            <p>
              <a class="tap" href="/my-library">
                {say('Myライブラリ', 'My Library')}
              </a>
            </p>
          </>
        )}
      </div>
    </PatronPage>
  );
}

/** The first password is set, and the address was verified before: nothing is left of the first visit. */
export function PasswordChosenPage({ frame }: { frame: Frame }) {
  const { say } = frame;
  const title = say('はじめての設定の完了', 'First visit: done');
  return (
    <PatronPage frame={frame} title={title} at="/my-library" narrow>
      <div class="stack form">
        <h1>{title}</h1>
        <Notice tone="ok">
          <p>{say('パスワードを決めました。', 'Your password is set.')}</p>
          <p>
            {say(
              'メールアドレスの登録は済んでいます。これで予約できます。',
              'Your e-mail address is registered already. You can reserve now.',
            )}
          </p>
        </Notice>
        <WayOn frame={frame} />
      </div>
    </PatronPage>
  );
}
