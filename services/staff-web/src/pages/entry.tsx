import { Icon } from '@toshobin/web';
import type { ComponentProps } from 'preact';

/** What is to be mended in what was typed, by field. */
export type Faults = Readonly<Record<string, string | undefined>>;

/** What is typed beneath its name: a line, a day, a time; its name in the form is its id, unless it says so. */
export function Entry({
  label,
  id,
  fault,
  ...input
}: { label: string; id: string; fault?: string | undefined } & ComponentProps<'input'>) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input class="input" id={id} name={id} {...input} {...faultOf(id, fault)} />
      <FaultAt id={id} fault={fault} />
    </div>
  );
}

export function faultOf(id: string, fault: string | undefined) {
  return fault ? ({ 'aria-invalid': 'true', 'aria-describedby': `${id}-f` } as const) : {};
}

export function FaultAt({ id, fault }: { id: string; fault: string | undefined }) {
  return fault ? (
    <p class="field-error" id={`${id}-f`}>
      <Icon name="ask" />
      <span>{fault}</span>
    </p>
  ) : null;
}
