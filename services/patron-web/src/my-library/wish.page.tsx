import type { PatronRow } from '@toshobin/contracts';
import type { Refusal } from '@toshobin/lending-rules';
import { Icon, sentenceOf } from '@toshobin/web';
import type { ComponentChildren } from 'preact';
import { Crumbs } from '../pages/crumbs.tsx';
import { Back, Form } from '../pages/elements.tsx';
import { type Fault, FaultSummary } from '../pages/field.tsx';
import { type Frame, PatronPage } from '../pages/frame.tsx';
import { refusedTitle } from '../pages/refused-title.ts';
import { Words } from '../pages/words.tsx';
import { StateChip } from './state-words.tsx';

interface WishFormProps {
  frame: Frame;
  row: PatronRow;
  /** Drawn with the form, so that a double tap is one wish. */
  wishId: string;
  refusal?: Refusal | undefined;
  faults?: readonly Fault[];
  title: string;
  heading: string;
  /** Where the form is sent. */
  action: string;
  button: string;
  stop?: boolean | undefined;
  /** What follows from it, a sentence each. */
  follows?: readonly string[] | undefined;
  /** The wish can't be granted: there is no button, and its sentence stands in its place. */
  withoutForm?: boolean | undefined;
  /** Other ways on, beside the one back. */
  ways?: ComponentChildren;
  /** Further fields of the form. */
  children?: ComponentChildren;
}

/** A page about one row of My Library: the way back to it, and why what was wished for it is refused. */
export function RowPage(props: {
  frame: Frame;
  title: string;
  /** In place of the title above the page. */
  heading?: string;
  refusal?: Refusal | undefined;
  faults?: readonly Fault[];
  children: ComponentChildren;
}) {
  const { frame, title, refusal, faults = [] } = props;
  const { say } = frame;
  return (
    <PatronPage
      frame={frame}
      title={refusedTitle(title, refusal, say)}
      at="/my-library"
      narrow
      refused={faults.length > 0}
    >
      <Crumbs frame={frame} here={title} />
      <div class="stack">
        <h1>{props.heading ?? title}</h1>
        {refusal ? <WishRefusal refusal={refusal} frame={frame} /> : null}
        <FaultSummary faults={faults} say={say} />
        {props.children}
      </div>
    </PatronPage>
  );
}

/** The page that asks once before a wish: what it is about, what follows, and the button that does it. */
export function WishPage(props: WishFormProps) {
  const { frame, refusal, faults, title, follows = [] } = props;
  const { say, front } = frame;
  return (
    <RowPage
      frame={frame}
      title={title}
      heading={props.withoutForm ? title : props.heading}
      refusal={refusal}
      faults={faults ?? []}
    >
      <AboutRow frame={frame} row={props.row} />
      {props.withoutForm ? (
        <div class="actions">
          {props.ways}
          <a class="btn btn--l" href="/my-library">
            {say('Myライブラリ', 'My Library')}
          </a>
        </div>
      ) : (
        <>
          {follows.length > 0 ? (
            <ul class="dots">
              {follows.map((text) => (
                <li key={text}>
                  <Words text={text} language={front.language} />
                </li>
              ))}
            </ul>
          ) : null}
          <Form frame={frame} class="stack form" action={props.action} fields={{ wishId: props.wishId }}>
            {props.children}
            <div class="actions">
              <button class={props.stop ? 'btn btn--stop btn--l' : 'btn btn--l'} type="submit">
                {props.button}
              </button>
              <Back href="/my-library" say={say} />
            </div>
          </Form>
        </>
      )}
    </RowPage>
  );
}

/** What the wish is about, and how it stands now. */
export function AboutRow({ frame, row }: { frame: Frame; row: PatronRow }) {
  const { say, front } = frame;
  return (
    <div class="card stack stack--s">
      <p class="row-title" lang="ja">
        {row.title}
      </p>
      <p>
        <StateChip row={row} language={front.language} />
      </p>
      <p class="row-sub">
        {say('予約番号', 'Reservation number')} <span class="num">{row.reservationNumber}</span>
      </p>
    </div>
  );
}

/** Why not, in the words of the list; after a wish without an answer in time, that sending it again is safe. */
function WishRefusal({ refusal, frame }: { refusal: Refusal; frame: Frame }) {
  const { say, front } = frame;
  const { code } = refusal;
  const again = code === 'TRY_AGAIN';
  // Nobody did anything wrong: a date that is too early, and a busy hour, are told without a stop sign.
  const tone = code === 'EXTENSION_WOULD_SHORTEN' ? '' : ' notice--wait';
  return (
    <div class={`notice${tone}`} role="alert" id="refusal" data-refusal={code}>
      <Icon name={tone ? 'ask' : 'info'} />
      <div>
        <p>
          <Words text={sentenceOf(refusal, front)} language={front.language} />
        </p>
        {again ? (
          <p>
            {say(
              'もう一度押しても、二重にはなりません。もう受け付けられていることもあります。',
              'Pressing it again does nothing twice. It may have been accepted already.',
            )}
          </p>
        ) : null}
      </div>
    </div>
  );
}
