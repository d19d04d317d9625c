import type { PatronRow } from '@toshobin/contracts';
import { closingDaysIn, dayOf } from '@toshobin/lending-rules';
import { Icon, sayIn } from '@toshobin/web';
import { Cover, type CoverOf } from '../pages/cover.tsx';
import { RowTitle, TapLine } from '../pages/elements.tsx';
import { LibraryName } from '../pages/library-name.tsx';
import { openingWords } from '../pages/opening-words.ts';
import { LibraryPhone } from '../pages/phone.tsx';
import { Words } from '../pages/words.tsx';
import { dayExtendedTo, extensionOf } from './extension-of-row.ts';
import { Route } from './route.tsx';
import { type NoteContext, notesOf } from './row-notes.ts';
import { RowWishes } from './row-wishes.tsx';
import { BigState, StateChip } from './state-words.tsx';

export interface RowContext extends NoteContext {
  face: CoverOf;
}
export type ContextOf = (row: PatronRow) => RowContext;

interface RowProps {
  row: PatronRow;
  context: RowContext;
}

/** What waits for its patron in one place until one day: that is said once, then each copy with its hold number. */
export function HeldTogether({ rows, contextOf }: { rows: readonly PatronRow[]; contextOf: ContextOf }) {
  const [first] = rows;
  if (!first) return null;
  const context = contextOf(first);
  const { language } = context.front;
  const say = sayIn(language);
  const notes = rows.map((row) => notesOf(row, contextOf(row)));
  const shared = (notes[0] ?? []).filter((note) => notes.every((others) => others.includes(note)));
  return (
    <article class="card card--now pick">
      <div class="pick-head">
        <p class="pick-where">
          <Icon name="pin" />
          <b>
            <Words text={context.libraryName} language={language} />
            {context.prefectural ? say('のカウンター', ', at the counter') : ''}
          </b>
        </p>
        <BigState row={first} language={language} />
        <Route row={first} prefectural={context.prefectural} language={language} />
      </div>
      <ul class="plain">
        {rows.map((row, n) => (
          <li class="held" key={row.reservationId} data-reservation={row.reservationId}>
            <Cover record={contextOf(row).face} />
            <div>
              <RowTitle {...row} level="h3" />
              <ReservationNumber row={row} context={context} />
            </div>
            <HoldNumber row={row} context={context} />
            <div class="held-more">
              <Notes notes={(notes[n] ?? []).filter((note) => !shared.includes(note))} context={context} />
              <Wishes row={row} context={contextOf(row)} />
            </div>
          </li>
        ))}
      </ul>
      <div class="pick-foot stack stack--s">
        <Notes notes={shared} context={context} />
        <PickupPlace row={first} context={context} />
      </div>
    </article>
  );
}

/** Rows that wait in the same place until the same day, in their order. */
export function heldTogether(rows: readonly PatronRow[]): PatronRow[][] {
  const groups = new Map<string, PatronRow[]>();
  for (const row of rows) {
    const key = [row.pickupLibrary, row.state, row.holdUntil ?? row.due?.date].join(' ');
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

/** Telephone and opening days of where a copy waits. */
function PickupPlace({ row, context }: RowProps) {
  const { library, now, front } = context;
  if (!library) return null;
  const { language } = front;
  const say = sayIn(language);
  const weekly = closingDaysIn(language, library.calendar);
  const days = { today: dayOf(now), until: row.holdUntil ?? row.due?.date ?? null };
  return (
    <>
      <p class="row-sub">
        {weekly ? say(`休館日：${weekly}　`, `Closed on ${weekly}. `) : ''}
        <LibraryPhone library={library} say={say} />
      </p>
      <TapLine href={`/help/libraries/${library.code}`}>
        {say('開館時間・休館日・地図', 'Opening hours, closed days, map')}
        <span class="visually-hidden">
          {say('：', ': ')}
          <LibraryName library={library} language={language} />
        </span>
      </TapLine>
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
      <Cover record={context.face} size="s" />
      <div>
        <p>
          <StateChip row={row} language={language} />
        </p>
        <RowTitle {...row} level="h3" />
      </div>
      <Route row={row} prefectural={context.prefectural} language={language} />
      <div>
        <ReservationNumber row={row} context={context} withLibrary />
        <Notes notes={notesOf(row, context)} context={context} />
        <Wishes row={row} context={context} />
      </div>
    </li>
  );
}

function ReservationNumber({ row, context, withLibrary }: RowProps & { withLibrary?: boolean }) {
  const { language } = context.front;
  const say = sayIn(language);
  const where = say(`受取館：${context.libraryName}　`, `Pickup: ${context.libraryName}. `);
  return (
    <p class="row-sub">
      {withLibrary ? <Words text={where} language={language} /> : null}
      {say('予約番号', 'Reservation number')} <span class="num">{row.reservationNumber}</span>
    </p>
  );
}

/** What the desk of the pickup library looks for on its shelf. */
function HoldNumber({ row, context }: RowProps) {
  const say = sayIn(context.front.language);
  if (row.holdNumber === null) return null;
  return (
    <p class="no">
      <small>{say('取り置き番号', 'Hold number')}</small> <b class="num">{row.holdNumber}</b>
    </p>
  );
}

function Notes({ notes, context }: { notes: readonly string[]; context: NoteContext }) {
  return (
    <>
      {notes.map((note) => (
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
