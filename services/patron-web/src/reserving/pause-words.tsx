import type { Library } from '@toshobin/contracts';
import type { Refusal } from '@toshobin/lending-rules';
import { sentenceOf } from '@toshobin/web';
import type { Frame } from '../pages/frame.tsx';
import { refusalIn } from '../pages/library-name.tsx';
import { Words } from '../pages/words.tsx';

/** R5. That a library can't be chosen, and until when where that is known. */
export function PauseWords(props: { frame: Frame; library: Library; pause: Refusal }) {
  const { pause, library } = props;
  const { say, front } = props.frame;
  const text =
    pause.code === 'PICKUP_LIBRARY_PAUSED'
      ? sentenceOf(refusalIn(front.language, pause, [library]), front)
      : say('ただいま受け取りに使えません。', 'Can’t be used at present.');
  return <Words text={text} language={front.language} />;
}
