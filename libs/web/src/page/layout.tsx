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
  /** First-time set-up shows no menu, so that nothing leads away from it. */
  withoutMenu?: boolean | undefined;
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
        <link rel="icon" href="data:," />
        <title>{`${title}｜${front.libraryName} ${front.serviceName}`}</title>
        {front.styles.map((href) => (
          <link key={href} rel="stylesheet" href={href} />
        ))}
      </head>
      <body class={front.bodyClass ?? ''}>
        <a class="skip" href="#main">
          {say('本文へ進む', 'Skip to the content')}
        </a>
        <header class="site-header">
          <div class="wrap">
            <a class="wordmark" href="/">
              <span>
                <b>{front.libraryName}</b>
                <small>{front.serviceName}</small>
              </span>
            </a>
            {props.withoutMenu ? null : <Menu {...props} />}
            <Languages front={front} />
            {props.user}
          </div>
        </header>
        <main id="main" tabIndex={-1}>
          <div class={props.narrow ? 'wrap wrap--narrow' : 'wrap'}>{props.children}</div>
        </main>
        <Footer front={front} />
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
                  {item.label}
                  {count > 0 ? (
                    <>
                      {' '}
                      <span class="count">
                        {count}
                        <span class="visually-hidden">{sayIn(front.language)('点', ' items')}</span>
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

function Footer({ front }: { front: Front }) {
  const say = sayIn(front.language);
  return (
    <footer class="site-footer">
      <div class="wrap">
        <p class="help-line">
          <Icon name="phone" /> {say('お困りのときは', 'Need help?')}　{front.libraryName}{' '}
          {say('電話', 'Tel.')}{' '}
          <a href={`tel:${front.phone.replaceAll('-', '')}`} class="tel">
            {front.phone}
          </a>
        </p>
        <p class="muted">
          書誌データ：
          <a href="https://www.aozora.gr.jp/" rel="noreferrer">
            青空文庫
          </a>
          の作品一覧を加工して作成。画面：デジタル庁デザインシステムウェブサイトを参考に加工して作成。
        </p>
      </div>
    </footer>
  );
}
