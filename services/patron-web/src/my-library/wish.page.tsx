import type { PatronRow } from '@toshobin/contracts';
import type { Refusal } from '@toshobin/lending-rules';
import { RefusalNotice } from '@toshobin/web';
import type { ComponentChildren } from 'preact';
import { type Fault, FaultSummary } from '../pages/field.tsx';
import { type Frame, PatronPage, Token } from '../pages/frame.tsx';
import { stateWords } from './state-words.tsx';

/** The page that asks once before a wish: what it is about, what follows, and the button that does it. */
export function WishPage(props: {
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
  stop?: boolean;
  /** What follows from it, a sentence each. */
  follows?: readonly ComponentChildren[];
  /** Further fields of the form. */
  children?: ComponentChildren;
}) {
  const { frame, row, refusal, faults = [], follows = [] } = props;
  return (
    <PatronPage frame={frame} title={props.title} at="/my-library" narrow>
      <div class="stack">
        <h1>{props.heading}</h1>
        {refusal ? <RefusalNotice refusal={refusal} front={frame.front} /> : null}
        <FaultSummary faults={faults} />
        <div class="card">
          <p class="row-title">{row.title}</p>
          <p>{stateWords(row)}</p>
          <p class="row-sub">予約番号 {row.reservationNumber}</p>
        </div>
        {follows.length > 0 ? (
          <ul class="dots">
            {follows.map((text, n) => (
              <li key={n}>{text}</li>
            ))}
          </ul>
        ) : null}
        <form class="stack form" method="post" action={props.action}>
          <Token token={frame.token} />
          <input type="hidden" name="wishId" value={props.wishId} />
          {props.children}
          <div class="actions">
            <button class={props.stop ? 'btn btn--stop' : 'btn btn--l'} type="submit">
              {props.button}
            </button>
            <a class="btn btn--second" href="/my-library">
              戻る
            </a>
          </div>
        </form>
      </div>
    </PatronPage>
  );
}
