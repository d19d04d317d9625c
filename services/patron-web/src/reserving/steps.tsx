import type { Say } from '@toshobin/web';

/** Where one is in applying: the library, the check, the answer. */
export function Steps({ at, say }: { at: 1 | 2 | 3; say: Say }) {
  const labels = [say('1 受取館', '1 Pickup library'), say('2 確認', '2 Check'), say('3 完了', '3 Done')];
  return (
    <ol class="steps" aria-label={say('手続きの流れ', 'Steps')}>
      {labels.map((label, n) => (
        <li
          key={label}
          class={n + 1 < at ? 'is-done' : ''}
          {...(n + 1 === at ? { 'aria-current': 'step' as const } : {})}
        >
          {label}
        </li>
      ))}
    </ol>
  );
}
