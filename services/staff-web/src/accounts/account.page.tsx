import type { Library } from '@toshobin/contracts';
import type { DeedRow } from '../audit/audit-trail.ts';
import { outcomeWords } from '../audit/deed-words.ts';
import { ActForm, reasonField } from '../pages/act-form.tsx';
import { Answer } from '../pages/answer.tsx';
import { dayAndClock } from '../pages/dates.ts';
import { type Frame, StaffPage } from '../pages/frame.tsx';
import type { BigAnswer } from '../sessions/desk-state.ts';
import { wordsOfDeed } from '../words-of-deed.ts';
import { roleFields, secondFactorWords, stateWords } from './accounts.page.tsx';
import { worksAtTerminals } from './how-far.ts';
import type { KeptAccount } from './kept-accounts.ts';
import { roleWords } from './role-words.ts';

/** One account: what it is, what can be done with it, and what was. */
export function AccountPage(props: {
  frame: Frame;
  kept: KeptAccount;
  answer: BigAnswer | undefined;
  libraries: readonly Library[];
  nameOf: (code: string) => string;
  deeds: readonly DeedRow[];
}) {
  const { frame, kept } = props;
  const path = `/accounts/${kept.id}`;
  return (
    <StaffPage frame={frame} title={kept.account} at="/accounts" narrow>
      <div class="stack">
        <h1>{kept.account}</h1>
        {props.answer ? <Answer answer={props.answer} /> : null}
        <dl class="s-facts">
          <dt>役割</dt>
          <dd>{roleWords[kept.role]}</dd>
          <dt>館</dt>
          <dd>{props.nameOf(kept.library)}</dd>
          <dt>状態</dt>
          <dd>{stateWords[kept.state]}</dd>
          <dt>確認コード</dt>
          <dd>{secondFactorWords(kept)}</dd>
          <dt>最後のログイン</dt>
          <dd>{kept.lastSignInAt ? dayAndClock(kept.lastSignInAt) : 'まだ'}</dd>
        </dl>
        <ActForm
          frame={frame}
          id="reset"
          action={`${path}/set-up-code`}
          title="パスワードを忘れたとき"
          hidden={{ factId: frame.newId(), what: 'password' }}
          fields={[reasonField]}
          button="新しい設定コードを出す"
        />
        {worksAtTerminals(kept.role) ? null : (
          <ActForm
            frame={frame}
            id="factor"
            action={`${path}/set-up-code`}
            title="確認アプリも回復コードもなくしたとき"
            hidden={{ factId: frame.newId(), what: 'secondFactor' }}
            fields={[
              {
                ...reasonField,
                hint: 'ご本人を確かめてから押します。パスワードも決め直しになります。',
              },
            ]}
            button="確認コードの設定をやり直す"
          />
        )}
        <ActForm
          frame={frame}
          id="role"
          action={`${path}/role`}
          title="役割と館の変更"
          fields={roleFields(props.libraries, kept)}
          button="変更する"
        />
        {kept.state === 'suspended' ? (
          <ActForm
            frame={frame}
            id="reactivate"
            action={`${path}/reactivate`}
            title="停止を解く"
            button="また使えるようにする"
          />
        ) : (
          <ActForm
            frame={frame}
            id="suspend"
            action={`${path}/suspend`}
            title="停止する"
            fields={[{ ...reasonField, hint: 'ログイン中の端末では、すぐに使えなくなります。' }]}
            button="このアカウントを停止する"
          />
        )}
        <h2>このアカウントの記録</h2>
        <ul class="lines">
          {props.deeds.map((deed, at) => (
            <li key={`${deed.at} ${at}`}>
              {dayAndClock(new Date(deed.at))}　{wordsOfDeed(deed.action)}（{deed.account}）　
              {outcomeWords(deed.outcome)}
              {deed.reason ? `　${deed.reason}` : ''}
            </li>
          ))}
        </ul>
      </div>
    </StaffPage>
  );
}
