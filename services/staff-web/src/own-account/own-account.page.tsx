import { browserWords, Notice, SessionChoices, sayIn } from '@toshobin/web';
import type { OwnSession } from '../accounts/own-sessions.ts';
import { NewPasswordFields } from '../accounts/password-fields.tsx';
import { roleWords } from '../accounts/role-words.ts';
import type { DeedRow } from '../audit/audit-trail.ts';
import { outcomeWords } from '../audit/deed-words.ts';
import { dayAndClock } from '../pages/dates.ts';
import type { Faults } from '../pages/entry.tsx';
import { Part, Refused, TitledPage } from '../pages/frame.tsx';
import { Facts } from '../pages/marks.tsx';
import { Post } from '../pages/post.tsx';
import { Submit, Way, WayAlone } from '../pages/press.tsx';
import { PresentPassword, SignInField } from '../pages/sign-in-field.tsx';
import type { Staff } from '../roles.ts';

/** What gives an account's codes, and whether they are asked for here. */
export interface OwnSecondFactor {
  present: { since: Date; codesLeft: number } | undefined;
  required: boolean;
}

/** 自分の設定: the password and the second factor of whoever is signed in. */
export function OwnAccountPage(props: {
  staff: Staff;
  library: string;
  /** Newest first, with those that were refused. */
  signIns: readonly DeedRow[];
  /** Undefined: an account that works at enrolled terminals. */
  secondFactor: OwnSecondFactor | undefined;
  sessions: { here: OwnSession | undefined; others: readonly OwnSession[] };
  changed: boolean;
  /** A session elsewhere was ended. */
  ended: boolean;
  /** The session that was chosen, where the password was wrong. */
  chosen: string | undefined;
  faults: Faults;
}) {
  const { staff, faults } = props;
  return (
    <TitledPage title="自分の設定" narrow>
      {props.changed ? (
        <Notice tone="ok">パスワードを変更しました。ほかの端末ではログアウトしました。</Notice>
      ) : null}
      {props.ended ? <Notice tone="ok">選んだ端末をログアウトしました。</Notice> : null}
      <Refused />
      <Facts of={{ アカウント: staff.account, 役割: `${roleWords[staff.role]}（${props.library}）` }} />
      <Part class="stack stack--s" id="sign-ins" title="最近のログイン">
        <ul class="lines">
          {props.signIns.map(({ at, outcome }) => (
            <li key={at}>
              {dayAndClock(new Date(at))}　{outcome === 'done' ? 'ログインしました' : outcomeWords(outcome)}
            </li>
          ))}
        </ul>
        <p class="small">お心当たりがないときは、パスワードを変更し、管理者に知らせてください。</p>
      </Part>
      <OwnSessions {...props.sessions} chosen={props.chosen} faults={faults} />
      <Post to="/my-account/password" class="stack form card">
        <h2>パスワードの変更</h2>
        <PresentPassword name="present" fault={faults.present} />
        <NewPasswordFields faults={faults} />
        <Submit look="second" says="このパスワードに決める" />
      </Post>
      {props.secondFactor ? <SecondFactor own={props.secondFactor} fault={faults.code} /> : null}
    </TitledPage>
  );
}

function SecondFactor(props: { own: OwnSecondFactor; fault: string | undefined }) {
  const { present, required } = props.own;
  return (
    <Part class="card stack" id="second-factor" title="確認コード">
      {required ? null : <p>ここではログインのときに確認コードを聞きません（試すための設定です）。</p>}
      {present ? (
        <>
          <p>
            {dayAndClock(present.since)}に設定しました。回復コードの残りは{present.codesLeft}個です。
          </p>
          <WayAlone to="/my-account/second-factor" says="確認アプリを替える" />
          <Post to="/my-account/recovery-codes" class="stack" once>
            <SignInField
              name="code"
              label="確認コード、または回復コード"
              hint="回復コードをつくり直すと、前の回復コードは使えなくなります。"
              autocomplete="off"
              fault={props.fault}
              maxLength={32}
            />
            <Submit look="second" says="回復コードをつくり直す" />
          </Post>
        </>
      ) : (
        <p>
          まだ設定していません。
          <Way to="/my-account/second-factor" says="設定する" />
        </p>
      )}
    </Part>
  );
}

/** ログイン中の端末: where the account is signed in, and the way out of each but this one. */
function OwnSessions(props: {
  here: OwnSession | undefined;
  others: readonly OwnSession[];
  /** What was chosen, where the password was wrong. */
  chosen: string | undefined;
  faults: Faults;
}) {
  const { here, others, chosen, faults } = props;
  return (
    <Part class="card stack" id="sessions" title="ログイン中の端末">
      {here ? <p>この端末：{wordsOf(here)}</p> : null}
      {others.length === 0 ? (
        <p>ほかの端末では、ログインしていません。</p>
      ) : (
        <Post to="/my-account/sessions" class="stack form">
          <SessionChoices
            say={sayIn('ja')}
            others={others}
            words={wordsOf}
            chosen={chosen}
            fault={faults.ended}
          />
          <PresentPassword name="sessionsPassword" fault={faults.sessionsPassword} />
          <Submit look="second" says="選んだ端末をログアウトする" />
        </Post>
      )}
    </Part>
  );
}

function wordsOf({ since, lastSeen, browser, terminal }: OwnSession): string {
  const [from, last] = [since, lastSeen].map((at) => dayAndClock(new Date(at)));
  return `${[terminal, browserWords(browser, 'ja')].filter(Boolean).join('・')}　${from}にログイン、最後の操作 ${last}`;
}
