import type { Library, RecordHit, RecordSummary } from '@toshobin/contracts';
import { addDays, type CalendarDate, weekdayOf } from '@toshobin/lending-rules';
import { Icon, type LibraryList, Notice } from '@toshobin/web';
import { MainClasses } from '../classes/main-classes-list.tsx';
import { Magazines } from '../magazines/magazines.tsx';
import { Cover } from '../pages/cover.tsx';
import { Dated } from '../pages/dated.tsx';
import { Card, Part, Tap } from '../pages/elements.tsx';
import { type Frame, PatronPage } from '../pages/frame.tsx';
import { Japanese } from '../pages/japanese.tsx';
import { LibraryName, regionIn } from '../pages/library-name.tsx';
import { SearchHead } from '../pages/search-head.tsx';
import { UnservedCity } from '../pages/unserved-city.tsx';
import { Words } from '../pages/words.tsx';
import { dispatchDaysIn, yuMailItemsIn } from '../policy/dispatch-words.ts';
import { recordPath } from '../records/record-path.ts';
import { titleOf } from '../records/title-of.ts';
import { LocalScene } from './local-scene.tsx';
import { SearchForm } from './search-form.tsx';

export interface TopContent {
  /** Places of pickup; 0 while they are not known. */
  libraries: number;
  /** Libraries that can't be chosen now or soon (R5). */
  paused: readonly Library[];
  arrivals: readonly RecordHit[];
  /** R4. Those that are lent to visitors only. */
  magazines: readonly RecordSummary[];
  /** Where copies wait for whoever is signed in, by library and last day. */
  ready: readonly { library: string; until: CalendarDate | null; count: number }[];
  regions: LibraryList['regions'];
  /** The next day on which parcels leave; undefined while shipping was never reached. */
  dispatch: { today: CalendarDate; next: CalendarDate; aWeek: number; yuMailMost: number } | undefined;
  /** R12. When all this is closed every day; undefined when it never is. */
  closing: string | undefined;
  /** The visitor has just signed out. */
  signedOut: boolean;
}

/** The first page: search, what waits for the visitor, how the service works, ways to look around. */
export function TopPage(props: { frame: Frame; content: TopContent; publicUrl: string }) {
  const { frame, content, publicUrl } = props;
  const { say } = frame;
  return (
    <PatronPage
      frame={frame}
      title={say('蔵書検索', 'Search')}
      at="/"
      head={
        <SearchHead
          publicUrl={publicUrl}
          path="/"
          indexed
          shared={{
            title: `${frame.front.libraryName} ${frame.front.serviceName}`,
            description: say(
              '県立図書館の本を探して予約し、お近くの図書館で受け取り、返却できます。送料は無料です。',
              'Find and reserve the prefectural library’s books, and pick them up and return them near you, free of postage.',
            ),
          }}
        />
      }
      hero={
        <>
          {content.signedOut ? <SignedOut frame={frame} /> : null}
          <Ready frame={frame} ready={content.ready} />
          <Hero frame={frame} libraries={content.libraries} />
        </>
      }
    >
      <div class="stack stack--l">
        <Arrivals frame={frame} arrivals={content.arrivals} />
        <Magazines frame={frame} latest={content.magazines} />
        <div class="columns">
          {content.dispatch ? <NextDispatch frame={frame} dispatch={content.dispatch} /> : null}
          <Places frame={frame} regions={content.regions} />
        </div>
        {frame.visit.principal ? null : <Flow frame={frame} />}
        <div class="columns">
          <News frame={frame} paused={content.paused} />
          {frame.visit.principal ? null : <Cardless frame={frame} />}
        </div>
        <Part id="classes" title={say('分類から探す', 'Browse by subject')}>
          <MainClasses say={say} />
        </Part>
        {content.closing === undefined ? null : <p class="muted small">{content.closing}</p>}
      </div>
    </PatronPage>
  );
}

/** Above the search: on a phone the rest of the page is out of sight. */
function SignedOut({ frame: { say } }: { frame: Frame }) {
  return (
    <div class="wrap signed-out">
      <Notice tone="ok">
        <p role="status">{say('ログアウトしました。', 'You are signed out.')}</p>
      </Notice>
    </div>
  );
}

