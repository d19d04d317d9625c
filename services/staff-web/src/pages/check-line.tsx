import { Icon, type IconName } from '@toshobin/web';
import type { BigAnswer, Tone } from '../sessions/desk-state.ts';

const icons: Readonly<Record<Tone, IconName>> = {
  shelf: 'shelf',
  next: 'truck',
  hold: 'hold',
  ok: 'ok',
  back: 'back',
  ask: 'question',
  stop: 'stop',
  again: 'undo',
  wait: 'clock',
};

/** The answer to the last scan in one line, where the list below it is the work. */
export function CheckLine({ answer }: { answer: BigAnswer | undefined }) {
  if (!answer) {
    return (
      <p class="s-check" data-tone="wait" id="answer-text">
        読み取りを待っています
      </p>
    );
  }
  const { tone, text, detail, notes, code } = answer;
  return (
    <p class="s-check" data-tone={tone} id="answer-text">
      <Icon name={icons[tone]} />
      <span>
        {text}
        {detail ? `　${detail}` : ''}
        {notes.map((note) => `　${note}`)}
        {code ? <span class="s-num">　{code}</span> : null}
      </span>
    </p>
  );
}
