import type { PatronRow, ReadingOrder } from '@toshobin/contracts';
import { type Instant, onLoan } from '@toshobin/lending-rules';
import { Icon, Notice } from '@toshobin/web';
import { type Frame, PatronPage } from '../pages/frame.tsx';
import { Words } from '../pages/words.tsx';
import { OpenOrders } from '../reading-orders/open-orders.tsx';
import { CardBanner, EmailBanner, OverdueBanner, type Standing } from './banners.tsx';
import { dayExtendedTo, extensionOf } from './extension-of-row.ts';
import { type ContextOf, HeldTogether, heldTogether, Item } from './rows.tsx';
import { dayIn } from './send-due-dates.ts';

export interface Counts {
  reservations: number;
  loans: number;
  reservationLimit: number;
  loanLimit: number;
}

export interface MyLibraryProps {
  frame: Frame;
  rows: readonly PatronRow[];
  patron: Counts & Standing;
  now: Instant;
  /** Something of theirs is past its due date. */
  overdue: boolean;
  contextOf: ContextOf;
  orders: readonly ReadingOrder[];
  /** One of them was opened just now. */
  justOrdered: boolean;
  nameOf: (code: string) => string;
  /** What was just done, and with which title. */
  done?: { title: string; text: string } | undefined;
}

