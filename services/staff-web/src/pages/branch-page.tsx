import { type Front, Icon, Notice } from '@toshobin/web';
import type { ComponentChildren } from 'preact';
import { type Frame, Head, ReadAnywhere, SignOut, TitledPage, useFrame } from './frame.tsx';
import { Tap } from './press.tsx';
import { Script, stylesOf } from './script.tsx';

/** Whether this is drawn for a pickup library's own phone or old PC; 代行入力 is drawn for the desk. */
export function isOnPhone({ staff }: Frame): boolean {
  return staff?.role === 'pickupLibrary';
}

/** The one telephone number of a pickup library's pages. */
export function WhomToCall({ front }: { front: Front }) {
  return (
    <p>
      お困りのときは{front.libraryName}{' '}
      <a href={`tel:${front.phone.replaceAll('-', '')}`}>
        <Icon name="phone" />
        {front.phone}
      </a>
    </p>
  );
}

/** A page of a pickup library: its name, whether the line is there, one job, one telephone number. */
export function BranchPage(props: {
  /** First in the title of the window; a screen reader hears it first. */
  title: string;
  /** The library whose account this is. */
  library: string;
  children: ComponentChildren;
}) {
  const { front, staff } = useFrame();
  return (
    <html lang="ja">
      <Head front={front} title={props.title} styles={[...front.styles, ...stylesOf('branch')]} />
      <body class="s-branch" data-library={staff?.library} data-name={props.library}>
        <a class="skip" href="#main">
          本文へ
        </a>
        <BranchHead library={props.library} />
        <main class="s-main stack" id="main" tabIndex={-1}>
          {props.children}
        </main>
        <footer class="s-help">
          <WhomToCall front={front} />
          <p>
            <Tap to="/my-account" says="パスワードの変更" />
          </p>
          <SignOut />
        </footer>
        <ReadAnywhere />
        <Script name="branch" />
      </body>
    </html>
  );
}

/** The name of the library, and whether the line is there: a page that came has one, a script says when it is gone. */
function BranchHead({ library }: { library: string }) {
  return (
    <header class="s-head">
      <p class="s-head__name">
        <b>{library}</b>
      </p>
      <p class="s-head__link" id="line" data-link="on">
        <Icon name="signal" />
        <span>つながっています</span>
      </p>
    </header>
  );
}

/** A job, mostly with a scan field: in a pickup library's small frame, or in the desk's. */
export function JobPage(props: {
  title: string;
  heading: string;
  at: string;
  library: string;
  /** Where the list of this page is a file, and what stands beside its heading, at a desk. */
  csv?: string;
  beside?: ComponentChildren;
  children: ComponentChildren;
}) {
  const frame = useFrame();
  const { title, heading, children } = props;
  if (isOnPhone(frame)) {
    return (
      <BranchPage title={title} library={props.library}>
        <div class="s-title">
          <h1>{heading}</h1>
          <a class="s-back" href="/">
            <Icon name="back" />
            はじめの画面へ
          </a>
        </div>
        {frame.forLibrary ? <Notice tone="wait">代行入力：{frame.forLibrary.name}</Notice> : null}
        {children}
      </BranchPage>
    );
  }
  return (
    <TitledPage
      title={title}
      heading={heading}
      beside={props.beside ?? null}
      at={props.at}
      {...(props.csv ? { csv: props.csv } : {})}
    >
      {children}
    </TitledPage>
  );
}
