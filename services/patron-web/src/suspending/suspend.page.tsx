import type { PatronRow } from '@toshobin/contracts';
import { type CalendarDate, daysBetween, type Refusal } from '@toshobin/lending-rules';
import { dateIn } from '@toshobin/web';
import { WishPage } from '../my-library/wish.page.tsx';
import { counted } from '../pages/counted.ts';
import { Field } from '../pages/field.tsx';
import type { Frame } from '../pages/frame.tsx';

/** R20. Asks for the day on which it resumes by itself, and says which is the last one. */
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
  /** The reservation can't be suspended any more. */
  withoutForm: boolean;
}) {
  const { frame, row, first, last, refusal } = props;
  const { say, front } = frame;
  const lastDay = dateIn(front.language, last);
  const faults = props.fault ? [{ name: 'until', text: props.fault }] : [];
  const longest = daysBetween(first, last) + 1;
  return (
    <WishPage
      frame={frame}
      row={row}
      wishId={props.wishId}
      refusal={refusal}
      faults={faults}
      title={say('予約の一時停止', 'Suspend the reservation')}
      heading={say('いつまで一時停止しますか', 'Until when shall it be suspended?')}
      action={`/my-library/${row.reservationId}/suspend`}
      button={say('一時停止する', 'Suspend')}
      withoutForm={props.withoutForm}
      ways={
        refusal?.code === 'SUSPEND_TOO_LATE' ? (
          <a class="btn btn--second btn--l" href={`/my-library/${row.reservationId}/cancel`}>
            {say('予約をキャンセルする', 'Cancel the reservation')}
          </a>
        ) : null
      }
      follows={[
        say(
          '予約の順番は残ります。一時停止の間は、次の方に先にお回しします。',
          'Your place in the queue is kept. Meanwhile the next person is served first.',
        ),
        say(
          '再開する日になると、順番待ちに戻ります。その前に再開することもできます。',
          'On the day it resumes it waits again. You can resume it earlier.',
        ),
        say('予約の点数には数えます。', 'It still counts as a reservation.'),
      ]}
    >
      <Field
        name="until"
        type="date"
        say={say}
        label={say('再開する日', 'Day it resumes')}
        hint={say(
          `一時停止は${longest}日までです。${lastDay}までの日を選べます。数字で入れるときは ${first.replaceAll('-', '/')} のように。`,
          `Up to ${counted(longest, 'day')}: ${lastDay} is the last day you can choose. Typed, it looks like ${first.replaceAll('-', '/')}.`,
        )}
        value={props.typed || row.resumesOn || ''}
        faults={faults}
        min={first}
        max={last}
        required
      />
    </WishPage>
  );
}
