import type { PatronRow } from '@toshobin/contracts';
import { dayOf } from '@toshobin/lending-rules';
import { Icon, sayIn } from '@toshobin/web';
import { LibraryPhone } from '../pages/phone.tsx';
import { Words } from '../pages/words.tsx';
import { dayExtendedTo, extensionOf } from './extension-of-row.ts';
import { closedWeekdays, openingWords } from './opening-words.ts';
import { Route } from './route.tsx';
import { type NoteContext, notesOf } from './row-notes.ts';
import { RowWishes } from './row-wishes.tsx';
import { BigState, StateChip } from './state-words.tsx';

export interface RowProps {
  row: PatronRow;
  context: NoteContext;
}

/** What waits for its patron: until when, where, and when that library is open. */
export function ReadyCard({ row, context }: RowProps) {
  const { language } = context.front;
  const say = sayIn(language);
  const { prefectural, libraryName } = context;
  return (
    <article class="card card--now stack stack--s" data-reservation={row.reservationId}>
      <BigState row={row} language={language} />
      <Title row={row} />
      <Route row={row} prefectural={prefectural} language={language} />
      <div class="why">
        <Icon name="pin" />
        <div>
          <p>
            <b>
              <Words text={libraryName} language={language} />
              {prefectural ? say('のカウンター', ', at the counter') : ''}
            </b>
          </p>
          <PickupPlace row={row} context={context} />
        </div>
      </div>
      <HoldNumber row={row} context={context} />
      <ReservationNumber row={row} context={context} />
      <Notes row={row} context={context} />
      <Wishes row={row} context={context} />
    </article>
  );
}

/** Telephone and opening days of where a copy waits. */
function PickupPlace({ row, context }: RowProps) {
  const { library, now, front } = context;
  if (!library) return null;
  const { language } = front;
  const say = sayIn(language);
  const weekly = closedWeekdays(library, language);
  const days = { today: dayOf(now), until: row.holdUntil ?? row.due?.date ?? null };
  return (
    <>
      <p class="row-sub">
        {weekly ? say(`休館日：${weekly}　`, `Closed on ${weekly}. `) : ''}
        <LibraryPhone library={library} say={say} />
      </p>
      {openingWords(library, days, language).map((text) => (
        <p key={text} class="row-sub">
          <Words text={text} language={language} />
        </p>
      ))}
    </>
  );
}

/** One loan or reservation of a list. */
export function Item({ row, context }: RowProps) {
  const { language } = context.front;
  return (
    <li class="row loan" data-reservation={row.reservationId}>
      <div>
        <p>
          <StateChip row={row} language={language} />
        </p>
        <Title row={row} />
      </div>
      <Route row={row} prefectural={context.prefectural} language={language} />
      <div>
        <ReservationNumber row={row} context={context} withLibrary />
        <Notes row={row} context={context} />
        <Wishes row={row} context={context} />
      </div>
    </li>
  );
}

function Title({ row }: { row: PatronRow }) {
  return (
    <h3 class="row-title">
      <a href={`/records/${row.recordId}`} lang="ja">
        {row.title}
      </a>
    </h3>
  );
}

function ReservationNumber({ row, context, withLibrary }: RowProps & { withLibrary?: boolean }) {
  const { language } = context.front;
  const say = sayIn(language);
  const where = say(`受取館：${context.libraryName}　`, `Pickup: ${context.libraryName}. `);
  return (
    <p class="row-sub">
      {withLibrary ? <Words text={where} language={language} /> : null}
      {say('予約番号', 'No.')} <span class="num">{row.reservationNumber}</span>
    </p>
  );
}

/** What the desk of the pickup library looks for on its shelf. */
function HoldNumber({ row, context }: RowProps) {
  const say = sayIn(context.front.language);
  if (row.holdNumber === null) return null;
  return (
    <p>
      {say('取り置き番号', 'Hold number')} <b class="num">{row.holdNumber}</b>
    </p>
  );
}

function Notes({ row, context }: RowProps) {
  return (
    <>
      {notesOf(row, context).map((note) => (
        <p key={note} class="small">
          <Words text={note} language={context.front.language} />
        </p>
      ))}
    </>
  );
}

function Wishes({ row, context }: RowProps) {
  const extension = extensionOf(row, context);
  const mayExtend =
    extension === 'unknown' ? row.state === 'handedOut' : dayExtendedTo(extension) !== undefined;
  return <RowWishes row={row} mayExtend={mayExtend} language={context.front.language} />;
}
