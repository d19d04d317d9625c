import type { Library, RecordHit } from '@toshobin/contracts';
import { Icon, Notice } from '@toshobin/web';
import { MainClasses } from '../browse/main-classes-list.tsx';
import { Dated } from '../pages/dated.tsx';
import { type Frame, PatronPage } from '../pages/frame.tsx';
import { Japanese } from '../pages/japanese.tsx';
import { SearchHead } from '../pages/search-head.tsx';
import { UnservedCity } from '../pages/unserved-city.tsx';
import { recordPath } from '../records/record-path.ts';
import { titleOf } from '../records/title-of.ts';
import { SearchForm } from './search-form.tsx';
import { ShelfDrawing } from './shelf-drawing.tsx';

export interface TopContent {
  /** Places of pickup; 0 while they are not known. */
  libraries: number;
  /** Libraries that can't be chosen now or soon (R5). */
  paused: readonly Library[];
  arrivals: readonly RecordHit[];
  /** How many copies wait for whoever is signed in. */
  ready: number;
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
      head={<SearchHead publicUrl={publicUrl} path="/" indexed />}
      hero={<Hero frame={frame} libraries={content.libraries} />}
    >
      <div class="stack stack--l">
        {content.signedOut ? (
          <Notice tone="ok">
            <p role="status">{say('ログアウトしました。', 'You are signed out.')}</p>
          </Notice>
        ) : null}
        {content.ready > 0 ? <Ready frame={frame} ready={content.ready} /> : null}
        <Flow frame={frame} />
        <div class="columns">
          <Arrivals frame={frame} arrivals={content.arrivals} />
          <News frame={frame} paused={content.paused} />
          {frame.visit.principal ? null : <Cardless frame={frame} />}
          {frame.visit.principal ? null : <InTheCity frame={frame} />}
        </div>
        <section class="stack" aria-labelledby="classes">
          <h2 id="classes">{say('分類から探す', 'Browse by subject')}</h2>
          <MainClasses say={say} />
        </section>
        {content.closing === undefined ? null : <p class="muted small">{content.closing}</p>}
      </div>
    </PatronPage>
  );
}

function Hero({ frame, libraries }: { frame: Frame; libraries: number }) {
  const { say } = frame;
  return (
    <section class="hero">
      <div class="wrap">
        <h1>
          {say('県立図書館の本を、', 'The prefectural library’s books, ')}
          <wbr />
          {say('お近くの図書館で。', 'at a library near you.')}
        </h1>
        <p class="lead">
          {libraries > 1
            ? say(
                `探して予約すると、県内の市町村立図書館など${libraries}館で受け取れます。`,
                `Find it, reserve it, and pick it up at one of ${libraries} libraries in the prefecture.`,
              )
            : say(
                '探して予約すると、県内の市町村立図書館などで受け取れます。',
                'Find it, reserve it, and pick it up at a library in the prefecture.',
              )}
        </p>
        <SearchForm frame={frame} q="" advanced="/search/advanced" hinted class="hero-form" />
      </div>
      <ShelfDrawing />
    </section>
  );
}

function Ready({ frame: { say }, ready }: { frame: Frame; ready: number }) {
  return (
    <Notice tone="ok">
      <h2 class="notice-title">
        {say(
          `受取可能の資料が${ready}点あります`,
          ready === 1 ? 'One item is ready for pickup' : `${ready} items are ready for pickup`,
        )}
      </h2>
      <p>
        <a class="tap" href="/my-library">
          {say('Myライブラリ', 'My Library')}
        </a>
      </p>
    </Notice>
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
    <section class="stack" aria-labelledby="flow">
      <h2 id="flow">{say('ご利用の流れ', 'How it works')}</h2>
      <ol class="flow">
        {steps.map(({ icon, name, text }) => (
          <li key={icon}>
            <Icon name={icon} />
            <h3>{name}</h3>
            <p>{text}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Arrivals({ frame, arrivals }: { frame: Frame; arrivals: readonly RecordHit[] }) {
  const { say } = frame;
  if (arrivals.length === 0) return null;
  return (
    <section class="stack" aria-labelledby="arrivals">
      <h2 id="arrivals">{say('新着資料', 'New arrivals')}</h2>
      <ul class="rows links">
        {arrivals.map((record) => (
          <li key={record.recordId}>
            <a href={recordPath(record)}>
              <span>
                <Japanese frame={frame}>
                  {titleOf(record)}
                  {record.author ? <small class="row-sub">　{record.author}</small> : null}
                </Japanese>
              </span>
            </a>
          </li>
        ))}
      </ul>
      <p>
        <a class="tap" href="/new-arrivals">
          {say('新着資料をすべて見る', 'All new arrivals')}
        </a>
      </p>
    </section>
  );
}

/** What a reader should know before choosing a pickup library (R5). */
function News({ frame, paused }: { frame: Frame; paused: readonly Library[] }) {
  const { say } = frame;
  const { language } = frame.front;
  if (paused.length === 0) return null;
  return (
    <section class="stack" aria-labelledby="news">
      <h2 id="news">{say('お知らせ', 'News')}</h2>
      <ul class="rows">
        {paused.map(({ code, name, pausedFrom, reopens }) => (
          <li class="row" key={code}>
            <Japanese frame={frame}>{name}</Japanese>
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
                {say('', 'until ')}
                <Dated date={reopens} language={language} />
                {say('まで', '')}
              </>
            ) : null}
            {say('受け取りに使えません。', '.')}
          </li>
        ))}
      </ul>
    </section>
  );
}

function InTheCity({ frame }: { frame: Frame }) {
  const { say, unserved } = frame;
  return (
    <section class="card stack stack--s" aria-labelledby="city">
      <h2 id="city" class="h3">
        {say(`${unserved.city}にお住まいの方へ`, 'Do you live in ')}
        {frame.front.language === 'en' ? (
          <>
            <Japanese frame={frame}>{unserved.city}</Japanese>?
          </>
        ) : null}
      </h2>
      <UnservedCity frame={frame} />
    </section>
  );
}

function Cardless({ frame: { say } }: { frame: Frame }) {
  return (
    <section class="card stack stack--s" aria-labelledby="cardless">
      <h2 id="cardless" class="h3">
        {say('貸出カードをお持ちでない方へ', 'No library card yet?')}
      </h2>
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
    </section>
  );
}
