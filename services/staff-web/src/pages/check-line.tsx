import { Icon } from '@toshobin/web';
import type { BigAnswer } from '../sessions/desk-state.ts';
import { toneIcons, UndoForm } from './answer.tsx';
import type { Frame } from './frame.tsx';

/** The answer to the last scan in one line, where the list below it is the work. */
export function CheckLine(props: {
  answer: BigAnswer | undefined;
  /** A scan that can be taken back says so. */
  undo?: { frame: Frame; factId: string };
}) {
  const { answer, undo } = props;
  if (!answer) {
    return (
      <p class="s-check" data-tone="wait" id="answer-text">
        読み取りを待っています
      </p>
    );
  }
  const { tone, text, detail, notes, code, page } = answer;
  return (
    <div class="s-check" data-tone={tone}>
      <Icon name={toneIcons[tone]} />
      <span id="answer-text">
        {[text, detail, ...notes].filter((part) => part !== '').join('　')}
        {code ? <span class="s-num">　{code}</span> : null}
      </span>
      {answer.undo && undo ? <UndoForm {...undo} voids={answer.undo} page={page} about={code} key0 /> : null}
    </div>
  );
}
