import type { PatronRow, ReadingOrder } from '@toshobin/contracts';
import { type Instant, isLostByReader, onLoan } from '@toshobin/lending-rules';
import { Icon, Notice } from '@toshobin/web';
import type { OwnPatron } from '../own-patron.ts';
import { Links, Tap } from '../pages/elements.tsx';
import { type Frame, PatronPage } from '../pages/frame.tsx';
import { Words } from '../pages/words.tsx';
import { OpenOrders } from '../reading-orders/open-orders.tsx';
import { CardBanner, EmailBanner, OverdueBanner } from './banners.tsx';
import type { ContextOf } from './rows.tsx';
import { dayIn } from './send-due-dates.ts';
import { Coming, Ended, Loans, Waiting } from './shelves.tsx';

interface MyLibraryProps {
  frame: Frame;
  rows: readonly PatronRow[];
  patron: OwnPatron;
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
  const { say } = frame;
  const open = rows.filter((row) => row.open);
  const ready = open.filter((row) => row.state === 'ready');
  const unconfirmed = open.filter((row) => row.state === 'handOutUnconfirmed');
  const first = new Set([...ready, ...unconfirmed]);
  const loans = open.filter((row) => onLoan.has(row.state) || isLostByReader(row));
  const coming = open.filter((row) => !first.has(row) && !loans.includes(row));
  const ended = rows.filter((row) => !row.open);
  const shelf = { frame, contextOf };
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
        <Head frame={frame} />
        {done ? <Done frame={frame} {...done} /> : null}
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
        <Loans
          {...shelf}
          rows={loans}
          count={patron.loans}
          limit={patron.loanLimit}
          hasDates={open.some((row) => dayIn(row, say) !== undefined)}
        />
        <Coming {...shelf} rows={coming} count={patron.reservations} limit={patron.reservationLimit} />
        <OpenOrders {...props} justOpened={props.justOrdered} />
        <Ended {...shelf} rows={ended} isOpen={done !== undefined} />
        <Settings frame={frame} />
      </div>
    </PatronPage>
  );
}

function Head({ frame: { say, visit } }: { frame: Frame }) {
  return (
    <div class="cluster cluster--apart">
      <div>
        <h1>{say('Myライブラリ', 'My Library')}</h1>
        <p class="muted">
          {say('貸出カード番号 下4桁', 'Card number ending in')}{' '}
          <span class="digits">{visit.principal?.cardLast4}</span>
        </p>
      </div>
      <a class="btn btn--l" href="/card">
        <Icon name="card" />
        {say('カード番号を表示する', 'Show my card number')}
      </a>
    </div>
  );
}

/** What was just done, and with which title. */
function Done({ frame: { front }, title, text }: { frame: Frame; title: string; text: string }) {
  return (
    <Notice tone="ok">
      <p>
        <b lang="ja">{title}</b>
      </p>
      <p>
        <Words text={text} language={front.language} />
      </p>
    </Notice>
  );
}

function Jump({ frame: { say }, ready }: { frame: Frame; ready: boolean }) {
  return (
    <nav class="jump" aria-label={say('このページの中', 'On this page')}>
      <ul>
        {ready ? (
          <li>
            <Tap href="#ready">{say('受取可能', 'Ready for pickup')}</Tap>
          </li>
        ) : null}
        <li>
          <Tap href="#loans">{say('借りている資料', 'Loans')}</Tap>
        </li>
        <li>
          <Tap href="#reservations">{say('予約している資料', 'Reservations')}</Tap>
        </li>
      </ul>
    </nav>
  );
}

function Settings({ frame: { say } }: { frame: Frame }) {
  const links = [
    { href: '/later', label: say('あとで読む', 'Read later') },
    { href: '/password', label: say('パスワードの変更', 'Change the password') },
    { href: '/sessions', label: say('ログイン中の端末', 'Where you are signed in') },
    { href: '/email', label: say('メールアドレスの登録・変更', 'Register or change the e-mail address') },
    { href: '/privacy', label: say('貸出履歴の設定', 'Reading history and privacy') },
    { href: '/family', label: say('家族のカードの切り替え', 'Change to a card of the family') },
    { href: '/card/renewal', label: say('貸出カードの更新', 'Renew the card') },
  ];
  return (
    <section aria-labelledby="settings" class="stack">
      <h2 id="settings">{say('設定', 'Settings')}</h2>
      <Links links={links} />
    </section>
  );
}
