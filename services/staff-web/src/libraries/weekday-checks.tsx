import type { ComponentChildren } from 'preact';
import { weekdays } from './library-verbs.ts';

export function WeekdayChecks(props: {
  legend: string;
  name: string;
  /** Monday = 1. */
  chosen: readonly number[];
  children?: ComponentChildren;
}) {
  return (
    <fieldset class="field">
      <legend>{props.legend}</legend>
      <div class="cluster">
        {weekdays.map((day, at) => (
          <label class="check" key={day}>
            <input type="checkbox" name={props.name} value={at + 1} checked={props.chosen.includes(at + 1)} />
            <span>{day}</span>
          </label>
        ))}
        {props.children}
      </div>
    </fieldset>
  );
}