/** Ready ones first, then what is borrowed, then what is on its way, then what has ended. */
export function MyLibraryPage(props: MyLibraryProps) {
  const { frame, rows, patron, contextOf, done } = props;
  const { say, front } = frame;
  const open = rows.filter((row) => row.open);
  const ready = open.filter((row) => row.state === 'ready');
  const unconfirmed = open.filter((row) => row.state === 'handOutUnconfirmed');
  const first = new Set([...ready, ...unconfirmed]);
  const loans = open.filter((row) => onLoan.has(row.state));
  const coming = open.filter((row) => !first.has(row) && !onLoan.has(row.state));
  const ended = rows.filter((row) => !row.open);
  const extendable = loans.filter((row) => dayExtendedTo(extensionOf(row, contextOf(row))) !== undefined);
  const list = (of: readonly PatronRow[]) => (
    <ul class="rows">
      {of.map((row) => (
        <Item key={row.reservationId} row={row} context={contextOf(row)} />
      ))}
    </ul>
  );
  return (
    <PatronPage
      frame={frame}
      title={say('Myライブラリ', 'My Library')}
      at="/my-library"
      head={
        <meta
          name="description"
          content={say('借りている資料、予約、受け取る館と期限', 'Loans, reservations, where and until when')}
        />
      }
    >
      <div class="stack stack--l">
        <div class="cluster cluster--apart">
          <div>
            <h1>{say('Myライブラリ', 'My Library')}</h1>
            <p class="muted">
              {say('貸出カード番号 下4桁', 'Card number ending in')}{' '}
              <span class="digits">{frame.visit.principal?.cardLast4}</span>
            </p>
          </div>
          <a class="btn btn--l" href="/card">
            <Icon name="card" />
            {say('カード番号を表示する', 'Show my card number')}
          </a>
        </div>
        {done ? (
          <Notice tone="ok">
            <p>
              <b lang="ja">{done.title}</b>
            </p>
            <p>
              <Words text={done.text} language={front.language} />
            </p>
          </Notice>
        ) : null}
        {props.overdue ? <OverdueBanner frame={frame} /> : null}
        <EmailBanner frame={frame} emailStatus={patron.emailStatus} />
        <CardBanner frame={frame} standing={patron} now={props.now} />
        <Jump frame={frame} ready={ready.length > 0} />
        <Waiting
          id="ready"
          title={say(`受取可能 ${ready.length}点`, `Ready for pickup: ${ready.length}`)}
          rows={ready}
          contextOf={contextOf}
        />
        <Waiting
          id="unconfirmed"
          title={say(
            `受け取りの確認中 ${unconfirmed.length}点`,
            `Pickup being checked: ${unconfirmed.length}`,
          )}
          rows={unconfirmed}
          contextOf={contextOf}
        />
        <section aria-labelledby="loans">
          <Heading
            id="loans"
            title={say('借りている資料', 'Loans')}
            unit={say('貸出', 'Loans')}
            count={patron.loans}
            limit={patron.loanLimit}
          />
          {loans.length > 0 ? (
            list(loans)
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
          {loans.length > 0 ? (
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
          {open.some((row) => dayIn(row, say) !== undefined) ? (
            <p>
              <a class="tap" href="/my-library/due-dates.ics">
                {say(
                  '返却期限と取り置き期限をカレンダーに入れる（ics）',
                  'Put due dates and hold ends into a calendar (ics)',
                )}
              </a>
            </p>
          ) : null}
        </section>
        <section aria-labelledby="reservations">
          <Heading
            id="reservations"
            title={say('予約している資料', 'Reservations')}
            unit={say('予約', 'Reservations')}
            count={patron.reservations}
            limit={patron.reservationLimit}
          />
          {coming.length > 0 ? (
            list(coming)
          ) : (
            <p class="muted">
              {say('予約している資料はありません。', 'You have no reservations on their way.')}{' '}
              <a class="tap" href="/">
                {say('蔵書を探す', 'Search the catalogue')}
              </a>
            </p>
          )}
        </section>
        <OpenOrders {...props} justOpened={props.justOrdered} />
        {ended.length > 0 ? (
          <details class="fold" open={done !== undefined}>
            <summary>
              <h2 class="h3">{say(`終わったもの ${ended.length}点`, `Ended: ${ended.length}`)}</h2>
            </summary>
            <div class="stack fold-body">
              {list(ended)}
              <p class="small muted">
                {say(
                  'この記録は、ご希望の方を除き、この後消去します。',
                  'We erase this soon, unless you asked us to keep your history.',
                )}
              </p>
            </div>
          </details>
        ) : null}
        <Settings frame={frame} />
      </div>
    </PatronPage>
  );
}

function Jump({ frame: { say }, ready }: { frame: Frame; ready: boolean }) {
  return (
    <nav class="jump" aria-label={say('このページの中', 'On this page')}>
      <ul>
        {ready ? (
          <li>
            <a class="tap" href="#ready">
              {say('受取可能', 'Ready for pickup')}
            </a>
          </li>
        ) : null}
        <li>
          <a class="tap" href="#loans">
            {say('借りている資料', 'Loans')}
          </a>
        </li>
        <li>
          <a class="tap" href="#reservations">
            {say('予約している資料', 'Reservations')}
          </a>
        </li>
      </ul>
    </nav>
  );
}

/** Copies that wait for the patron, large. */
function Waiting(props: {
  id: string;
  title: string;
  rows: readonly PatronRow[];
  contextOf: MyLibraryProps['contextOf'];
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
function Heading(props: { id: string; title: string; unit: string; count: number; limit: number }) {
  const spines = Array.from({ length: Math.min(20, props.limit) }, (_, n) => n);
  return (
    <div class="section-head">
      <h2 id={props.id}>{props.title}</h2>
      <div class="meter">
        <p class="meter-text">
          {props.unit}{' '}
          <span class="num">
            {props.count}/{props.limit}
          </span>
        </p>
        <span class="shelf" aria-hidden="true">
          {spines.map((n) => (
            <i key={n} class={n < props.count ? 'is-on' : ''} />
          ))}
        </span>
      </div>
    </div>
  );
}

function Settings({ frame: { say } }: { frame: Frame }) {
  const links = [
    { href: '/later', words: say('あとで読む', 'Read later') },
    { href: '/password', words: say('パスワードの変更', 'Change the password') },
    { href: '/sessions', words: say('ログイン中の端末', 'Where you are signed in') },
    { href: '/email', words: say('メールアドレスの登録・変更', 'Register or change the e-mail address') },
    { href: '/privacy', words: say('貸出履歴の設定', 'Reading history and privacy') },
    { href: '/family', words: say('家族のカードの切り替え', 'Change to a card of the family') },
    { href: '/card/renewal', words: say('貸出カードの更新', 'Renew the card') },
  ];
  return (
    <section aria-labelledby="settings" class="stack">
      <h2 id="settings">{say('設定', 'Settings')}</h2>
      <ul class="rows links">
        {links.map(({ href, words }) => (
          <li key={href}>
            <a href={href}>{words}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
