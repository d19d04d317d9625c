import type { Language } from '@toshobin/lending-rules';
import {
  baseStyleHref,
  type Front,
  Layout,
  type LayoutProps,
  languageOf,
  type NavItem,
  Notice,
  type Say,
  sayIn,
  type Visit,
  versionOf,
} from '@toshobin/web';
import type { Request } from 'express';
import type { ComponentChildren } from 'preact';
import type { SignedIn } from '../access.ts';
import type { PatronWebDeps } from '../deps.ts';
import type { PatronCall } from '../patron-routes.ts';
import { Form, Submit } from './elements.tsx';
import { footerIn } from './footer.ts';
import { type JustDone, justDone } from './just-done.ts';
import { comfortHref } from './scripts.ts';

/** What only patrons' pages have: covers, the scene, quiet rows. */
export const lookStyle = new URL('./look.css', import.meta.url);
const lookHref = `/style/${versionOf(lookStyle)}/look.css`;

function navIn(language: Language): readonly NavItem[] {
  const say = sayIn(language);
  return [
    { href: '/', label: say('蔵書検索', 'Search'), icon: 'search', needs: ['catalog'] },
    { href: '/basket', label: say('予約かご', 'Basket'), icon: 'basket', needs: ['catalog'] },
    { href: '/my-library', label: say('Myライブラリ', 'My Library'), icon: 'book', needs: ['patron'] },
    {
      href: '/card',
      label: say('貸出カード番号', 'Card number'),
      ...(language === 'ja' ? { narrow: ['貸出カード', '番号'] as const } : {}),
      icon: 'card',
      needs: ['patron'],
    },
  ];
}

/** What every page of the patrons' web is drawn with. */
export interface Frame {
  front: Front;
  /** Chooses the text of the page's language. */
  say: Say;
  token: string;
  visit: Visit<SignedIn>;
  unserved: PatronWebDeps['setting']['unserved'];
  basket: readonly string[];
  /** Whether real covers are asked for. */
  covers: boolean;
  /** What the button that led here did to the basket. */
  basketDone?: JustDone;
}

export function patronFront(setting: { libraryName: string; phone: string }, request: Request): Front {
  const language = languageOf(request);
  const otherLanguage =
    language === 'ja'
      ? ({ href: '/language/en', name: 'English', lang: 'en' } as const)
      : ({ href: '/language/ja', name: '日本語', lang: 'ja' } as const);
  return {
    libraryName: setting.libraryName,
    phone: setting.phone,
    serviceName: sayIn(language)('インターネット予約貸出サービス', 'Reserve online, borrow by post'),
    language,
    // What answers a form itself (a fault, the closed hours) has no address to switch back to.
    ...(request.method === 'GET' ? { otherLanguage } : {}),
    nav: navIn(language),
    footer: footerIn(language),
    searchPath: '/search',
    icon: '/favicon.svg',
    styles: [baseStyleHref, lookHref],
  };
}

export async function frameOf(deps: PatronWebDeps, call: PatronCall): Promise<Frame> {
  const { visit } = call;
  const basket = await deps.basket.list(visit);
  const front = patronFront(deps.setting, call.request);
  const done = justDone(call.request.query, basket);
  return {
    front,
    say: sayIn(front.language),
    // Asked for by a form alone: a page without one leaves no cookie, and is the same for everybody.
    get token() {
      return visit.formToken();
    },
    visit,
    unserved: deps.setting.unserved,
    basket,
    covers: deps.covers !== undefined,
    ...(done ? { basketDone: done } : {}),
  };
}

/** A page of the patrons' web: the shared frame with the basket's count and who is signed in. */
export function PatronPage(
  props: Omit<LayoutProps, 'front' | 'counts' | 'user'> & {
    frame: Frame;
    /** What was sent is to be mended: the window's title says so first. */
    refused?: boolean | undefined;
    children: ComponentChildren;
  },
) {
  const { frame, refused = false, ...layout } = props;
  const { say, visit } = frame;
  const { title } = layout;
  const unset = visit.principal?.scope === 'choosePassword' && !layout.withoutMenu;
  return (
    <Layout
      {...layout}
      title={refused ? say(`入力の確認：${title}`, `Please check: ${title}`) : title}
      front={frame.front}
      head={
        <>
          <OfferedByAll frame={frame} />
          <script src={comfortHref} defer />
          {layout.head}
        </>
      }
      counts={{ '/basket': frame.basket.length }}
      user={<WhoIsIn visit={visit} say={say} />}
    >
      {unset ? <PasswordFirst frame={frame} /> : null}
      {layout.children}
    </Layout>
  );
}

/** R2. What is open before a password of one's own is chosen, and what that is wanted for. */
function PasswordFirst({ frame: { say } }: { frame: Frame }) {
  return (
    <div class="password-first">
      <Notice tone="wait">
        <p>
          {say(
            '蔵書検索はそのままお使いになれます。予約とMyライブラリには、ご自分のパスワードが必要です。',
            'You can search as you are. For reservations and My Library you need a password of your own.',
          )}{' '}
          <a href="/password">{say('パスワードを決める', 'Choose a password')}</a>
        </p>
      </Notice>
    </div>
  );
}

/** What a browser may offer beside every page: our search, and the feed of new arrivals. */
function OfferedByAll({ frame: { front, say } }: { frame: Frame }) {
  return (
    <>
      <link
        rel="search"
        type="application/opensearchdescription+xml"
        title={front.libraryName}
        href="/opensearch.xml"
      />
      <link
        rel="alternate"
        type="application/rss+xml"
        title={say('新着資料', 'New arrivals')}
        href="/new-arrivals.rss"
      />
    </>
  );
}

function WhoIsIn({ visit, say }: Pick<Frame, 'visit' | 'say'>) {
  if (!visit.principal) {
    return (
      <div class="site-user">
        <a class="btn btn--second" href="/sign-in">
          {say('ログイン', 'Sign in')}
        </a>
      </div>
    );
  }
  return (
    <Form frame={{ token: visit.formToken() }} class="site-user" action="/sign-out">
      <Submit look="quiet">
        <span>
          <small>
            {say('カード下4桁', 'Card …')} {visit.principal.cardLast4}
          </small>
          <br />
          {say('ログアウト', 'Sign out')}
        </span>
      </Submit>
    </Form>
  );
}

/** The front of a page of a fault: whoever of a family is in reads for whom it was not done, or whose it is not. */
export function faultFront(
  setting: PatronWebDeps['setting'],
  request: Request,
  visit: Visit<SignedIn> | undefined,
): Front {
  const front = patronFront(setting, request);
  if (visit === undefined) return front;
  const say = sayIn(front.language);
  const frame: Front['frame'] = ({ title, children }) => (
    <Layout front={front} title={title} narrow user={<WhoIsIn visit={visit} say={say} />}>
      {children}
    </Layout>
  );
  const last4 = visit.principal?.cardLast4;
  if (last4 === undefined) return { ...front, frame };
  const words = say(
    `今ログインしているカードは、下4桁 ${last4} です。`,
    `The card that is signed in now ends in ${last4}.`,
  );
  const notFound =
    say(
      '終わって記録を消したか、ほかのカードのもののようです。',
      'It has ended and was erased, or it belongs to another card. ',
    ) + words;
  const isOwn = /^\/(my-library|reading-orders)\//.test(request.path);
  return { ...front, frame, signedIn: isOwn ? { words, notFound } : { words } };
}
