import { type Front, Layout, type LayoutProps, type NavItem, type PageCall, type Visit } from '@toshobin/web';
import type { ComponentChildren } from 'preact';
import type { SignedIn } from '../access.ts';
import type { PatronWebDeps } from '../deps.ts';

const nav: readonly NavItem[] = [
  { href: '/', label: '蔵書検索', icon: 'search' },
  { href: '/basket', label: '予約かご', icon: 'basket' },
  { href: '/my-library', label: 'Myライブラリ', icon: 'book' },
  { href: '/card', label: '貸出カード番号', icon: 'card' },
];

/** What every page of the patrons' web is drawn with. */
export interface Frame {
  front: Front;
  token: string;
  visit: Visit<SignedIn>;
  basket: readonly string[];
}

export function patronFront(setting: { libraryName: string; phone: string }): Front {
  return {
    libraryName: setting.libraryName,
    phone: setting.phone,
    serviceName: 'インターネット予約貸出サービス',
    nav,
    styles: ['/style/base.css'],
  };
}

export async function frameOf(deps: PatronWebDeps, { visit }: PageCall<SignedIn>): Promise<Frame> {
  const basket = await deps.basket.list(visit.sessionId);
  return { front: patronFront(deps.setting), token: visit.formToken(), visit, basket };
}

/** A page of the patrons' web: the shared frame with the basket's count and who is signed in. */
export function PatronPage(
  props: Omit<LayoutProps, 'front' | 'counts' | 'user'> & { frame: Frame; children: ComponentChildren },
) {
  const { frame, ...layout } = props;
  return (
    <Layout
      {...layout}
      front={frame.front}
      counts={{ '/basket': frame.basket.length }}
      user={<WhoIsIn frame={frame} />}
    />
  );
}

function WhoIsIn({ frame: { visit, token } }: { frame: Frame }) {
  if (!visit.principal) {
    return (
      <div class="site-user">
        <a class="btn btn--second" href="/sign-in">
          ログイン
        </a>
      </div>
    );
  }
  return (
    <form class="site-user" method="post" action="/sign-out">
      <Token token={token} />
      <button class="btn btn--quiet" type="submit">
        <span>
          <small>カード下4桁 {visit.principal.cardLast4}</small>
          <br />
          ログアウト
        </span>
      </button>
    </form>
  );
}

/** The hidden field every form carries. */
export function Token({ token }: { token: string }) {
  return <input type="hidden" name="_token" value={token} />;
}
