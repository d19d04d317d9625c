import type { Library, PatronRow } from '@toshobin/contracts';
import type { CalendarDate, Refusal } from '@toshobin/lending-rules';
import { type LibraryList, RefusalNotice } from '@toshobin/web';
import { stateWords } from '../my-library/state-words.tsx';
import { type Frame, PatronPage, Token } from '../pages/frame.tsx';
import { LibraryChoices } from '../reserving/library-choices.tsx';
import { PickupTerms } from '../reserving/pickup-terms.tsx';

/** R20. First the library; the next page shows what follows. */
export function ChooseAnotherPage(props: {
  frame: Frame;
  row: PatronRow;
  list: LibraryList;
  today: CalendarDate;
  refusal?: Refusal | undefined;
}) {
  const { frame, row, refusal } = props;
  return (
    <PatronPage frame={frame} title="受取館の変更" at="/my-library" narrow>
      <div class="stack">
        <h1>新しい受取館を選んでください</h1>
        {refusal ? <RefusalNotice refusal={refusal} front={frame.front} /> : null}
        <div class="card">
          <p class="row-title">{row.title}</p>
          <p>{stateWords(row)}</p>
        </div>
        <form class="stack stack--l" action={`/my-library/${row.reservationId}/pickup/confirm`}>
          <LibraryChoices
            frame={frame}
            list={props.list}
            today={props.today}
            chosen={row.pickupLibrary}
            heading="今の受取館"
          />
          <div class="actions">
            <button class="btn btn--l" type="submit">
              確認へ進む
            </button>
            <a class="btn btn--second" href="/my-library">
              戻る
            </a>
          </div>
        </form>
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
}) {
  const { frame, row, library } = props;
  const waits = row.state === 'queued' || row.state === 'suspended';
  return (
    <PatronPage frame={frame} title="受取館の変更の確認" at="/my-library" narrow>
      <div class="stack">
        <h1>受取館の変更の確認</h1>
        <div class="card stack">
          <p class="row-title">{row.title}</p>
          <dl class="change">
            <div>
              <dt>今の受取館</dt>
              <dd>{props.present}</dd>
            </div>
            <div class="is-new">
              <dt>新しい受取館</dt>
              <dd>{library.name}</dd>
            </div>
          </dl>
        </div>
        <ul class="dots">
          {waits ? <li>予約の順番は変わりません。</li> : null}
          <PickupTerms municipal={props.municipal} nextDispatchDay={props.nextDispatchDay} />
        </ul>
        <form method="post" action={`/my-library/${row.reservationId}/pickup`}>
          <Token token={frame.token} />
          <input type="hidden" name="wishId" value={props.wishId} />
          <input type="hidden" name="pickup" value={library.code} />
          <div class="actions">
            <button class="btn btn--l" type="submit">
              受取館を変更する
            </button>
            <a class="btn btn--second" href={`/my-library/${row.reservationId}/pickup`}>
              戻る
            </a>
          </div>
        </form>
      </div>
    </PatronPage>
  );
}
