import type { Refusal } from '@toshobin/lending-rules';
import { sentenceOf } from '@toshobin/web';
import type { Frame } from '../pages/frame.tsx';
import { Words } from '../pages/words.tsx';

/** R5. That a library can't be chosen, and until when where that is known. */
export function PauseWords({ frame: { say, front }, pause }: { frame: Frame; pause: Refusal }) {
  const text =
    pause.code === 'PICKUP_LIBRARY_PAUSED'
      ? sentenceOf(pause, front)
      : say('ただいま受け取りに使えません。', 'Can’t be used at present.');
  return <Words text={text} language={front.language} />;
}
