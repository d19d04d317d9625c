import type { Request } from 'express';
import type { ComponentChildren } from 'preact';
import { type Front, sentenceOf } from './front.ts';
import { Icon } from './icon.tsx';
import { sayIn } from './language.ts';
import { Layout } from './layout.tsx';
import { OfferAgain, type SentForm } from './offer-again.tsx';

/** A page of a fault in the frame of the front's other pages. */
function Framed(props: { front: Front; title: string; children: ComponentChildren }) {
  const { front, title, children } = props;
  if (front.frame) return front.frame({ title, children });
  return (
    <Layout front={front} title={title} narrow>
      {children}
    </Layout>
  );
}

/** NOT_FOUND: nothing at this address, or nothing that is the visitor's. */
export function NotFoundPage({ front }: { front: Front }) {
  const say = sayIn(front.language);
  return (
    <Framed front={front} title={say('見つかりません', 'Not found')}>
      <div class="stack">
        <h1>{sentenceOf({ code: 'NOT_FOUND' }, front)}</h1>
        <p class="lead">
          {front.signedIn?.notFound ??
            say(
              'ページの場所が変わったか、資料が一覧からなくなったようです。',
              'The page has moved, or the title is no longer in the catalogue.',
            )}
        </p>
        {front.searchPath ? <SearchAgain front={front} action={front.searchPath} /> : null}
        <WaysOn front={front} items={front.nav.slice(0, 3)} />
      </div>
    </Framed>
  );
}

function SearchAgain({ front, action }: { front: Front; action: string }) {
  const say = sayIn(front.language);
  return (
    <search>
      <form action={action} class="stack stack--s">
        <label class="label" for="q">
          {say('蔵書検索', 'Search the catalogue')}
        </label>
        <div class="search">
          <input
            class="input"
            id="q"
            name="q"
            type="search"
            autocomplete="off"
            enterkeyhint="search"
            maxLength={200}
          />
          <button class="btn btn--l" type="submit">
            <Icon name="search" />
            {say('検索する', 'Search')}
          </button>
        </div>
      </form>
    </search>
  );
}

/** Who is away, the form if one was sent (TRY_AGAIN: it is kept), and what still works without. */
export function BusyPage(props: {
  front: Front;
  request: Request;
  sent: SentForm | undefined;
  /** The service that did not answer; undefined when it was ourselves. */
  away: string | undefined;
  /** Said on the telephone, it finds the lines of the log. */
  number: string | undefined;
}) {
  const { front, request, sent, away, number } = props;
  const say = sayIn(front.language);
  const awayWords = away === undefined ? undefined : front.awayWords?.[away];
  const works = front.nav.filter(({ needs }) => away !== undefined && needs && !needs.includes(away));
  return (
    <Framed front={front} title={say('うまく表示できませんでした', 'This page did not work')}>
      <div class="stack">
        <h1>{say('うまく表示できませんでした', 'This page did not work')}</h1>
        {awayWords ? <p class="lead">{awayWords}。</p> : null}
        {sent ? (
          <p class="lead">{sentenceOf({ code: 'TRY_AGAIN' }, front)}</p>
        ) : awayWords ? null : (
          <p class="lead">
            {say(
              'ただいま混み合っています。少したってから、もう一度お試しください。',
              "We're busy. Please try again shortly.",
            )}
          </p>
        )}
        {sent ? (
          <OfferAgain front={front} sent={sent} />
        ) : (
          <p>
            <a class="btn btn--l" href={request.method === 'GET' ? request.originalUrl : '/'}>
              {say('もう一度試す', 'Try again')}
            </a>
          </p>
        )}
        {works.length > 0 ? (
          <section class="stack stack--s" aria-labelledby="works">
            <h2 id="works" class="h3">
              {say('今もお使いになれます', 'This still works')}
            </h2>
            <WaysOn front={front} items={works} />
          </section>
        ) : null}
        {number === undefined ? null : (
          <p class="small muted">
            {say('お電話のときは、この番号をお伝えください：', 'If you call us, tell us this number: ')}
            <span class="digits">{number}</span>
          </p>
        )}
      </div>
    </Framed>
  );
}

/** A form that is too old for its visitor: sent again with one press, or the page opened anew. */
export function StaleFormPage(props: {
  front: Front;
  sent: SentForm | undefined;
  token: string | undefined;
  /** The browser sent no cookie at all. */
  withoutCookie: boolean;
}) {
  const { front, sent, token } = props;
  const say = sayIn(front.language);
  const offered = sent !== undefined && token !== undefined;
  return (
    <Framed front={front} title={say('もう一度お試しください', 'Please try again')}>
      <div class="stack">
        <h1>{say('もう一度お試しください', 'Please try again')}</h1>
        <p class="lead">
          {say(
            '画面を開いてから時間がたったか、ほかの画面でログインし直したようです。まだ手続きは済んでいません。',
            'The page was open for long, or you signed in on another page. Nothing has been done yet.',
          )}
        </p>
        {front.signedIn ? <p>{front.signedIn.words}</p> : null}
        {props.withoutCookie ? (
          <p>
            {say(
              'ブラウザーがクッキーを受け付けないときも、この画面になります。設定をご確認ください。',
              'You also see this page when your browser takes no cookies. Please check its settings.',
            )}
          </p>
        ) : null}
        {offered ? (
          <>
            <p>{say('入力した内容は残っています。', 'What you entered is kept.')}</p>
            <OfferAgain front={front} sent={sent} token={token} />
          </>
        ) : (
          <p>
            {say(
              '前の画面を開き直して、もう一度お試しください。',
              'Please open the page before this one again, and send it once more.',
            )}
          </p>
        )}
        <WaysOn front={front} items={front.nav.slice(0, 3)} />
      </div>
    </Framed>
  );
}

/** What was sent could not be read: too long, or not what the page sends. */
export function UnreadablePage({ front, tooLong }: { front: Front; tooLong: boolean }) {
  const say = sayIn(front.language);
  const title = tooLong
    ? say('入力が長すぎます', 'This is too long')
    : say('入力の内容を確かめてください', 'Please check what you entered');
  return (
    <Framed front={front} title={title}>
      <div class="stack">
        <h1>{title}</h1>
        <p class="lead">
          {tooLong
            ? say('短くして、もう一度お試しください。', 'Please make it shorter and try again.')
            : say(
                '送られた内容を読み取れませんでした。前の画面に戻って、もう一度お試しください。',
                'What was sent could not be read. Please go back to the page before and try again.',
              )}
        </p>
        <WaysOn front={front} items={front.nav.slice(0, 3)} />
      </div>
    </Framed>
  );
}

/** Where to go from here; a front without a menu has its first page. */
function WaysOn({ front, items }: { front: Front; items: Front['nav'] }) {
  const first = { href: '/', label: sayIn(front.language)('はじめの画面へ', 'To the first page') };
  const ways = items.length > 0 ? items : [first];
  return (
    <div class="actions">
      {ways.map(({ href, label }) => (
        <a class="btn btn--second" href={href} key={href}>
          {label}
        </a>
      ))}
    </div>
  );
}
