import { type Library, PREFECTURAL_LIBRARY, UuidSchema } from '@toshobin/contracts';
import { libraryChoices } from '../pages/act-form.tsx';
import { Told } from '../pages/answer.tsx';
import { Breakable } from '../pages/breakable.tsx';
import { dayAndClock } from '../pages/dates.ts';
import { StaffPage, useNames } from '../pages/frame.tsx';
import { VerbForm } from '../verbs/verb-form.tsx';
import { makeEnrolmentNumber, revokeTerminal } from './terminal-verbs.tsx';
import type { Terminal } from './terminals.ts';

/** 受取館の端末: which browsers pickup libraries sign in at, and a number for one more. */
export function TerminalsPage(props: { terminals: readonly Terminal[]; libraries: readonly Library[] }) {
  const nameOf = useNames();
  const { terminals } = props;
  const pickup = props.libraries.filter(({ code }) => code !== PREFECTURAL_LIBRARY);
  return (
    <StaffPage title="受取館の端末" at="/terminals" csv="/lists/terminals.csv">
      <h1>受取館の端末　{terminals.length}台</h1>
      <Told />
      <p>
        受取館のアカウントは、その館の登録した端末でだけログインできます。なくした端末は、すぐに登録を取り消します。
      </p>
      <VerbForm verb={makeEnrolmentNumber} choices={{ library: libraryChoices(pickup) }} />
      {terminals.length === 0 ? <p>登録した端末はありません。</p> : null}
      <ul class="rows">
        {terminals.map(({ id, library, name, enrolledAt, lastSeenAt }) => (
          <li class="row stack stack--s" key={id}>
            <p>
              <b>
                <Breakable text={nameOf(library)} />
              </b>
              {'　'}
              {name}
            </p>
            <p class="small">
              登録 {dayAndClock(enrolledAt)}　最後に使った {dayAndClock(lastSeenAt)}
            </p>
            <VerbForm
              verb={revokeTerminal}
              of={{ terminalId: UuidSchema.parse(id) }}
              row={id}
              about={`${nameOf(library)} ${name}`}
            />
          </li>
        ))}
      </ul>
    </StaffPage>
  );
}
