import type { Say } from '@toshobin/web';

/** Where one is in something of several steps, the first being 1. */
export function Steps(props: {
  say: Say;
  steps: readonly string[];
  at: number;
  /** Says to screen readers which steps are done. */
  doneSaid?: boolean;
}) {
  const { say, steps, at } = props;
  return (
    <ol class="steps" aria-label={say('手続きの流れ', 'Steps')}>
      {steps.map((step, n) => (
        <li
          key={step}
          class={n + 1 < at ? 'is-done' : ''}
          {...(n + 1 === at ? { 'aria-current': 'step' as const } : {})}
        >
          {step}
          {props.doneSaid && n + 1 < at ? (
            <span class="visually-hidden">{say('（済み）', ' (done)')}</span>
          ) : null}
        </li>
      ))}
    </ol>
  );
}
