import { Icon, type IconName } from '@toshobin/web';
import type { ComponentChildren } from 'preact';
import type { BigAnswer, Tone } from '../sessions/desk-state.ts';
import { Breakable } from './breakable.tsx';
import { CopyNamed } from './copy-named.tsx';
import type { WhereFrom } from './fields.ts';
import { useFrame } from './frame.tsx';
import { Check } from './marks.tsx';
import { Post } from './post.tsx';
import { Submit } from './press.tsx';

export const toneIcons: Readonly<Record<Tone, IconName>> = {
  shelf: 'shelf',
  next: 'truck',
  hold: 'hold',
  ok: 'ok',
  back: 'back',
  ask: 'question',
  stop: 'stop',
  again: 'undo',
  wait: 'card',
};

/** The answer in one line, for the title of the window: a screen reader hears it on load. */
export function windowTitle(answer: BigAnswer | undefined, otherwise: string): string {
  if (!answer) return otherwise;
  const { line, pre = '', text } = answer;
  return `${line ? `${line}。` : ''}${pre}${text.replaceAll('\n', '')}`;
}

/** How large a sentence may be without a line of it getting too long for the face. */
function sizeOf({ text, pre }: BigAnswer): string {
  const lines = text.split('\n');
  const longest = Math.max(...lines.map((line) => line.length));
  if (pre !== undefined) return '';
  if (lines.length === 1 && longest <= 3) return ' s-answer__text--xl';
  if (lines.length === 1 && longest <= 6) return ' s-answer__text--l';
  return longest <= 9 ? '' : ' s-answer__text--s';
}

/**
 * The answer to the last scan, large: colour, icon and sentence. A scan that can be taken back says so with `undo`;
 * `children` are questions and ways out, `foot` says what was read.
 */
export function Answer(props: {
  answer: BigAnswer | undefined;
  undo?: boolean;
  foot?: ComponentChildren;
  /** Where it says what is so, and not what was done. */
  icon?: IconName;
  /** What is waited for, while nothing was read. */
  idle?: string;
  /** Everything that is read waits until this was answered. */
  asks?: boolean;
  /** What is read next is what it asks for. */
  awaits?: boolean;
  /** Where copies come from, as it stays for the next one. */
  from?: WhereFrom | undefined;
  children?: ComponentChildren;
}) {
  const { answer, undo, foot, from, children } = props;
  if (!answer || answer.tone === 'wait') {
    return (
      <section class="s-answer s-answer--idle" data-tone="wait" id="answer" aria-labelledby="answer-text">
        <div class="s-answer__face">
          <Icon name={toneIcons.wait} />
          <div>
            <h2 class="s-answer__text s-answer__text--s" id="answer-text">
              <Breakable text={answer?.text ?? props.idle ?? '読み取りを待っています'} />
            </h2>
          </div>
        </div>
      </section>
    );
  }
  const shown = foot ?? (answer.code ? <CopyNamed barcode={answer.code} /> : null);
  const canUndo = answer.undo !== undefined && undo === true;
  return (
    <section
      class={children ? 's-answer s-answer--asks' : 's-answer'}
      data-tone={answer.tone}
      data-fact={answer.factId ?? ''}
      {...(answer.stops ? { 'data-stops': '' } : {})}
      {...(props.asks ? { 'data-asks': '' } : {})}
      {...(props.awaits || answer.awaits ? { 'data-awaits': '' } : {})}
      id="answer"
      aria-labelledby="answer-text"
    >
      <div class="s-answer__face">
        <Icon name={props.icon ?? toneIcons[answer.tone]} />
        <div>
          {answer.line ? <p class="s-answer__line">{answer.line}</p> : null}
          <h2 class={`s-answer__text${sizeOf(answer)}`} id="answer-text">
            {answer.pre ? <span class="pre">{answer.pre}</span> : null}
            <Breakable text={answer.text} />
          </h2>
          {answer.detail ? (
            <p class="s-answer__detail">
              <Breakable text={answer.detail} />
            </p>
          ) : null}
        </div>
      </div>
      {answer.notes.length > 0 || children ? (
        <div class="s-answer__body">
          {answer.notes.map((note) => (
            <Check icon="question" key={note}>
              {note}
            </Check>
          ))}
          {children}
        </div>
      ) : null}
      {shown || canUndo ? (
        <div class="s-answer__foot">
          <p>{shown}</p>
          {canUndo && answer.undo ? (
            <UndoForm voids={answer.undo} page={answer.page} about={answer.code} from={from} key0 />
          ) : null}
        </div>
      ) : null}
    </section>
  );
}

/** What the last form of the page came to, where it is told once. */
export function Told() {
  const { answer } = useFrame();
  return answer ? <Answer answer={answer} /> : null;
}

/** Takes one scan back. `key0`: the last one, also by typing 0. */
export function UndoForm(props: {
  voids: string;
  page: string;
  about: string;
  from?: WhereFrom | undefined;
  key0?: boolean;
}) {
  const { key0 = false, from, voids, page } = props;
  const hidden = { voids, page, ...(from ? { from } : {}) };
  return (
    <Post to="/scans/undo" once hidden={hidden}>
      <Submit
        {...(key0 ? { look: 'second', icon: 'undo', digit: 0 } : { look: 'quiet' })}
        says="取り消す"
        unseen={`（${props.about}）`}
      />
    </Post>
  );
}
