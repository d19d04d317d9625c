import type { Decision } from '@toshobin/lending-rules';
import { ServiceFault } from './service-fault.ts';

/** What a service answers; none where it refuses or is away: whoever shows it beside other work goes on without. */
export async function orNone<T>(asked: Promise<Decision<T>>): Promise<T | undefined> {
  try {
    const answer = await asked;
    return answer.ok ? answer.value : undefined;
  } catch (fault) {
    if (fault instanceof ServiceFault) return undefined;
    throw fault;
  }
}
