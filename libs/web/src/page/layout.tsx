import type { ComponentChildren } from 'preact';
import type { Front } from './front.ts';
import { Icon } from './icon.tsx';
import { sayIn } from './language.ts';

export interface LayoutProps {
  front: Front;
  /** First in the title of the window; a screen reader hears it first. */
  title: string;
  /** The path of the menu item this page belongs to. */
  at?: string | undefined;
  /** Numbers beside menu items, by path. */
  counts?: Readonly<Record<string, number>> | undefined;
  /** The right end of the header: who is signed in, or the way to sign in. */
  user?: ComponentChildren;
  /** One decision a page: a narrow column. */
  narrow?: boolean | undefined;
  /** First-time set-up and the closed hours show no menu and no links, so that nothing leads to where nothing opens. */
  withoutMenu?: boolean | undefined;
  /** More for the head: the canonical address, feeds, what robots may do. */
  head?: ComponentChildren;
  /** Above the column of the page, as wide as the window. */
  hero?: ComponentChildren;
  children: ComponentChildren;
}

/** The frame of every page: language, title, skip link, header with menu, main, footer with help and credit. */
export function Layout(props: LayoutProps) {
  const { front, title } = props;
  const say = sayIn(front.language);
  return (
    <html lang={front.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" href={front.icon ?? 'data:,'} />
        <title>{`${title}｜${front.libraryName} ${front.serviceName}`}</title>
        {front.styles.map((href) => (
          <link key={href} rel="stylesheet" href={href} />
        ))}
        {props.head}
      </head>
      <body class={front.bodyClass ?? ''}>
        <a class="skip" href="#main">
          {say('本文へ進む', 'Skip to the content')}
        </a>
        <header class="site-header">
          <div class="wrap">
            <a class="wordmark" href="/">
              {front.bodyClass === undefined ? <Mark /> : null}
              <span>
                <b lang="ja">{front.libraryName}</b>
                <small>{front.serviceName}</small>
              </span>
            </a>
            {props.withoutMenu ? null : <Menu {...props} />}
            <Languages front={front} />
            {props.user}
          </div>
        </header>
        <main id="main" tabIndex={-1}>
          {props.hero}
          <div class={props.narrow ? 'wrap wrap--narrow' : 'wrap'}>{props.children}</div>
        </main>
        <Footer front={front} withoutLinks={props.withoutMenu ?? false} />
      </body>
    </html>
  );
}

function Menu({ front, at, counts }: LayoutProps) {
  if (front.nav.length === 0) return null;
  return (
    <nav class="site-nav" aria-label={sayIn(front.language)('主なメニュー', 'Main menu')}>
      <ul>
        {front.nav.map((item) => {
          const count = counts?.[item.href] ?? 0;
          return (
            <li key={item.href}>
              <a href={item.href} {...(item.href === at ? { 'aria-current': 'page' as const } : {})}>
                <Icon name={item.icon} />
                <span>
                  {item.narrow ? [item.narrow[0], <wbr key="wbr" />, item.narrow[1]] : item.label}
                  {count > 0 ? (
                    <>
                      {' '}
                      <span class="count">
                        {count}
                        <span class="visually-hidden">
                          {sayIn(front.language)('点', count === 1 ? ' item' : ' items')}
                        </span>
                      </span>
                    </>
                  ) : null}
                </span>
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

function Languages({ front: { otherLanguage: other } }: { front: Front }) {
  if (other === undefined) return null;
  return (
    <a class="site-language" href={other.href} lang={other.lang} hreflang={other.lang}>
      {other.name}
    </a>
  );
}

/** A book with a cord around it: ours, and like no public body's emblem. */
function Mark() {
  const knot = 'M21 20c-5.5-6-8-3-5.5-1 1.5 1 3.5 1 5.5 1 2 0 4 0 5.5-1 2.5-2 0-5-5.5 1z';
  return (
    <svg viewBox="0 0 36 36" aria-hidden="true">
      <rect x="5" y="3" width="26" height="30" rx="3" fill="var(--key)" />
      <path d="M10.5 3v30" stroke="var(--surface)" stroke-width="1.5" />
      <path d="M5 20h26" stroke="var(--surface)" stroke-width="5" />
      <path d="M5 20h26" stroke="var(--accent)" stroke-width="2.5" />
      <path d={knot} fill="none" stroke="var(--surface)" stroke-width="5" stroke-linejoin="round" />
      <path d={knot} fill="none" stroke="var(--accent)" stroke-width="2" stroke-linejoin="round" />
    </svg>
  );
}

function Footer({ front, withoutLinks }: { front: Front; withoutLinks: boolean }) {
  const say = sayIn(front.language);
  const links = withoutLinks ? [] : (front.footer ?? []);
  return (
    <footer class="site-footer">
      <div class="wrap">
        <p class="help-line">
          <Icon name="phone" /> {say('お困りのときは\u3000', 'Need help? ')}
          <span lang="ja">{front.libraryName}</span> {say('電話', 'Tel.')}{' '}
          <a href={`tel:${front.phone.replaceAll('-', '')}`} class="tel">
            {front.phone}
          </a>
        </p>
        {links.length > 0 ? (
          <ul>
            {links.map(({ href, label }) => (
              <li key={href}>
                <a href={href}>{label}</a>
              </li>
            ))}
          </ul>
        ) : null}
        <Credits front={front} />
      </div>
    </footer>
  );
}

/** Whose data and whose drawing this is made from. */
function Credits({ front: { language } }: { front: Front }) {
  const aozora = (
    <a href="https://www.aozora.gr.jp/" rel="noreferrer" lang="ja">
      青空文庫
    </a>
  );
  const ndc = (
    <a href="https://www.jla.or.jp/committees/bunrui/tabid/789/Default.aspx" rel="noreferrer" lang="ja">
      NDC9版データ（日本図書館協会、CC BY）
    </a>
  );
  if (language === 'en') {
    return (
      <p class="credits">
        Bibliographic data: made from the list of works of {aozora}. Classes: made from {ndc}. Screens: made
        after the design system of Japan’s Digital Agency (
        <span lang="ja">デジタル庁デザインシステムウェブサイト</span>), with changes.
      </p>
    );
  }
  return (
    <p class="credits">
      書誌データ：{aozora}
      の作品一覧を加工して作成。分類：{ndc}
      を加工して作成。<span class="whole">画面：デジタル庁</span>
      デザインシステムウェブサイトを参考に加工して作成。
    </p>
  );
}
