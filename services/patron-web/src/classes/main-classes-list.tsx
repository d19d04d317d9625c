import type { Say } from '@toshobin/web';
import { mainClassDigits, mainClassName } from './main-classes.ts';

/** The way into the classification: its ten main classes. */
export function MainClasses({ say }: { say: Say }) {
  return (
    <ul class="classes">
      {mainClassDigits.map((digit) => (
        <li key={digit}>
          <a href={`/browse/${digit}`}>
            <span class="num">{digit}</span> {mainClassName(digit, say)}
          </a>
        </li>
      ))}
    </ul>
  );
}
