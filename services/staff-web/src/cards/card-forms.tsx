import type { Library } from '@toshobin/contracts';
import { ActForm, reasonField } from '../pages/act-form.tsx';
import type { Frame } from '../pages/frame.tsx';
import type { Caller } from '../phone/for-caller.ts';

/** R1, R14. What the desk does with the card of the person in hand. */
export function CardForms(props: {
  frame: Frame;
  caller: Caller;
  libraries: readonly Library[];
  newId: () => string;
}) {
  const { frame, caller, libraries, newId } = props;
  const suspended = caller.cardStatus === 'suspended';
  return (
    <section class="stack" aria-labelledby="card-forms">
      <h2 id="card-forms">貸出カードの手続き</h2>
      <ActForm
        frame={frame}
        id="release"
        action="/cards/release"
        title="カードを忘れた方（今日1回だけ）"
        hidden={{ factId: newId() }}
        fields={[
          {
            name: 'to',
            label: 'お渡しする館',
            choices: libraries.map(({ code, name }) => ({ value: code, label: name })),
          },
          reasonField,
        ]}
        button="カードなしの引渡しを認める"
      />
      <ActForm
        frame={frame}
        id="replace"
        action="/cards/replace"
        title="紛失・破損（再発行）"
        hidden={{ factId: newId() }}
        fields={[reasonField]}
        button="新しい番号にする"
      />
      <ActForm
        frame={frame}
        id="renew"
        action="/cards/renew"
        title="有効期限の更新"
        fields={[{ name: 'expiresOn', label: '新しい有効期限', type: 'date' }]}
        button="更新する"
      />
      <ActForm
        frame={frame}
        id="suspend"
        action="/cards/suspend"
        title={suspended ? '利用停止の解除' : '利用停止'}
        hidden={{ suspended: suspended ? 'no' : 'yes' }}
        fields={[reasonField]}
        button={suspended ? '利用停止を解く' : '利用停止にする'}
      />
      <ActForm
        frame={frame}
        id="letter"
        action="/cards/letter"
        title="ログインできず、メールも届かない方"
        hidden={{ factId: newId() }}
        fields={[reasonField]}
        button="封書の番号を出す"
      />
    </section>
  );
}