function Hero({ frame, libraries }: { frame: Frame; libraries: number }) {
  const { say } = frame;
  return (
    <section class="hero hero--scene">
      <div class="wrap">
        <h1>
          {say('県立図書館の本を、', 'The prefectural library’s books, ')}
          <wbr />
          {say('お近くの図書館で。', 'at a library near you.')}
        </h1>
        <p class="lead">
          {libraries > 1
            ? say(
                `探して予約すると、県内の市町村立図書館など${libraries}館で受け取れます。送料は無料です。`,
                `Find it, reserve it, and pick it up at one of ${libraries} libraries in the prefecture, free of postage.`,
              )
            : say(
                '探して予約すると、県内の市町村立図書館などで受け取れます。送料は無料です。',
                'Find it, reserve it, and pick it up at a library in the prefecture, free of postage.',
              )}
        </p>
        <SearchForm frame={frame} q="" advanced="/search/advanced" hinted class="hero-form" />
      </div>
      <LocalScene />
    </section>
  );
}

/** What waits for the visitor, above the search. */
function Ready({ frame, ready }: { frame: Frame; ready: TopContent['ready'] }) {
  const { say, front } = frame;
  const count = ready.reduce((sum, one) => sum + one.count, 0);
  if (count === 0) return null;
  return (
    <section class="ready-band" aria-labelledby="ready">
      <div class="wrap">
        <h2 id="ready">
          <Icon name="ok" />
          <span>
            {say(
              `受取可能の資料が${count}点あります`,
              count === 1 ? 'One item is ready for pickup' : `${count} items are ready for pickup`,
            )}
          </span>
        </h2>
        <ul class="plain">
          {ready.map(({ library, until, count: here }) => (
            <li key={`${library} ${until}`}>
              <p>
                <b>
                  <Words text={library} language={front.language} />
                  {say(`　${here}点`, `: ${here}`)}
                </b>
                {until ? (
                  <>
                    <br />
                    {say('', 'until ')}
                    <Dated date={until} language={front.language} />
                    {say('まで', '')}
                  </>
                ) : null}
              </p>
            </li>
          ))}
        </ul>
        <div class="actions">
          <a class="btn" href="/card">
            <Icon name="card" />
            {say('カード番号を表示する', 'Show my card number')}
          </a>
          <Tap href="/my-library">{say('Myライブラリ', 'My Library')}</Tap>
        </div>
      </div>
    </section>
  );
}

function Flow({ frame: { say } }: { frame: Frame }) {
  const steps = [
    {
      icon: 'search',
      name: say('探して予約する', 'Find and reserve'),
      text: say(
        '読みたい資料を予約かごに入れ、受取館を選んで申し込みます。',
        'Put what you want to read into the basket, choose a pickup library and reserve.',
      ),
    },
    {
      icon: 'mail',
      name: say('メールが届く', 'Get a mail'),
      text: say(
        '資料が受取可能になりましたら、メールでお知らせします。',
        'We mail you as soon as it is ready for pickup.',
      ),
    },
    {
      icon: 'pin',
      name: say('受取館で受け取る', 'Pick it up'),
      text: say(
        '貸出カード、または貸出カード番号画面をお見せください。',
        'Show your card, or its number on your phone.',
      ),
    },
    {
      icon: 'back',
      name: say('返却する', 'Return it'),
      text: say(
        '県立図書館または受取館に返却してください。ブックポストも使えます。',
        'To the prefectural library or your pickup library; book drops work too.',
      ),
    },
  ] as const;
  return (
    <Part id="flow" title={say('ご利用の流れ', 'How it works')}>
      <ol class="flow">
        {steps.map(({ icon, name, text }) => (
          <li key={icon}>
            <Icon name={icon} />
            <h3>{name}</h3>
            <p>{text}</p>
          </li>
        ))}
      </ol>
    </Part>
  );
}

