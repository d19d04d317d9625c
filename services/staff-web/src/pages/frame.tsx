import type { LibraryCode } from '@toshobin/contracts';
import { dayOf, type Instant, instantFromDate, type Refusal } from '@toshobin/lending-rules';
import { type Front, Icon, Notice, RefusalNotice } from '@toshobin/web';
import { type ComponentChildren, type ComponentProps, createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Staff, StaffCall, StaffWebDeps } from '../deps.ts';
import { mayDo } from '../roles.ts';
import { type CopiesKnown, knownOf } from '../scans/copy-in-hand.ts';
import type { BigAnswer } from '../sessions/desk-state.ts';
import { clockOf, shortDate } from './dates.ts';
import { Menu, type MenuCounts } from './menu.tsx';
import { Submit, Tap, Way } from './press.tsx';
import { FirstKeys, Script, stylesOf } from './script.tsx';

export interface Frame {
  front: Front;
  token: string;
  staff: Staff | undefined;
  /** When the page was drawn. */
  now: Instant;
  /** What waits for somebody, beside the menu. */
  counts: MenuCounts;
  /** For the ids of forms and scans that are drawn. */
  newId: () => string;
  /** 代行入力: the pickup library that this page is for; every form of it says so. */
  forLibrary?: { code: LibraryCode; name: string };
  /** What is read beside the numbers of copies: at the prefectural desk alone. */
  copies?: CopiesKnown;
  /** 電話受付: the card in hand; every form for the caller says so. */
  card?: string | undefined;
  /** What libraries are called, where the page names any. */
  nameOf?: ((code: string) => string) | undefined;
  /** What the last form of this page came to. */
  answer?: BigAnswer | undefined;
  /** Why it was not done, for a form without an answer. */
  refusal?: Refusal | undefined;
  /** What callers have cancelled of what stands here and may still take back, by reservation. */
  cancelling?: Awaited<ReturnType<StaffWebDeps['heldCancellations']['of']>> | undefined;
}

const FrameOfPage = createContext<Frame | undefined>(undefined);

/** The frame that a page, or this part of it, is drawn in. */
export function useFrame(): Frame {
  const frame = useContext(FrameOfPage);
  if (frame === undefined) throw new Error('A part of a page was drawn outside its frame');
  return frame;
}

export function useNames(): (code: string) => string {
  const { nameOf } = useFrame();
  if (nameOf === undefined) throw new Error('A page names libraries and was not given their names');
  return nameOf;
}

export function InFrame({ frame, children }: { frame: Frame; children: ComponentChildren }) {
  return <FrameOfPage.Provider value={frame}>{children}</FrameOfPage.Provider>;
}

export function staffFront(setting: { libraryName: string; phone: string }): Front {
  return {
    libraryName: setting.libraryName,
    phone: setting.phone,
    serviceName: '予約と配送（職員用）',
    language: 'ja',
    nav: [],
    bodyClass: 's-desk',
    styles: stylesOf('base', 'staff', 'desk', 'card', 'dash'),
  };
}

export function frameOf(deps: StaffWebDeps, { visit }: Pick<StaffCall, 'visit'>): Frame {
  const now = instantFromDate(deps.now());
  // Whose sign-in lacks something has no menu yet.
  const staff = visit.principal?.lacks ? undefined : visit.principal;
  const counts = staff ? deps.whatWaits.of(deps, staff) : {};
  return { front: staffFront(deps.setting), token: visit.formToken(), staff, now, counts, newId: deps.newId };
}

/** The same, for whoever this is entered for. */
export async function frameFor(deps: StaffWebDeps, call: StaffCall, acting: Staff): Promise<Frame> {
  const frame = frameOf(deps, call);
  if (acting.enteredBy === undefined) return frame;
  const nameOf = await deps.libraries.names();
  return { ...frame, forLibrary: { code: acting.library, name: nameOf(acting.library) } };
}

/** The same, with what the prefectural desk reads beside these numbers of copies; nobody else reads a title. */
export async function naming(
  deps: Pick<StaffWebDeps, 'catalog' | 'copies' | 'now'>,
  frame: Frame,
  barcodes: readonly string[],
): Promise<Frame> {
  return frame.staff?.role === 'prefecturalDesk'
    ? { ...frame, copies: await knownOf(deps, barcodes) }
    : frame;
}

/** A page that begins with its heading, which is its title unless it says so, and with what stands beside that. */
export function TitledPage({
  heading,
  beside,
  children,
  ...page
}: ComponentProps<typeof StaffPage> & { heading?: string; beside?: ComponentChildren }) {
  const h1 = <h1>{heading ?? page.title}</h1>;
  return (
    <StaffPage {...page}>
      {beside === undefined ? (
        h1
      ) : (
        <div class="s-title">
          {h1}
          {typeof beside === 'string' ? <p>{beside}</p> : beside}
        </div>
      )}
      {children}
    </StaffPage>
  );
}

