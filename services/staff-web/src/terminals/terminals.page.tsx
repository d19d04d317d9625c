import { type Library, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { instantFromDate } from '@toshobin/lending-rules';
import { ActForm, reasonField } from '../pages/act-form.tsx';
import { Answer } from '../pages/answer.tsx';
import { Breakable } from '../pages/breakable.tsx';
import { clockOf, dayAndClock } from '../pages/dates.ts';
import { type Frame, StaffPage } from '../pages/frame.tsx';
import type { BigAnswer } from '../sessions/desk-state.ts';
import type { EnrolmentNumber, Terminal } from './terminals.ts';

/** 受取館の端末: which browsers pickup libraries sign in at, and a number for one more. */
export function TerminalsPage(props: {
  frame: Frame;
  answer: BigAnswer | undefined;
  terminals: readonly Terminal[];
  libraries: readonly Library[];
  nameOf: (code: string) => string;
}) {
  const { frame, terminals, nameOf } = props;
  const pickup = props.libraries.filter(({ code }) => code !== PREFECTURAL_LIBRARY);
  return (
    <StaffPage frame={frame} title="受取館の端末" at="/terminals">
      <h1>受取館の端末　{terminals.length}台</h1>
      {props.answer ? <Answer answer={props.answer} /> : null}
      <p>
        受取館のアカウントは、その館の登録した端末でだけログインできます。なくした端末は、すぐに登録を取り消します。
      </p>
      <ActForm
        frame={frame}
        id="new"
        action="/terminals/numbers"
        title="端末を登録する"
        hidden={{ factId: frame.newId() }}
        fields={[
          {
            name: 'library',
            label: '館',
            choices: pickup.map(({ code, name }) => ({ value: code, label: name })),
          },
          { name: 'name', label: '端末の名前（例：カウンターのスマートフォン）', maxLength: 40 },
        ]}
        button="登録の番号を出す"
      />
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
            <ActForm
              frame={frame}
              id={`revoke-${id}`}
              action={`/terminals/${id}/revoke`}
              fields={[reasonField]}
              button="登録を取り消す"
              about={`${nameOf(library)} ${name}`}
            />
          </li>
        ))}
      </ul>
    </StaffPage>
  );
}

/** The number that is read out on the telephone, shown once. */
export function EnrolmentNumberPage(props: {
  frame: Frame;
  made: EnrolmentNumber;
  library: string;
  name: string;
  address: string;
}) {
  return (
    <StaffPage frame={props.frame} title="端末の登録の番号" at="/terminals" narrow>
      <div class="stack">
        <h1>端末の登録の番号</h1>
        <p>
          {props.library}　{props.name}
        </p>
        <p class="s-secret" id="code">
          {props.made.number.replaceAll(/(\d{4})(?=\d)/g, '$1 ')}
        </p>
        <p>
          {clockOf(instantFromDate(props.made.validUntil))}までに、その端末で {props.address}{' '}
          を開き、この番号を入れてもらいます。1回だけ使えます。電話では4けたずつ伝えます。
        </p>
        <p>この番号は、もう一度は表示できません。</p>
        <p>
          <a class="btn btn--second" href="/terminals">
            端末の一覧へ
          </a>
        </p>
      </div>
    </StaffPage>
  );
}
