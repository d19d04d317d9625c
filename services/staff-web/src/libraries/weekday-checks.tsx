import type { ComponentChildren } from 'preact';
import { FaultAt, Tick } from '../pages/entry.tsx';
import { weekdays } from './closing-days.ts';

/** Days of the week, a tick each; one who may only read them can't change any. */
export function WeekdayChecks(props: {
  legend: string;
  name: string;
  /** Monday = 1. */
  chosen: readonly number[];
  fault?: string | undefined;
  disabled?: boolean;
  children?: ComponentChildren;
}) {
  const { name, chosen, fault, disabled = false } = props;
  return (
    <fieldset class="field" {...(fault ? { 'aria-describedby': `${name}-f` } : {})}>
      <legend>{props.legend}</legend>
      <div class="cluster">
        {weekdays.map((day, at) => (
          <Tick
            key={day}
            name={name}
            value={at + 1}
            checked={chosen.includes(at + 1)}
            disabled={disabled}
            {...(fault ? { 'aria-invalid': 'true' as const } : {})}
            says={day}
          />
        ))}
        {props.children}
      </div>
      <FaultAt id={name} fault={fault} />
    </fieldset>
  );
}
