import type { Library, PatronRow } from '@toshobin/contracts';
import { type CalendarDate, inQueue, type LendingPolicy, type Refusal } from '@toshobin/lending-rules';
import type { LibraryList, LibraryPlaces } from '@toshobin/web';
import { AboutRow, RowPage } from '../my-library/wish.page.tsx';
import { Back, Form, Pair, Submit } from '../pages/elements.tsx';
import type { Frame } from '../pages/frame.tsx';
import { LibraryName } from '../pages/library-name.tsx';
import { Words } from '../pages/words.tsx';
import { LibraryChoices } from '../reserving/library-choices.tsx';
import { PickupTerms } from '../reserving/pickup-terms.tsx';

/** R20. First the library; the next page shows what follows. Where it is too late, its sentence and no list. */
export function ChooseAnotherPage(props: {
  frame: Frame;
  row: PatronRow;
  list: LibraryList;
  places: LibraryPlaces;
  today: CalendarDate;
  refusal?: Refusal | undefined;
  /** Another library can't be chosen any more. */
  withoutForm: boolean;
}) {
  const { frame, row, refusal } = props;
  const { say } = frame;
  const title = say('受取館の変更', 'Change the pickup library');
  return (
    <RowPage
      frame={frame}
      title={title}
      heading={
        props.withoutForm ? title : say('新しい受取館を選んでください', 'Choose the new pickup library')
      }
      refusal={refusal}
    >
      <AboutRow frame={frame} row={row} />
      {props.withoutForm ? (
        <div class="actions">
          <a class="btn btn--l" href="/my-library">
            {say('Myライブラリ', 'My Library')}
          </a>
        </div>
      ) : (
        <form class="stack stack--l" action={`/my-library/${row.reservationId}/pickup/confirm`}>
          <LibraryChoices
            frame={frame}
            list={props.list}
            places={props.places}
            today={props.today}
            chosen={row.pickupLibrary}
            heading={say('今の受取館', 'Pickup library now')}
          />
          <div class="actions">
            <Submit look="l">{say('確認へ進む', 'Check and confirm')}</Submit>
            <Back href="/my-library" say={say} />
          </div>
        </form>
      )}
    </RowPage>
  );
}

/** R20. What follows from the change; nothing has changed yet. */
export function ConfirmPickupPage(props: {
  frame: Frame;
  row: PatronRow;
  wishId: string;
  present: string;
  library: Library;
  municipal: boolean;
  nextDispatchDay: CalendarDate;
  dispatchDaysAWeek: number;
  policy: LendingPolicy;
  /** The wish was sent, and there was no answer in time. */
  refusal?: Refusal | undefined;
}) {
  const { frame, row, library, refusal } = props;
  const { say } = frame;
  const waits = inQueue.has(row.state);
  const title = say('受取館の変更の確認', 'Confirm the new pickup library');
  return (
    <RowPage frame={frame} title={title} refusal={refusal}>
      <div class="card stack">
        <p class="row-title" lang="ja">
          {row.title}
        </p>
        <dl class="change">
          <Pair name={say('今の受取館', 'Pickup library now')}>
            <Words text={props.present} language={frame.front.language} />
          </Pair>
          <div class="is-new">
            <dt>{say('新しい受取館', 'New pickup library')}</dt>
            <dd>
              <LibraryName library={library} language={frame.front.language} />
            </dd>
          </div>
        </dl>
      </div>
      <ul class="dots">
        {waits ? (
          <li>{say('予約の順番は変わりません。', 'Your place in the queue stays the same.')}</li>
        ) : null}
        <PickupTerms
          municipal={props.municipal}
          nextDispatchDay={props.nextDispatchDay}
          dispatchDaysAWeek={props.dispatchDaysAWeek}
          pickup={library.calendar}
          here={!waits}
          language={frame.front.language}
          policy={props.policy}
        />
      </ul>
      <Form
        frame={frame}
        action={`/my-library/${row.reservationId}/pickup`}
        fields={{ wishId: props.wishId, pickup: library.code }}
      >
        <div class="actions">
          <Submit look="l">{say('受取館を変更する', 'Change the pickup library')}</Submit>
          <Back href={`/my-library/${row.reservationId}/pickup`} say={say} />
        </div>
      </Form>
    </RowPage>
  );
}
