import type { Say } from '@toshobin/web';
import { Steps } from '../pages/steps.tsx';

/** Where one is in applying: the library, the check, the answer. */
export function ReservingSteps({ at, say }: { at: 1 | 2 | 3; say: Say }) {
  const steps = [say('1 受取館', '1 Pickup library'), say('2 確認', '2 Check'), say('3 完了', '3 Done')];
  return <Steps say={say} steps={steps} at={at} />;
}
