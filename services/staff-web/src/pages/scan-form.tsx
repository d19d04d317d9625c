import { Icon, type IconName } from '@toshobin/web';
import type { ComponentChildren } from 'preact';
import type { BigAnswer, Tone } from '../sessions/desk-state.ts';
import { type WhereFrom, WhereFromSchema } from './fields.ts';
import { type Frame, Own } from './frame.tsx';

/**
 * One field that a reader types into. The fact's id is drawn with the form, so that a form sent twice is one scan;
 * what is said about the focus is CSS alone.
 */
export function ScanForm(props: {
  frame: Frame;
  action: string;
  label: string;
  factId: string;
  children?: ComponentChildren;
  button?: string;
}) {
  return (
    <form class="s-scan" method="post" action={props.action}>
      <Own frame={props.frame} />
      <input type="hidden" name="factId" value={props.factId} />
      <label class="s-scan__label" for="scan">
        {props.label}
      </label>
      <p class="s-scan__state">
        <span class="s-scan__ready" id="scan-hint">
          読み取れます
        </span>
        <label class="s-scan__lost" for="scan">
          読み取りを待っていません。ここを押してください
        </label>
      </p>
      <div class="s-scan__row">
        <input
          class="s-scan__field"
          id="scan"
          name="code"
          type="text"
          inputMode="numeric"
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          enterkeyhint="done"
          autofocus
          required
          maxLength={64}
          aria-describedby="answer-text scan-hint"
        />
        <button class="btn btn--l" type="submit">
          {props.button ?? '読み取る'}
        </button>
      </div>
      {props.children}
    </form>
  );
}

const icons: Record<Tone, IconName> = {
  shelf: 'shelf',
  next: 'truck',
  hold: 'hold',
  ok: 'ok',
  back: 'back',
  ask: 'ask',
  stop: 'stop',
  again: 'clock',
  wait: 'clock',
};

/** The answer to the last scan, large: colour, icon and sentence. A scan that can be taken back says so with `undo`. */
export function Answer({
  answer,
  undo,
}: {
  answer: BigAnswer | undefined;
  undo?: { frame: Frame; factId: string } | undefined;
}) {
  if (!answer) {
    return (
      <section class="s-answer s-answer--idle">
        <div class="s-answer__face">
          <Icon name="info" />
          <h2 class="s-answer__text s-answer__text--s" id="answer-text">
            読み取りを待っています
          </h2>
        </div>
      </section>
    );
  }
  const small = answer.text.length > 12 ? ' s-answer__text--s' : '';
  return (
    <section class="s-answer" data-tone={answer.tone} id="answer">
      <div class="s-answer__face">
        <Icon name={icons[answer.tone]} />
        <div>
          <h2 class={`s-answer__text${small}`} id="answer-text">
            {answer.text}
          </h2>
          {answer.detail ? <p class="s-answer__detail">{answer.detail}</p> : null}
        </div>
      </div>
      {answer.notes.length > 0 || answer.code ? (
        <div class="s-answer__body">
          {answer.notes.map((note) => (
            <p key={note}>
              <b>{note}</b>
            </p>
          ))}
          {answer.code ? <p class="s-num">{answer.code}</p> : null}
        </div>
      ) : null}
      {answer.undo && undo ? (
        <form class="s-answer__foot" method="post" action="/scans/undo">
          <Own frame={undo.frame} />
          <input type="hidden" name="factId" value={undo.factId} />
          <input type="hidden" name="voids" value={answer.undo} />
          <input type="hidden" name="page" value={answer.page} />
          <button class="btn btn--second" type="submit">
            取り消す<kbd>0</kbd>
          </button>
        </form>
      ) : null}
    </section>
  );
}

const places: Readonly<Record<WhereFrom, string>> = {
  counter: 'カウンター',
  firstBookDrop: 'ブックポスト（朝の回収）',
  bookDrop: 'ブックポスト（日中）',
};

/** Where the copies come from; stays as it was for the next scan of the pile. */
export function WhereFromChoice({ chosen }: { chosen: WhereFrom }) {
  return (
    <fieldset class="cluster">
      <legend>どこから</legend>
      {WhereFromSchema.options.map((from) => (
        <label class="check" key={from}>
          <input type="radio" name="from" value={from} checked={from === chosen} />
          <span>{places[from]}</span>
        </label>
      ))}
    </fieldset>
  );
}
