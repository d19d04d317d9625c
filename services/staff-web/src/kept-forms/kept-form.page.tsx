import { Notice, OfferAgain, type SentForm } from '@toshobin/web';
import { JobPage } from '../pages/branch-page.tsx';
import { TitledPage, useFrame } from '../pages/frame.tsx';
import { Way } from '../pages/press.tsx';

/** After the sign-in: what was sent before it, ready to be sent again. */
export function KeptFormPage(props: { sent: SentForm; what: string }) {
  const frame = useFrame();
  const { sent } = props;
  const title = '入力した内容は残っています';
  const reason = sent.fields.reason;
  return (
    <TitledPage title={title} narrow>
      <p class="lead">ログインが切れていたため、まだ登録していません。続けるときは押してください。</p>
      <p>
        内容：<b>{props.what}</b>
      </p>
      {typeof reason === 'string' && reason !== '' ? <p>理由：{reason}</p> : null}
      <OfferAgain front={frame.front} sent={sent} token={frame.token} />
      <ToWork label="やめて、はじめの画面へ" />
    </TitledPage>
  );
}

/** A scan, or what was done for a person who is not in hand any more; of a scan that the browser has kept its script knows better. */
export function NotDonePage({ library, factId }: { library: string; factId: string | undefined }) {
  const title = '記録していません';
  return (
    <JobPage title={title} heading={title} at="/" library={library}>
      <p class="lead" data-not-done={factId ?? ''}>
        ログインが切れていたため、そのとき読み取ったものや押したボタンは記録していません。お手元のものを、もう一度はじめから読み取ってください。
      </p>
      <ToWork label="はじめの画面へ" />
    </JobPage>
  );
}

function ToWork({ label }: { label: string }) {
  return (
    <div class="actions">
      <Way to="/" says={label} />
    </div>
  );
}

/** On the pages of the sign-in; nothing of what it is, for whoever it may be that signs in. */
export function WaitsNotice() {
  return (
    <Notice tone="wait">
      ログインが切れていました。今の操作は、まだ記録していません。ログインすると、続きの画面になります。
    </Notice>
  );
}
