import { type Library, UuidSchema } from '@toshobin/contracts';
import type { DeedRow } from '../audit/audit-trail.ts';
import { outcomeWords } from '../audit/deed-words.ts';
import { libraryChoices } from '../pages/act-form.tsx';
import { Told } from '../pages/answer.tsx';
import { dayAndClock } from '../pages/dates.ts';
import { TitledPage, useNames } from '../pages/frame.tsx';
import { Facts } from '../pages/marks.tsx';
import { VerbForm } from '../verbs/verb-form.tsx';
import { wordsOfDeed } from '../words-of-deed.ts';
import { changeAccount, issueSetUpCode, reactivateAccount, suspendAccount } from './account-verbs.tsx';
import { secondFactorWords, stateWords } from './accounts.page.tsx';
import { worksAtTerminals } from './how-far.ts';
import type { KeptAccount } from './kept-accounts.ts';
import { roleWords } from './role-words.ts';

/** One account: what it is, what can be done with it, and what was. */
export function AccountPage(props: {
  kept: KeptAccount;
  libraries: readonly Library[];
  deeds: readonly DeedRow[];
}) {
  const { kept } = props;
  const nameOf = useNames();
  const of = { accountId: UuidSchema.parse(kept.id) };
  return (
    <TitledPage title={kept.account} at="/accounts" narrow>
      <Told />
      <Facts
        of={{
          役割: roleWords[kept.role],
          館: nameOf(kept.library),
          状態: stateWords[kept.state],
          確認コード: secondFactorWords(kept),
          最後のログイン: kept.lastSignInAt ? dayAndClock(kept.lastSignInAt) : 'まだ',
        }}
      />
      <VerbForm verb={issueSetUpCode} of={{ ...of, what: 'password' }} row="password" titled />
      {worksAtTerminals(kept.role) ? null : (
        <VerbForm verb={issueSetUpCode} of={{ ...of, what: 'secondFactor' }} row="factor" titled />
      )}
      <VerbForm
        verb={changeAccount}
        of={of}
        shown={{ role: kept.role, library: kept.library }}
        choices={{ library: libraryChoices(props.libraries) }}
      />
      {kept.state === 'suspended' ? (
        <VerbForm verb={reactivateAccount} of={of} />
      ) : (
        <VerbForm verb={suspendAccount} of={of} />
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
    </TitledPage>
  );
}
