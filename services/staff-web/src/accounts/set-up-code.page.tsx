import type { staffWebApi } from '@toshobin/contracts';
import type { z } from 'zod';
import { dayAndClock } from '../pages/dates.ts';
import { TitledPage } from '../pages/frame.tsx';
import { WayAlone } from '../pages/press.tsx';

type Issued = z.output<typeof staffWebApi.createAccount.answer>;

/** The code that is handed to the account's owner: shown once, printed or written down. */
export function SetUpCodePage(props: { issued: Issued; publicUrl: string }) {
  const { account, code, until } = props.issued;
  return (
    <TitledPage title="設定コード" at="/accounts" narrow>
      <p>この画面を印刷するか書き写し、ご本人に手渡してください。メールでは送りません。</p>
      <dl class="s-facts">
        <dt>アカウント</dt>
        <dd>{account}</dd>
        <dt>設定コード</dt>
        <dd class="s-secret" id="code">
          {code}
        </dd>
        <dt>使えるのは</dt>
        <dd>{dayAndClock(new Date(until))}まで、1回</dd>
        <dt>入れる所</dt>
        <dd>{new URL('/set-up', props.publicUrl).href}</dd>
      </dl>
      <p>
        ご本人がこのコードで、自分のパスワードを決めます。パスワードはだれにも伝えません。このコードは、もう一度は表示できません。
      </p>
      <WayAlone to="/accounts">アカウントの一覧へ</WayAlone>
    </TitledPage>
  );
}
