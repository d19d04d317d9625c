import { Icon } from '@toshobin/web';
import type { ComponentChildren, ComponentProps } from 'preact';

/** What is to be mended in what was typed, by field. */
export type Faults = Readonly<Record<string, string | undefined>>;

interface Labelled {
  label: ComponentChildren;
  id: string;
  hint?: string | undefined;
  fault?: string | undefined;
}

/** What is typed beneath its name: a line, a day, a time; its name in the form is its id, unless it says so. */
export function Entry({ label, id, hint, fault, ...input }: Labelled & ComponentProps<'input'>) {
  return (
    <Beneath {...{ label, id, hint, fault }}>
      <input class="input" id={id} name={id} {...input} {...faultOf(id, fault)} />
    </Beneath>
  );
}

/** The same, chosen from a list. */
export function Choice({
  label,
  id,
  hint,
  fault,
  of,
  chosen,
  ...select
}: Labelled & { of: Options; chosen: string | undefined } & Pick<ComponentProps<'select'>, OfSelect>) {
  return (
    <Beneath {...{ label, id, hint, fault }}>
      <select class="select" id={id} name={id} {...select} {...faultOf(id, fault)}>
        <Options {...{ of, chosen }} />
      </select>
    </Beneath>
  );
}

type OfSelect = 'name' | 'required' | 'autofocus';

type Options = readonly { value: string; label: string }[];
export function Options({ of, chosen }: { of: Options; chosen: string | undefined }) {
  return of.map(({ value, label }) => (
    <option key={value} value={value} selected={value === chosen}>
      {label}
    </option>
  ));
}

function Beneath({ label, id, hint, fault, children }: Labelled & { children: ComponentChildren }) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children}
      {hint ? <p class="small">{hint}</p> : null}
      <FaultAt id={id} fault={fault} />
    </div>
  );
}

type OfTick = 'name' | 'value' | 'checked' | 'disabled' | 'aria-invalid' | 'aria-describedby';
/** One of those that may be ticked. */
export function Tick({ says, ...input }: { says: string } & Pick<ComponentProps<'input'>, OfTick>) {
  return (
    <label class="check">
      <input type="checkbox" {...input} />
      <span>{says}</span>
    </label>
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
