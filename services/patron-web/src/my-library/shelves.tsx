import type { PatronRow } from '@toshobin/contracts';
import { toBeLent } from '@toshobin/lending-rules';
import type { Say } from '@toshobin/web';
import { Meter } from '../basket/meter.tsx';
import { Tap, TapLine } from '../pages/elements.tsx';
import type { Frame } from '../pages/frame.tsx';
import { dayExtendedTo, extensionOf } from './extension-of-row.ts';
import { type ContextOf, HeldTogether, heldTogether, Item } from './rows.tsx';

interface Shelf {
  frame: Frame;
  rows: readonly PatronRow[];
  contextOf: ContextOf;
}

/** What a patron has or waits for, with how many of how many it is. */
interface CountedShelf extends Shelf {
  count: number;
  limit: number;
}

/** Copies that wait for the patron, large. */
export function Waiting(props: {
  id: string;
  title: string;
  rows: readonly PatronRow[];
  contextOf: ContextOf;
}) {
  if (props.rows.length === 0) return null;
  return (
    <section class="stack" aria-labelledby={props.id}>
      <h2 id={props.id}>{props.title}</h2>
      <div class="columns">
        {heldTogether(props.rows).map((rows) => (
          <HeldTogether key={rows[0]?.reservationId} rows={rows} contextOf={props.contextOf} />
        ))}
      </div>
    </section>
  );
}

/** A heading with how many of the limit are used: in words, and drawn as a shelf. */
function Heading(props: { id: string; title: string; say: Say; unit: string; count: number; limit: number }) {
  return (
    <div class="section-head">
      <h2 id={props.id}>{props.title}</h2>
      <Meter {...props} />
    </div>
  );
}

function Rows({ rows, contextOf }: Shelf) {
  return (
    <ul class="rows">
      {rows.map((row) => (
        <Item key={row.reservationId} row={row} context={contextOf(row)} />
      ))}
    </ul>
  );
}

/** What is borrowed. `hasDates`: something on the page has a day that a calendar can take. */
export function Loans(props: CountedShelf & { hasDates: boolean }) {
  const { frame, rows, contextOf, hasDates } = props;
  const { say } = frame;
  const extendable = rows.filter((row) => dayExtendedTo(extensionOf(row, contextOf(row))) !== undefined);
  return (
    <section aria-labelledby="loans">
      <Heading
        id="loans"
        title={say('借りている資料', 'Loans')}
        say={say}
        unit={say('貸出', 'Loans')}
        count={props.count}
        limit={props.limit}
      />
      {rows.length > 0 ? (
        <Rows {...props} />
      ) : (
        <p class="muted">{say('借りている資料はありません。', 'You have no loans.')}</p>
      )}
      {extendable.length > 1 ? (
        <p>
          <a class="btn btn--second" href="/my-library/extend">
            {say(`${extendable.length}点をまとめて延長する`, `Extend ${extendable.length} loans at once`)}
          </a>
        </p>
      ) : null}
      {rows.length > 0 ? (
        <p class="small muted">
          {say(
            '県立図書館または受取館に返却してください。ブックポストも使えます。',
            'Return your loans to the prefectural library or your pickup library. The book drop works too.',
          )}
        </p>
      ) : null}
      <p class="small muted">
        {say(
          '貸出の点数には、受取館へ発送する資料と、受取館で取り置き中の資料も数えます。',
          'Copies on their way to your pickup library, and those held there, count as loans too.',
        )}
      </p>
      {hasDates ? (
        <TapLine href="/my-library/due-dates.ics">
          {say(
            '返却期限と取り置き期限をカレンダーに入れる（ics）',
            'Put due dates and hold ends into a calendar (ics)',
          )}
        </TapLine>
      ) : null}
    </section>
  );
}

/** What is on its way. */
export function Coming(props: CountedShelf) {
  const { frame, rows } = props;
  const { say } = frame;
  const asLoans = rows.filter(({ state }) => toBeLent.has(state)).length;
  return (
    <section aria-labelledby="reservations">
      <Heading
        id="reservations"
        title={say('予約している資料', 'Reservations')}
        say={say}
        unit={say('予約', 'Reservations')}
        count={props.count}
        limit={props.limit}
      />
      {rows.length > 0 ? (
        <Rows {...props} />
      ) : (
        <p class="muted">
          {say('予約している資料はありません。', 'You have no reservations on their way.')}{' '}
          <Tap href="/">{say('蔵書を探す', 'Search the catalogue')}</Tap>
        </p>
      )}
      {asLoans > 0 ? (
        <p class="small muted">
          {say(
            `このうち${asLoans}点は、貸出の点数に数えます（棚から出して発送を待つ資料と、配送中の資料）。`,
            `${asLoans} of these ${asLoans === 1 ? 'counts as a loan: being packed, or on its way' : 'count as loans: being packed, or on their way'}.`,
          )}
        </p>
      ) : null}
    </section>
  );
}

/** What has ended, folded; open where something was just done. */
export function Ended(props: Shelf & { isOpen: boolean }) {
  const { frame, rows } = props;
  const { say } = frame;
  if (rows.length === 0) return null;
  return (
    <details class="fold" open={props.isOpen}>
      <summary>
        <h2 class="h3">{say(`終わったもの ${rows.length}点`, `Ended: ${rows.length}`)}</h2>
      </summary>
      <div class="stack fold-body">
        <Rows {...props} />
        <p class="small muted">
          {say(
            'この記録は、ご希望の方を除き、この後消去します。',
            'We erase this soon, unless you asked us to keep your history.',
          )}
        </p>
      </div>
    </details>
  );
}
