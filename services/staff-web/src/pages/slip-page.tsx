import type { ComponentChildren } from 'preact';
import { Head, ReadAnywhere, useFrame } from './frame.tsx';
import { Way } from './press.tsx';
import { Script, stylesOf } from './script.tsx';

/** Where a letter goes, for a window or on a label; nothing says what is inside. */
export function Addressee({ to }: { to: { name: string; postcode: string | null; address: string | null } }) {
  return (
    <>
      <p>{to.postcode === null ? '' : `〒${to.postcode}`}</p>
      <p>{to.address}</p>
      <p>
        <b>{to.name}　様</b>
      </p>
    </>
  );
}

export function Sender() {
  const { libraryName, phone } = useFrame().front;
  return (
    <p class="p-from">
      {libraryName}
      <br />
      電話 {phone}
    </p>
  );
}

/** Sheets to print, each on paper of its own size; the bar above them is not printed. */
export function SlipPage(props: {
  title: string;
  /** The size of the paper, and where the sheet goes. */
  about: string;
  /** Where the work goes on. */
  back: string;
  links?: readonly { href: string; label: string }[];
  /** Beside them: the same anew, where it is asked for by a form. */
  more?: ComponentChildren;
  /** 「印刷する」 asked for the slip: it is printed without another press. */
  atOnce?: boolean;
  children: ComponentChildren;
}) {
  const frame = useFrame();
  const { title, links = [] } = props;
  return (
    <html lang="ja">
      <Head front={frame.front} title={title} styles={stylesOf('base', 'slips')} />
      <body class="p-body" {...(props.atOnce ? { 'data-at-once': '' } : {})}>
        <a class="skip" href="#main">
          本文へ
        </a>
        <header class="p-bar">
          <h1>{title}</h1>
          <p>{props.about}　ブラウザーの印刷で、倍率100％、余白なしで印刷します。</p>
          <div class="cluster">
            <Way to={props.back} says="戻る" />
            <button class="btn" type="button" id="print" hidden>
              印刷する
            </button>
            {links.map(({ href, label }) => (
              <Way key={href} to={href} says={label} />
            ))}
            {props.more}
          </div>
        </header>
        <main class="p-sheets" id="main" tabIndex={-1}>
          {props.children}
        </main>
        <ReadAnywhere />
        <Script name="print" />
      </body>
    </html>
  );
}
