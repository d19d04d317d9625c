import type { PatronRow } from '@toshobin/contracts';
import {
  type CalendarDate,
  type Decision,
  type Duration,
  type Instant,
  type Refusal,
  weeksIn,
} from '@toshobin/lending-rules';
import { dateIn, Icon, Notice, sentenceOf } from '@toshobin/web';
import { RowPage } from '../my-library/wish.page.tsx';
import { counted } from '../pages/counted.ts';
import { Crumbs } from '../pages/crumbs.tsx';
import { Back, Form, Submit } from '../pages/elements.tsx';
import { type Frame, PatronPage } from '../pages/frame.tsx';
import { Words } from '../pages/words.tsx';

/** A loan with the date that an extension would give it, or why it has none. */
export interface ExtensionOf {
  row: PatronRow;
  wishId: string;
  due: Decision<CalendarDate>;
}

/** A loan with the date that its extension has given it, or why not; and the wish with which it may be asked for again. */
interface ExtendedLoan {
  row: PatronRow;
  due: Decision<CalendarDate>;
  again?: { wishId: string; due: CalendarDate } | undefined;
}

/** What a box of a loan says: its wish, and the date that is shown with it. */
const asked = ({ reservationId }: PatronRow, { wishId, due }: { wishId: string; due: CalendarDate }) =>
  `${reservationId} ${wishId} ${due}`;

/** R8. Every loan with its own new date, or why it has none; those that are ticked are extended with one press. */
export function ExtendSeveralPage(props: {
  frame: Frame;
  loans: readonly ExtensionOf[];
  previewedAt: Instant;
  period: Duration;
  /** The button was pressed and nothing was ticked. */
  nothing: boolean;
}) {
  const { frame, loans, nothing } = props;
  const { say, front } = frame;
  const title = say('まとめて延長する', 'Extend several loans');
  const possible = loans.filter(({ due }) => due.ok);
  return (
    <PatronPage frame={frame} title={title} at="/my-library" narrow refused={nothing}>
      <Crumbs frame={frame} here={title} />
      <Form
        frame={frame}
        class="stack"
        action="/my-library/extend"
        fields={{ previewedAt: props.previewedAt }}
      >
        <h1>{title}</h1>
        {nothing ? (
          <Notice tone="wait">
            <p role="alert">{say('延長する資料を選んでください。', 'Please choose what to extend.')}</p>
          </Notice>
        ) : null}
        <p>
          {say(
            `延長は1点につき1回だけで、今日から${weeksIn('ja', props.period)}です。`,
            `Each loan can be extended once, for ${weeksIn('en', props.period)} from today.`,
          )}
        </p>
        <ul class="rows">
          {loans.map(({ row, wishId, due }) => (
            <li class="row" key={row.reservationId} data-reservation={row.reservationId}>
              {due.ok ? (
                <label class="check">
                  <input type="checkbox" name="loan" value={asked(row, { wishId, due: due.value })} checked />
                  <span>
                    <b lang="ja">{row.title}</b>
                    <br />
                    {row.due ? <s>{dateIn(front.language, row.due.date)}</s> : null}{' '}
                    <Words
                      text={say(`${dateIn('ja', due.value)}まで`, `until ${dateIn('en', due.value)}`)}
                      language={front.language}
                    />
                  </span>
                </label>
              ) : (
                <WhyNot frame={frame} row={row} refusal={due.refusal} />
              )}
            </li>
          ))}
        </ul>
        <div class="actions">
          {possible.length > 0 ? (
            <Submit look="l">{say('選んだ資料を延長する', 'Extend what is ticked')}</Submit>
          ) : null}
          <Back href="/my-library" say={say} />
        </div>
      </Form>
    </PatronPage>
  );
}

/** What came of it, loan by loan. `gone`: how many of those that were ticked are no loans any more. */
export function ExtendedPage(props: {
  frame: Frame;
  loans: readonly ExtendedLoan[];
  gone: number;
  previewedAt: Instant;
}) {
  const { frame, loans, gone } = props;
  const { say, front } = frame;
  const done = loans.filter(({ due }) => due.ok).length;
  const again = loans.flatMap(({ row, again }) => (again ? [asked(row, again)] : []));
  const all = loans.length + gone;
  const title = say(`${all}点のうち${done}点を延長しました`, `${done} of ${counted(all, 'loan')} extended`);
  return (
    <RowPage frame={frame} title={title}>
      <ul class="rows">
        {loans.map(({ row, due }) => (
          <li class="row" key={row.reservationId} data-reservation={row.reservationId}>
            {due.ok ? (
              <div class="why">
                <Icon name="ok" />
                <div>
                  <p>
                    <b lang="ja">{row.title}</b>
                  </p>
                  <p>
                    <Words
                      text={say(
                        `新しい返却期限：${dateIn('ja', due.value)}まで`,
                        `New due date: ${dateIn('en', due.value)}`,
                      )}
                      language={front.language}
                    />
                  </p>
                </div>
              </div>
            ) : (
              <WhyNot frame={frame} row={row} refusal={due.refusal} />
            )}
          </li>
        ))}
      </ul>
      {gone > 0 ? (
        <p data-gone={gone}>
          {say(
            `ほかの${gone}点は、返却の処理が済んで貸出ではなくなったため、延長していません。`,
            `${gone} more had been returned meanwhile and can’t be extended.`,
          )}
        </p>
      ) : null}
      {again.length > 0 ? (
        <Form
          frame={frame}
          class="actions"
          action="/my-library/extend"
          fields={{ previewedAt: props.previewedAt }}
        >
          {again.map((loan) => (
            <input type="hidden" name="loan" value={loan} key={loan} />
          ))}
          <Submit look="l">
            {say(`もう一度延長する（${again.length}点）`, `Try again (${again.length})`)}
          </Submit>
          <a class="btn btn--quiet" href="/my-library">
            {say('Myライブラリ', 'My Library')}
          </a>
        </Form>
      ) : (
        <p>
          <a class="btn btn--l" href="/my-library">
            {say('Myライブラリ', 'My Library')}
          </a>
        </p>
      )}
    </RowPage>
  );
}

function WhyNot({ frame, row, refusal }: { frame: Frame; row: PatronRow; refusal: Refusal }) {
  const { front } = frame;
  return (
    <div class="why" data-refusal={refusal.code}>
      <Icon name="info" />
      <div>
        <p>
          <b lang="ja">{row.title}</b>
        </p>
        <p>
          <Words text={sentenceOf(refusal, front)} language={front.language} />
        </p>
      </div>
    </div>
  );
}
