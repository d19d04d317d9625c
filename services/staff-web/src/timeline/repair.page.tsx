import { ActForm, reasonField } from '../pages/act-form.tsx';
import type { Frame } from '../pages/frame.tsx';

/** What the prefectural desk does about one reservation; each says what it does. */
export function Repair(props: {
  frame: Frame;
  reservationId: string;
  barcode: string | null;
  newId: () => string;
}) {
  const { frame, barcode, newId } = props;
  const path = `/timeline/${props.reservationId}`;
  return (
    <section class="stack" aria-labelledby="repair">
      <h2 id="repair">手続き</h2>
      {barcode ? (
        <>
          <ActForm
            frame={frame}
            id="late"
            action={`${path}/late-hand-out`}
            title="期限後の引渡しを1回だけ認める"
            fields={[reasonField]}
            button="認める"
          />
          <ActForm
            frame={frame}
            id="confirm"
            action={`${path}/confirm-hand-out`}
            title="読み取りのない引渡しを確かめた"
            hidden={{ factId: newId(), code: barcode }}
            fields={[reasonField]}
            button="お渡ししたことを記録する"
          />
          <p>
            <a class="btn btn--second" href={`/stock?barcode=${barcode}`}>
              この資料を紛失・修理にする
            </a>
          </p>
        </>
      ) : null}
      <ActForm
        frame={frame}
        id="cancel"
        action={`${path}/cancellation`}
        title="図書館の都合でキャンセルする"
        hidden={{ wishId: newId() }}
        fields={[
          {
            name: 'why',
            label: 'メールに書く理由',
            choices: [
              { value: 'library', label: '図書館の都合' },
              { value: 'copyMissing', label: '資料が見当たらない' },
              { value: 'withdrawn', label: '除籍・修理' },
              { value: 'lost', label: '配送中の紛失' },
              { value: 'unreached', label: '連絡がつかない' },
            ],
          },
          reasonField,
        ]}
        button="予約をキャンセルする"
      />
    </section>
  );
}
