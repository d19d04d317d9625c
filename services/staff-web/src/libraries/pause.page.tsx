import type { Library } from '@toshobin/contracts';
import { dayOf } from '@toshobin/lending-rules';
import { Notice } from '@toshobin/web';
import { Entry } from '../pages/entry.tsx';
import { Part, TitledPage, useFrame } from '../pages/frame.tsx';
import { Submit, Way } from '../pages/press.tsx';
import { VerbForm } from '../verbs/verb-form.tsx';
import { NOT_TOLD, pauseNow, pausePickup } from './library-verbs.ts';

type Pause = Pick<Library, 'pausedFrom' | 'reopens'>;
type Typed = { pausedFrom?: string | null; reopens?: string | null };

/** The first step: from when until when; nothing is changed by it. */
export function PauseForm(props: {
  library: Library;
  typed: Typed;
  faults: Readonly<Record<string, string>>;
}) {
  const { library, typed, faults } = props;
  const present = pauseNow(library, dayOf(useFrame().now));
  return (
    <form class="card stack form" action={`/libraries/${library.code}/pause`}>
      <h2>受取の休止</h2>
      {present ? <p>{present}</p> : null}
      <Entry
        label="休止する日"
        id="pausedFrom"
        type="date"
        value={typed.pausedFrom ?? ''}
        fault={faults.pausedFrom}
        required
      />
      <Entry
        label="再開する日（決まっていないときは空けます）"
        id="reopens"
        type="date"
        value={typed.reopens ?? ''}
        fault={faults.reopens}
      />
      <Submit look="second" says="メールが届く人数を確かめる" />
    </form>
  );
}

/** The second: how many are asked to choose another library; then, with a reason, it is so. */
export function PausePage(props: {
  library: Library;
  typed: Typed;
  faults: Readonly<Record<string, string>>;
  /** None while something is to be mended. */
  pause: Pause | undefined;
  /** The reservations whose copy is not packed yet; undefined while nobody can say. */
  waiting: number | undefined;
}) {
  const { library, pause, waiting } = props;
  const isTold = pause?.pausedFrom !== library.pausedFrom;
  return (
    <TitledPage title={`受取の休止　${library.name}`} at="/libraries">
      <div class="s-split s-split--form">
        <PauseForm library={library} typed={props.typed} faults={props.faults} />
        {pause ? (
          <Part class="s-panel" id="paused" title="休止すると、こうなります">
            {waiting === undefined ? (
              <Notice tone="wait">お知らせする予約を、ただいま数えられません。休止はできます。</Notice>
            ) : (
              <p>この館で受け取る、まだ箱に入っていない予約：{waiting}件</p>
            )}
            {isTold ? (
              <p>
                <b>メール「受取館を選び直してください」</b>を、その予約の方にすぐに送ります（お一人に1通）。
              </p>
            ) : (
              <p>休止する日が前と同じなので、メールは送りません。</p>
            )}
            <p>箱に入れたもの、発送したもの、届いたものは変わりません。</p>
            <p>後で再開できます。{NOT_TOLD}。</p>
            <VerbForm verb={pausePickup} of={{ library: library.code, ...pause }} row="pause" />
            <Way to={`/libraries/${library.code}`} says="戻る" />
          </Part>
        ) : null}
      </div>
    </TitledPage>
  );
}