/** A part of a page, which its heading names. */
export function Part({
  id,
  title,
  children,
  ...section
}: { id: string; title: ComponentChildren } & Omit<ComponentProps<'section'>, 'id' | 'title'>) {
  return (
    <section {...section} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

/** A page of the staff's web: the head with the account and the time, the menu of the role, the work. */
export function StaffPage(props: {
  /** First in the title of the window; a screen reader hears it first. */
  title: string;
  /** The path of the menu item this page belongs to. */
  at?: string;
  /** Numbers beside items of the menu that this page has just counted. */
  counts?: MenuCounts | undefined;
  /** One decision a page: a narrow column. */
  narrow?: boolean;
  /** What is typed next is looked for. */
  finds?: boolean;
  /** Where the list of this page is a file. */
  csv?: string;
  children: ComponentChildren;
}) {
  const { front, staff, counts, forLibrary } = useFrame();
  return (
    <html lang="ja">
      <Head front={front} title={props.title} />
      <body class="s-desk">
        <a class="skip" href="#main">
          本文へ進む
        </a>
        <Top finds={props.finds === true} />
        <div class={staff ? 's-frame' : 's-frame s-frame--alone'}>
          {staff ? <Menu staff={staff} at={props.at} counts={{ ...counts, ...props.counts }} /> : null}
          <main class={props.narrow ? 's-main s-main--narrow' : 's-main'} id="main" tabIndex={-1}>
            {forLibrary ? <Notice tone="wait">代行入力：{forLibrary.name}</Notice> : null}
            {props.children}
            {props.csv ? (
              <p class="no-print">
                <Way to={props.csv} look="quiet" says="この一覧をCSVで保存する" />
              </p>
            ) : null}
          </main>
        </div>
        <ReadAnywhere />
        <footer class="s-help">
          <p>
            お困りのときは{front.libraryName}{' '}
            <a href={`tel:${front.phone.replaceAll('-', '')}`} class="tel">
              {front.phone}
            </a>
          </p>
        </footer>
      </body>
    </html>
  );
}

/** The head of a document of ours; a slip brings a style sheet of its own. */
export function Head(props: { front: Front; title: string; styles?: readonly string[] }) {
  const { front, title, styles = front.styles } = props;
  return (
    <head>
      <meta charset="utf-8" />
      <FirstKeys />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <link rel="icon" href="data:," />
      <title>{`${title}｜${front.libraryName} 職員`}</title>
      {styles.map((href) => (
        <link key={href} rel="stylesheet" href={href} />
      ))}
    </head>
  );
}

function Top({ finds }: { finds: boolean }) {
  const { front, staff, now } = useFrame();
  const byName = staff && mayDo[staff.role].has('findByName');
  const what = byName ? 'カード・かな・電話・書名・番号' : '予約・取り置き・資料の番号';
  return (
    <header class="s-top">
      <p class="s-top__name">
        {front.libraryName} <span>予約と配送</span>
      </p>
      <p class="s-top__place">{staff ? <Tap to="/my-account" says={staff.account} /> : null}</p>
      {staff && mayDo[staff.role].has('find') ? (
        <form class="s-find" method="post" action="/find" aria-label="さがす">
          <Token />
          <label class="visually-hidden" for="find">
            {what.replaceAll('・', '、')}でさがす
          </label>
          <Icon name="search" />
          <input
            id="find"
            name="q"
            type="search"
            autocomplete="off"
            autofocus={finds}
            maxLength={200}
            placeholder={what}
            aria-keyshortcuts="/"
          />
          <kbd>/</kbd>
          <Script name="find" />
        </form>
      ) : null}
      <p class="s-top__time">
        <time dateTime={now}>
          {shortDate(dayOf(now))} <b>{clockOf(now)}</b>
        </time>
      </p>
      <Script name="clock" />
      {staff ? <SignOut /> : null}
    </header>
  );
}

/** The next person at the same place. */
export function SignOut() {
  return (
    <form method="post" action="/sign-out">
      <Token />
      <Submit look="quiet" says="担当を替わる" />
    </form>
  );
}

/** For a script alone: where a number goes that is read on a page without a scan field. */
export function ReadAnywhere() {
  const { staff } = useFrame();
  if (!staff) return null;
  const finds = mayDo[staff.role].has('find');
  if (!finds && !mayDo[staff.role].has('handIn')) return null;
  const names = finds ? ['q'] : ['code', 'factId', 'occurredAt'];
  return (
    <form id="read-anywhere" method="post" action={finds ? '/find' : '/start'} hidden>
      <Token />
      {names.map((name) => (
        <input key={name} type="hidden" name={name} />
      ))}
      <Script name="read-anywhere" />
    </form>
  );
}

/** Why a form that has no answer was refused. */
export function Refused() {
  const { front, refusal } = useFrame();
  return refusal ? <RefusalNotice refusal={refusal} front={front} /> : null;
}

/** In every form of a page: that it is ours, and whom it is entered for. */
export function Own() {
  const { forLibrary } = useFrame();
  return (
    <>
      <Token />
      {forLibrary ? <input type="hidden" name="library" value={forLibrary.code} /> : null}
    </>
  );
}

function Token() {
  return <input type="hidden" name="_token" value={useFrame().token} />;
}
