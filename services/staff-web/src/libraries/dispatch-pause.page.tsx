import { Notice } from '@toshobin/web';
import { Choice, Entry } from '../pages/entry.tsx';
import { TitledPage } from '../pages/frame.tsx';
import { Submit } from '../pages/press.tsx';
import { VerbForm } from '../verbs/verb-form.tsx';
import { dispatchPauseWords, pauseDispatch, pauseKinds, takeBackDispatchPause } from './library-verbs.ts';
import { WhatMoves, type WhatWouldMove } from './what-moves.tsx';

type Pause = Parameters<typeof dispatchPauseWords>[0];

export function dispatchPauseAt({ kind, from, until, takenBack }: Pause & { takenBack: 'yes' | 'no' }) {
  return `/dispatch-pauses?${new URLSearchParams({ kind, from, until, takenBack })}`;
}

/** 発送の休み: which days; what that moves of what has not left; then, with a reason, it is so, or is taken back. */
export function DispatchPausePage(props: {
  pause: Pause | undefined;
  /** The pause is there and would be taken back. */
  takenBack: boolean;
  /** Something was typed that is no pause, or would leave no dispatch day. */
  isWrong: boolean;
  preview: WhatWouldMove | undefined;
}) {
  const { takenBack, preview } = props;
  const pause = props.pause && { kind: props.pause.kind, from: props.pause.from, until: props.pause.until };
  const title = takenBack ? '発送の休みの取りやめ' : '発送の休みの登録';
  return (
    <TitledPage title={title} at="/libraries">
      {props.isWrong ? (
        <Notice tone="stop">はじめの日と終わりの日を確かめてください。まだ何も変わっていません。</Notice>
      ) : null}
      <div class="s-split s-split--form">
        {takenBack ? null : (
          <form class="s-panel s-form" action="/dispatch-pauses">
            <input type="hidden" name="takenBack" value="no" />
            <Choice
              label="何を"
              id="kind"
              of={[
                { value: 'closure', label: `${pauseKinds.closure}（次の営業日に動きます）` },
                { value: 'noDispatch', label: pauseKinds.noDispatch },
              ]}
              chosen={pause?.kind}
            />
            <Entry label="はじめの日" id="from" type="date" value={pause?.from} required />
            <Entry label="終わりの日（この日まで）" id="until" type="date" value={pause?.until} required />
            <Submit look={preview ? 'second' : undefined} says="変わるものを確かめる" />
          </form>
        )}
        {pause && preview ? (
          <WhatMoves
            before={`${dispatchPauseWords(pause)}　${takenBack ? 'あり' : 'なし'}`}
            after={takenBack ? 'なし' : 'あり'}
            preview={preview}
            back="/libraries"
          >
            {takenBack ? (
              <VerbForm verb={takeBackDispatchPause} of={pause} />
            ) : (
              <VerbForm verb={pauseDispatch} of={pause} />
            )}
          </WhatMoves>
        ) : null}
      </div>
    </TitledPage>
  );
}
