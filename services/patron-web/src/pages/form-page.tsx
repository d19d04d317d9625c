import type { Refusal } from '@toshobin/lending-rules';
import { RefusalNotice } from '@toshobin/web';
import type { ComponentChildren } from 'preact';
import { type Fault, FaultSummary } from './field.tsx';
import { type Frame, PatronPage } from './frame.tsx';

/** A page in one column below its title: why it was refused, what is to be mended, and what it is for, mostly a form. */
export function FormPage(props: {
  frame: Frame;
  title: string;
  /** In place of the title in that of the window. */
  window?: string | undefined;
  /** In place of the title above the page. */
  heading?: ComponentChildren;
  /** My Library unless told. */
  at?: string;
  /** How the column is set. */
  look?: string;
  withoutMenu?: boolean;
  /** Before the title. */
  steps?: ComponentChildren;
  /** Between the title and what was refused. */
  done?: ComponentChildren;
  faults?: readonly Fault[];
  refusal?: Refusal | undefined;
  /** What is to be mended stands at its field alone. */
  refused?: boolean;
  /** In place of the refusal's own sentence. */
  why?: ComponentChildren;
  children: ComponentChildren;
}) {
  const { frame, title, faults = [], refusal, look = 'stack form' } = props;
  return (
    <PatronPage
      frame={frame}
      title={props.window ?? title}
      at={props.at ?? '/my-library'}
      narrow
      withoutMenu={props.withoutMenu}
      refused={props.refused || refusal !== undefined || faults.length > 0}
    >
      <div class={look}>
        {props.steps}
        <h1>{props.heading ?? title}</h1>
        {props.done}
        {refusal ? (props.why ?? <RefusalNotice refusal={refusal} front={frame.front} />) : null}
        <FaultSummary faults={faults} say={frame.say} />
        {props.children}
      </div>
    </PatronPage>
  );
}
