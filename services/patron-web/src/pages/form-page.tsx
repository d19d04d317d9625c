import type { Refusal } from '@toshobin/lending-rules';
import { RefusalNotice } from '@toshobin/web';
import type { ComponentChildren } from 'preact';
import { type Fault, FaultSummary } from './field.tsx';
import { type Frame, PatronPage } from './frame.tsx';

/** A page of one form of a patron's own: its title, why it was refused, what is to be mended, and the form. */
export function FormPage(props: {
  frame: Frame;
  title: string;
  /** In place of the title in that of the window. */
  window?: string | undefined;
  faults?: readonly Fault[];
  refusal?: Refusal | undefined;
  children: ComponentChildren;
}) {
  const { frame, title, faults = [], refusal } = props;
  const refused = refusal !== undefined || faults.length > 0;
  return (
    <PatronPage frame={frame} title={props.window ?? title} at="/my-library" narrow refused={refused}>
      <div class="stack form">
        <h1>{title}</h1>
        {refusal ? <RefusalNotice refusal={refusal} front={frame.front} /> : null}
        <FaultSummary faults={faults} say={frame.say} />
        {props.children}
      </div>
    </PatronPage>
  );
}
