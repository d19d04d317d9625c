import type { shippingApi } from '@toshobin/contracts';
import type { z } from 'zod';

export type Closure = z.output<typeof shippingApi.closures.answer>['closures'][number];

/** R17. Those that are in force and have days and reason in common with that one, itself among them: what is entered for several libraries with one press has. */
export function togetherWith(
  closures: readonly Closure[],
  { from, until, reason }: Pick<Closure, 'from' | 'until' | 'reason'>,
): Closure[] {
  return closures.filter(
    (one) => !one.takenBack && one.from === from && one.until === until && one.reason === reason,
  );
}

/** Those of several libraries, each once. */
export function enteredTogether(closures: readonly Closure[]): Closure[][] {
  return closures.flatMap((closure) => {
    const several = togetherWith(closures, closure);
    return several.length > 1 && several[0] === closure ? [several] : [];
  });
}
