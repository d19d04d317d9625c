import { Back, Form, Submit } from '../pages/elements.tsx';
import { FormPage } from '../pages/form-page.tsx';
import type { Frame } from '../pages/frame.tsx';

/** Somebody has signed in since the page was opened on which signing out was pressed: whom the button is for now. */
export function SignOutPage({ frame, cardLast4 }: { frame: Frame; cardLast4: string }) {
  const { say } = frame;
  return (
    <FormPage frame={frame} title={say('ログアウトの確認', 'Sign out?')}>
      <p class="lead">
        {say(
          `まだログアウトしていません。今ログインしているカードは、下4桁 ${cardLast4} です。`,
          `Nobody has been signed out yet. The card that is signed in now ends in ${cardLast4}.`,
        )}
      </p>
      <p>
        {say(
          '前に開いた画面のボタンでは、その後のログインは終わりません。このカードをログアウトするときは、もう一度押してください。',
          'The button of a page that was opened earlier does not end a later sign-in. To sign this card out, press once more.',
        )}
      </p>
      <Form frame={frame} class="actions" action="/sign-out">
        <Submit look="l">{say('ログアウト', 'Sign out')}</Submit>
        <Back href="/my-library" say={say} />
      </Form>
    </FormPage>
  );
}
