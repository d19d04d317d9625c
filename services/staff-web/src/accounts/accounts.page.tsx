import type { Library } from '@toshobin/contracts';
import { libraryChoices } from '../pages/act-form.tsx';
import { Told } from '../pages/answer.tsx';
import { Breakable } from '../pages/breakable.tsx';
import { dayAndClock } from '../pages/dates.ts';
import { TitledPage, useNames } from '../pages/frame.tsx';
import { Table } from '../pages/heads.tsx';
import { NotAllowed } from '../pages/marks.tsx';
import { Tap } from '../pages/press.tsx';
import { VerbForm } from '../verbs/verb-form.tsx';
import { createAccount } from './account-verbs.tsx';
import { worksAtTerminals } from './how-far.ts';
import type { KeptAccount } from './kept-accounts.ts';
import { roleWords } from './role-words.ts';

export const stateWords: Readonly<Record<KeptAccount['state'], string>> = {
  active: '使えます',
  waiting: '設定コードを待っています',
  suspended: '停止しています',
};

/** アカウント: who may sign in, with what, and when they last did. */
export function AccountsPage(props: {
  accounts: readonly KeptAccount[];
  libraries: readonly Library[];
  notAllowed: boolean;
}) {
  const nameOf = useNames();
  return (
    <TitledPage title="アカウント" at="/accounts" csv="/lists/accounts.csv">
      <NotAllowed when={props.notAllowed} />
      <Told />
      <Table
        class="table table--stack"
        of={['アカウント', '役割', '館', '状態', '確認コード', '最後のログイン']}
      >
        {props.accounts.map((kept) => (
          <tr key={kept.id}>
            <th scope="row">
              <Tap to={`/accounts/${kept.id}`} says={kept.account} />
            </th>
            <td data-label="役割">{roleWords[kept.role]}</td>
            <td data-label="館">
              <span>
                <Breakable text={nameOf(kept.library)} />
              </span>
            </td>
            <td data-label="状態">{stateWords[kept.state]}</td>
            <td data-label="確認コード">{secondFactorWords(kept)}</td>
            <td data-label="最後のログイン">{kept.lastSignInAt ? dayAndClock(kept.lastSignInAt) : 'まだ'}</td>
          </tr>
        ))}
      </Table>
      <VerbForm verb={createAccount} choices={{ library: libraryChoices(props.libraries) }} />
    </TitledPage>
  );
}

export function secondFactorWords(kept: KeptAccount): string {
  if (worksAtTerminals(kept.role)) return '登録した端末';
  return kept.hasSecondFactor ? '設定済み' : 'まだ';
}
