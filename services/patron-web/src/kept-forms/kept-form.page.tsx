import { OfferAgain, type SentForm } from '@toshobin/web';
import { type Frame, PatronPage } from '../pages/frame.tsx';

/** After the sign-in: what was sent before it, ready to be sent again. */
export function KeptFormPage({ frame, sent }: { frame: Frame; sent: SentForm }) {
  const { say } = frame;
  const title = say('入力した内容は残っています', 'What you entered is kept');
  return (
    <PatronPage frame={frame} title={title} narrow>
      <div class="stack">
        <h1>{title}</h1>
        <p class="lead">
          {say(
            'ログインの時間が過ぎていたため、まだ手続きは済んでいません。続けるときは押してください。',
            'You had been signed out, so nothing has been done yet. Press the button to go on.',
          )}
        </p>
        <OfferAgain front={frame.front} sent={sent} token={frame.token} />
        <div class="actions">
          <a class="btn btn--second" href="/my-library">
            {say('やめてMyライブラリへ', 'Leave it, to My Library')}
          </a>
        </div>
      </div>
    </PatronPage>
  );
}
