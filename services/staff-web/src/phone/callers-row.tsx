import type { Library, MyLibraryRow, ReservationId } from '@toshobin/contracts';
import { type Deadline, formatDateJa, type Instant, mayWish } from '@toshobin/lending-rules';
import { ActForm } from '../pages/act-form.tsx';
import { type Frame, StaffPage } from '../pages/frame.tsx';
import { VerbForm } from '../verbs/verb-form.tsx';
import {
  cancelForCaller,
  changePickupForCaller,
  extendForCaller,
  resumeForCaller,
  suspendForCaller,
} from './phone-verbs.ts';
import { stateWords } from './row-words.ts';

/** One reservation or loan of the caller, with what they may wish of it. */
export function CallersRow(props: { frame: Frame; row: MyLibraryRow; libraries: readonly Library[] }) {
  const { frame, row, libraries } = props;
  const { reservationId } = row;
  const wish = { frame, of: { reservationId }, row: reservationId, about: row.reservationNumber };
  const nameOf = (code: string) => libraries.find((library) => library.code === code)?.name ?? code;
  return (
    <li class="row stack stack--s" data-reservation={reservationId}>
      <p>
        <b>{row.title}</b>　{stateWords[row.state]}
        <br />
        予約番号 {row.reservationNumber}　受取館 {nameOf(row.pickupLibrary)}
        {row.holdUntil ? `　取り置き期限 ${formatDateJa(row.holdUntil)}まで` : ''}
        {row.due ? `　返却期限 ${formatDateJa(row.due.date)}まで` : ''}
        {row.resumesOn ? `　${formatDateJa(row.resumesOn)}に再開` : ''}
      </p>
      <p>
        <a class="tap" href={`/timeline/${reservationId}`}>
          経過を見る（メールをもう一度、返したとのお申し出など）
          <span class="visually-hidden">：{row.reservationNumber}</span>
        </a>
      </p>
      <div class="actions">
        {mayWish('extend', row) ? (
          <ActForm
            frame={frame}
            id={`extend-${reservationId}`}
            action={`/phone/${reservationId}/preview`}
            button="延長する"
            about={row.reservationNumber}
          />
        ) : null}
        {mayWish('cancel', row) ? <VerbForm {...wish} verb={cancelForCaller} /> : null}
        {mayWish('resume', row) ? <VerbForm {...wish} verb={resumeForCaller} /> : null}
        {mayWish('suspend', row) ? <VerbForm {...wish} verb={suspendForCaller} /> : null}
        {mayWish('changePickup', row) ? (
          <VerbForm
            {...wish}
            verb={changePickupForCaller}
            shown={row}
            choices={{ pickupLibrary: libraries.map(({ code, name }) => ({ value: code, label: name })) }}
          />
        ) : null}
      </div>
    </li>
  );
}

/** R8. The new date is told to the caller first. */
export function ExtensionPreviewPage(props: {
  frame: Frame;
  reservationId: ReservationId;
  preview: { due: Deadline; present: Deadline; previewedAt: Instant };
}) {
  const { frame, preview, reservationId } = props;
  const due = formatDateJa(preview.due.date);
  return (
    <StaffPage frame={frame} title="延長" at="/phone" narrow>
      <h1>延長</h1>
      <p>
        今の返却期限は{formatDateJa(preview.present.date)}です。延長すると<b>{due}</b>
        までになります。延長は1回だけです、とお伝えください。
      </p>
      <VerbForm
        frame={frame}
        verb={extendForCaller}
        of={{ reservationId, confirmDue: preview.due.date, previewedAt: preview.previewedAt }}
      />
      <p>
        <a class="btn btn--second" href="/phone">
          戻る
        </a>
      </p>
    </StaffPage>
  );
}
