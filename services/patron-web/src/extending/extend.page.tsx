import type { PatronRow } from '@toshobin/contracts';
import { type CalendarDate, type Duration, dayOf, type Refusal, weeksIn } from '@toshobin/lending-rules';
import { dateIn } from '@toshobin/web';
import { StateChip } from '../my-library/state-words.tsx';
import { RowPage } from '../my-library/wish.page.tsx';
import { Dated } from '../pages/dated.tsx';
import { Back, Form, Submit } from '../pages/elements.tsx';
import type { Frame } from '../pages/frame.tsx';
import { Phone } from '../pages/phone.tsx';
import type { Preview } from './extend-loan.ts';

interface ExtendProps {
  frame: Frame;
  row: PatronRow;
  wishId: string;
  preview?: Preview;
  refusal?: Refusal;
  /** How long an extension is. */
  period: Duration;
}

/** R8. The new date first, in the button; or why not, in its place. Nothing has changed yet. */
export function ExtendPage({ frame, row, wishId, preview, refusal, period }: ExtendProps) {
  const { say, front } = frame;
  const title = say('延長の確認', 'Extend the loan');
  const present = preview?.present.date ?? row.due?.date;
  return (
    <RowPage frame={frame} title={title} refusal={refusal}>
      <div class="card stack">
        <p class="row-title" lang="ja">
          {row.title}
        </p>
        {preview ? null : (
          <p>
            <StateChip row={row} language={front.language} />
          </p>
        )}
        {present ? (
          <dl class="change">
            <Until frame={frame} words={say('今の返却期限', 'Due date now')} date={present} />
            {preview ? (
              <Until
                frame={frame}
                words={say('新しい返却期限', 'New due date')}
                date={preview.due.date}
                isNew
              />
            ) : null}
          </dl>
        ) : null}
        {preview || refusal === undefined ? null : <WayOn frame={frame} row={row} refusal={refusal} />}
      </div>
      {preview ? (
        <Confirm frame={frame} row={row} wishId={wishId} preview={preview} period={period} />
      ) : (
        <div class="actions">
          {refusal?.code === 'EXTENSION_BEFORE_PICKUP' ? (
            <a class="btn btn--second btn--l" href={`/my-library/${row.reservationId}/picked-up`}>
              {say('受け取りました', 'I have picked it up')}
            </a>
          ) : null}
          <a class="btn btn--l" href="/my-library">
            {say('Myライブラリ', 'My Library')}
          </a>
        </div>
      )}
    </RowPage>
  );
}

function Until(props: { frame: Frame; words: string; date: CalendarDate; isNew?: boolean }) {
  const { say, front } = props.frame;
  return (
    <div class={props.isNew ? 'is-new' : ''}>
      <dt>{props.words}</dt>
      <dd>
        <span class="nowrap">
          <Dated date={props.date} language={front.language} />
          {say('まで', '')}
        </span>
      </dd>
    </div>
  );
}

/** What can be done where it can't be extended. */
function WayOn({ frame: { say, front }, row, refusal }: { frame: Frame; row: PatronRow; refusal: Refusal }) {
  const returned = row.state === 'returning' || !row.open;
  if (returned || refusal.code === 'EXTENSION_BEFORE_PICKUP' || refusal.code === 'EXTENSION_WOULD_SHORTEN') {
    return null;
  }
  return (
    <>
      <p>
        {say(
          '県立図書館または受取館に返却してください。ブックポストも使えます。',
          'Return it to the prefectural library or your pickup library. The book drop works too.',
        )}
      </p>
      {refusal.code === 'LOAN_PAST_DUE' ? (
        <p>
          {say('見当たらないときは、お電話ください。', 'If you can’t find it, please call ')}
          <Phone front={front} />
        </p>
      ) : null}
    </>
  );
}

function Confirm(props: {
  frame: Frame;
  row: PatronRow;
  wishId: string;
  preview: Preview;
  period: Duration;
}) {
  const { frame, row, wishId, preview, period } = props;
  const { say, front } = frame;
  const { language } = front;
  const day = dateIn(language, preview.due.date);
  return (
    <>
      <ul class="dots">
        <li>{say('延長は1回だけです。', 'A loan can be extended once.')}</li>
        <li>
          {say('期間は延長手続日の今日、', `It is ${weeksIn('en', period)} from today, `)}
          <Dated date={dayOf(preview.previewedAt)} language={language} />
          {say(`から${weeksIn('ja', period)}です。`, '.')}
        </li>
      </ul>
      <Form
        frame={frame}
        action={`/my-library/${row.reservationId}/extend`}
        fields={{ wishId, confirmDue: preview.due.date, previewedAt: preview.previewedAt }}
      >
        <div class="actions">
          <Submit look="l">{say(`${day}までに延長する`, `Extend until ${day}`)}</Submit>
          <Back href="/my-library" say={say} />
        </div>
      </Form>
    </>
  );
}