/** Books that were added last and can be reserved, on a shelf. */
function Arrivals({ frame, arrivals }: { frame: Frame; arrivals: readonly RecordHit[] }) {
  const { say } = frame;
  if (arrivals.length === 0) return null;
  return (
    <section aria-labelledby="arrivals">
      <div class="sec-head">
        <h2 id="arrivals">{say('予約できる新着資料', 'New arrivals to reserve')}</h2>
        <Tap href="/new-arrivals">{say('新着資料をすべて見る', 'All new arrivals')}</Tap>
      </div>
      <ul class="books">
        {arrivals.map((record) => (
          <li key={record.recordId}>
            <span class="stand">
              <Cover record={record} frame={frame} />
            </span>
            <div class="what">
              <h3>
                <a href={recordPath(record)}>
                  <Japanese frame={frame}>{titleOf(record)}</Japanese>
                </a>
              </h3>
              {record.author ? (
                <p>
                  <Japanese frame={frame}>{record.author}</Japanese>
                </p>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

const WEEK_DAYS = 7;

/** R11. When what is reserved today may leave: the next seven days, today and the day of dispatch in words. */
function NextDispatch(props: { frame: Frame; dispatch: NonNullable<TopContent['dispatch']> }) {
  const { today, next, aWeek, yuMailMost } = props.dispatch;
  const { say, front } = props.frame;
  const days = Array.from({ length: WEEK_DAYS }, (_, n) => addDays(today, n));
  return (
    <Card id="go" title={say('次の発送は', 'Parcels leave next on')}>
      <p class="big-date">
        <Dated date={next} language={front.language} />
      </p>
      <ol class="week" aria-label={say('今日からの7日間', 'Seven days from today')}>
        {days.map((day) => (
          <li key={day} class={day === next ? 'is-go' : day === today ? 'is-today' : ''}>
            <span>{say('月火水木金土日', 'MTWTFSS').charAt(weekdayOf(day) - 1)}</span>
            <b>{Number(day.slice(8))}</b>
            <span class="tag-s">
              {day === next ? say('発送', 'sent') : day === today ? say('今日', 'today') : ''}
            </span>
          </li>
        ))}
      </ol>
      <p>
        {say(
          `${yuMailItemsIn('ja', yuMailMost)}ほどの資料は、${dispatchDaysIn('ja', aWeek)}発送します。多いときはゆうパックで、準備ができしだい発送します。`,
          `Parcels of ${yuMailItemsIn('en', yuMailMost)} leave ${dispatchDaysIn('en', aWeek)}; larger ones as soon as they are packed.`,
        )}
      </p>
    </Card>
  );
}

/** R5. Where one can pick up, by region, and for whom there is no library near. */
function Places({ frame, regions }: { frame: Frame; regions: TopContent['regions'] }) {
  const { say } = frame;
  const { language } = frame.front;
  return (
    <Card id="where" title={say('受け取れる館', 'Where to pick up')}>
      <ul class="places">
        {regions.map(({ name, libraries }, n) => (
          <li key={name}>
            <a href={`/help/libraries#region-${n + 1}`}>
              <span>
                <Words text={regionIn(language, name, libraries)} language={language} />
              </span>
              <span>{say(`${libraries.length}館`, String(libraries.length))}</span>
            </a>
          </li>
        ))}
      </ul>
      <div class="small muted">
        <UnservedCity frame={frame} />
      </div>
    </Card>
  );
}

/** What a reader should know before choosing a pickup library (R5). */
function News({ frame, paused }: { frame: Frame; paused: readonly Library[] }) {
  const { say } = frame;
  const { language } = frame.front;
  if (paused.length === 0) return null;
  return (
    <Part id="news" title={say('お知らせ', 'News')}>
      <ul class="rows">
        {paused.map(({ pausedFrom, reopens, ...library }) => (
          <li class="row" key={library.code}>
            <LibraryName library={library} language={language} />
            {say('は、', ' can’t be used for pickup ')}
            {pausedFrom ? (
              <>
                {say('', 'from ')}
                <Dated date={pausedFrom} language={language} />
                {say('から', ' ')}
              </>
            ) : null}
            {reopens ? (
              <>
                {say('、', 'until it reopens on ')}
                <Dated date={reopens} language={language} />
                {say('に再開するまで', '')}
              </>
            ) : null}
            {say('受け取りに使えません。', '.')}
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Cardless({ frame: { say } }: { frame: Frame }) {
  return (
    <Card id="cardless" tight title={say('貸出カードをお持ちでない方へ', 'No library card yet?')}>
      <p>
        {say(
          '予約には県立図書館の貸出カードが必要です。カードはオンラインまたは郵送で申し込めます。',
          'You need a prefectural library card to reserve. You can apply online or by mail.',
        )}
      </p>
      <p>
        <a class="btn btn--second" href="/card-application">
          {say('貸出カードの申込み', 'Apply for a card')}
        </a>
      </p>
    </Card>
  );
}
