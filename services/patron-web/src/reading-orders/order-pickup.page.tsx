import type { ReadingOrder } from '@toshobin/contracts';
import type { CalendarDate, Refusal } from '@toshobin/lending-rules';
import { type LibraryList, type LibraryPlaces, RefusalNotice } from '@toshobin/web';
import { Crumbs } from '../pages/crumbs.tsx';
import { Back, Form, Submit } from '../pages/elements.tsx';
import { type Frame, PatronPage } from '../pages/frame.tsx';
import { refusedTitle } from '../pages/refused-title.ts';
import { LibraryChoices } from '../reserving/library-choices.tsx';

/** R5. Where the volumes are picked up that a reading order has not reserved yet. */
export function OrderPickupPage(props: {
  frame: Frame;
  order: ReadingOrder;
  list: LibraryList;
  places: LibraryPlaces;
  today: CalendarDate;
  refusal?: Refusal | undefined;
}) {
  const { frame, order, refusal } = props;
  const { say } = frame;
  const title = say('これから予約するものの受取館', 'Where the next volumes are picked up');
  return (
    <PatronPage frame={frame} title={refusedTitle(title, refusal, say)} at="/my-library" narrow>
      <Crumbs frame={frame} here={title} />
      <Form frame={frame} class="stack stack--l" action={`/reading-orders/${order.orderId}/pickup`}>
        <h1>{title}</h1>
        {refusal ? <RefusalNotice refusal={refusal} front={frame.front} /> : null}
        <p>
          {say(
            '予約済みのものは、そのままの受取館です。変えるときは、その予約の「受取館を変更する」からお願いします。',
            'What is reserved already stays where it is; change that with its own reservation.',
          )}
        </p>
        <LibraryChoices
          frame={frame}
          list={props.list}
          places={props.places}
          today={props.today}
          chosen={order.pickupLibrary}
          heading={say('今の受取館', 'Pickup library now')}
        />
        <div class="actions">
          <Submit look="l">{say('この館にする', 'Use this library')}</Submit>
          <Back href="/my-library#orders" say={say} />
        </div>
      </Form>
    </PatronPage>
  );
}
