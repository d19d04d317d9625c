import type { Library, MyLibraryRow } from '@toshobin/contracts';
import { type Deadline, formatDateJa, type Instant, mayWish } from '@toshobin/lending-rules';
import { ActForm } from '../pages/act-form.tsx';
import { type Frame, StaffPage } from '../pages/frame.tsx';
import { stateWords } from './row-words.ts';

/** One reservation or loan of the caller, with what they may wish of it. */
export function CallersRow(props: {
  frame: Frame;
  row: MyLibraryRow;
  libraries: readonly Library[];
  newId: () => string;
}) {
  const { frame, row, libraries, newId } = props;
  const path = `/phone/${row.reservationId}`;
  const id = row.reservationId;
  const hidden = { wishId: newId() };
  const nameOf = (code: string) => libraries.find((library) => library.code === code)?.name ?? code;
  return (
    <li class="row stack stack--s" data-reservation={id}>
      <p>
        <b>{row.title}</b>　{stateWords[row.state]}
        <br />
        予約番号 {row.reservationNumber}　受取館 {nameOf(row.pickupLibrary)}
        {row.holdUntil ? `　取り置き期限 ${formatDateJa(row.holdUntil)}まで` : ''}
        {row.due ? `　返却期限 ${formatDateJa(row.due.date)}まで` : ''}
        {row.resumesOn ? `　${formatDateJa(row.resumesOn)}に再開` : ''}
      </p>
      <p>
        <a class="tap" href={`/timeline/${id}`}>
          経過を見る（メールをもう一度、返したとのお申し出など）
          <span class="visually-hidden">：{row.reservationNumber}</span>
        </a>
      </p>
      <div class="actions">
        {mayWish('extend', row) ? (
          <ActForm
            frame={frame}
            id={`extend-${id}`}
            action={`${path}/preview`}
            button="延長する"
            about={row.reservationNumber}
          />
        ) : null}
        {mayWish('cancel', row) ? (
          <ActForm
            frame={frame}
            id={`cancel-${id}`}
            action={`${path}/cancel`}
            hidden={hidden}
            button="予約をキャンセルする"
            about={row.reservationNumber}
          />
        ) : null}
        {mayWish('resume', row) ? (
          <ActForm
            frame={frame}
            id={`resume-${id}`}
            action={`${path}/resume`}
            hidden={hidden}
            button="再開する"
            about={row.reservationNumber}
          />
        ) : null}
        {mayWish('suspend', row) ? (
          <ActForm
            frame={frame}
            id={`suspend-${id}`}
            action={`${path}/suspend`}
            hidden={hidden}
            fields={[{ name: 'until', label: '再開する日', type: 'date' }]}
            button="一時停止する"
            about={row.reservationNumber}
          />
        ) : null}
        {mayWish('changePickup', row) ? (
          <ActForm
            frame={frame}
            id={`pickup-${id}`}
            action={`${path}/change-pickup`}
            hidden={hidden}
            fields={[
              {
                name: 'pickupLibrary',
                label: '受取館',
                value: row.pickupLibrary,
                choices: libraries.map(({ code, name }) => ({ value: code, label: name })),
              },
            ]}
            button="受取館を変更する"
            about={row.reservationNumber}
          />
        ) : null}
      </div>
    </li>
  );
}

/** R8. The new date is told to the caller first. */
export function ExtensionPreviewPage(props: {
  frame: Frame;
  reservationId: string;
  preview: { due: Deadline; present: Deadline; previewedAt: Instant };
  wishId: string;
}) {
  const { frame, preview } = props;
  const due = formatDateJa(preview.due.date);
  return (
    <StaffPage frame={frame} title="延長" at="/phone" narrow>
      <h1>延長</h1>
      <p>
        今の返却期限は{formatDateJa(preview.present.date)}です。延長すると<b>{due}</b>
        までになります。延長は1回だけです、とお伝えください。
      </p>
      <ActForm
        frame={frame}
        id="extend"
        action={`/phone/${props.reservationId}/extend`}
        hidden={{
          wishId: props.wishId,
          confirmDue: preview.due.date,
          previewedAt: preview.previewedAt,
        }}
        button={`${due}までに延長する`}
      />
      <p>
        <a class="btn btn--second" href="/phone">
          戻る
        </a>
      </p>
    </StaffPage>
  );
}
