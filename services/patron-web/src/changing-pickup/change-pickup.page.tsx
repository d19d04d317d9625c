import type { Library, PatronRow } from '@toshobin/contracts';
import { type CalendarDate, inQueue, type LendingPolicy, type Refusal } from '@toshobin/lending-rules';
import type { LibraryList, LibraryPlaces } from '@toshobin/web';
import { AboutRow, WishRefusal } from '../my-library/wish.page.tsx';
import { Crumbs } from '../pages/crumbs.tsx';
import { type Frame, PatronPage, Token } from '../pages/frame.tsx';
import { LibraryName } from '../pages/library-name.tsx';
import { refusedTitle } from '../pages/refused-title.ts';
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
    <PatronPage frame={frame} title={refusedTitle(title, refusal, say)} at="/my-library" narrow>
      <Crumbs frame={frame} here={title} />
      <div class="stack">
        <h1>
          {props.withoutForm ? title : say('新しい受取館を選んでください', 'Choose the new pickup library')}
        </h1>
        {refusal ? <WishRefusal refusal={refusal} frame={frame} /> : null}
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
              <button class="btn btn--l" type="submit">
                {say('確認へ進む', 'Check and confirm')}
              </button>
              <a class="btn btn--quiet" href="/my-library">
                {say('戻る', 'Back')}
              </a>
            </div>
          </form>
        )}
      </div>
    </PatronPage>
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
  /** It was sent, and there was no answer in time. */
  refusal?: Refusal | undefined;
}) {
  const { frame, row, library, refusal } = props;
  const { say } = frame;
  const waits = inQueue.has(row.state);
  const title = say('受取館の変更の確認', 'Confirm the new pickup library');
  return (
    <PatronPage frame={frame} title={refusedTitle(title, refusal, say)} at="/my-library" narrow>
      <Crumbs frame={frame} here={title} />
      <div class="stack">
        <h1>{title}</h1>
        {refusal ? <WishRefusal refusal={refusal} frame={frame} /> : null}
        <div class="card stack">
          <p class="row-title" lang="ja">
            {row.title}
          </p>
          <dl class="change">
            <div>
              <dt>{say('今の受取館', 'Pickup library now')}</dt>
              <dd>
                <Words text={props.present} language={frame.front.language} />
              </dd>
            </div>
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
            language={frame.front.language}
            policy={props.policy}
          />
        </ul>
        <form method="post" action={`/my-library/${row.reservationId}/pickup`}>
          <Token token={frame.token} />
          <input type="hidden" name="wishId" value={props.wishId} />
          <input type="hidden" name="pickup" value={library.code} />
          <div class="actions">
            <button class="btn btn--l" type="submit">
              {say('受取館を変更する', 'Change the pickup library')}
            </button>
            <a class="btn btn--quiet" href={`/my-library/${row.reservationId}/pickup`}>
              {say('戻る', 'Back')}
            </a>
          </div>
        </form>
      </div>
    </PatronPage>
  );
}
