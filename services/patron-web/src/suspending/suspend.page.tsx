import type { PatronRow } from '@toshobin/contracts';
import { type CalendarDate, formatDateJa, type Refusal } from '@toshobin/lending-rules';
import { WishPage } from '../my-library/wish.page.tsx';
import { Field } from '../pages/field.tsx';
import type { Frame } from '../pages/frame.tsx';

/** R20. Asks for the day on which it resumes by itself. */
export function SuspendPage(props: {
  frame: Frame;
  row: PatronRow;
  wishId: string;
  first: CalendarDate;
  last: CalendarDate;
  /** What was chosen before, to be mended. */
  typed: string;
  fault?: string | undefined;
  refusal?: Refusal | undefined;
}) {
  const { row, first, last } = props;
  return (
    <WishPage
      frame={props.frame}
      row={row}
      wishId={props.wishId}
      refusal={props.refusal}
      faults={props.fault ? [{ name: 'until', text: props.fault }] : []}
      title="予約の一時停止"
      heading="いつまで一時停止しますか"
      action={`/my-library/${row.reservationId}/suspend`}
      button="一時停止する"
      follows={[
        '予約の順番は残ります。一時停止の間は、次の方に先にお回しします。',
        '再開する日になると、順番待ちに戻ります。その前に再開することもできます。',
        '予約の点数には数えます。',
      ]}
    >
      <Field
        name="until"
        type="date"
        label="再開する日"
        hint={`${formatDateJa(last)}までの日を選べます。`}
        value={props.typed || row.resumesOn || ''}
        fault={props.fault}
        min={first}
        max={last}
        required
      />
      {props.refusal?.code === 'SUSPEND_TOO_LATE' ? (
        <p>
          <a class="btn btn--quiet" href={`/my-library/${row.reservationId}/cancel`}>
            予約をキャンセルする
          </a>
        </p>
      ) : null}
    </WishPage>
  );
}
