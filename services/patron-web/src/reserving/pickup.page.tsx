import type { Library } from '@toshobin/contracts';
import { type CalendarDate, decidePickup, type Refusal } from '@toshobin/lending-rules';
import type { LibraryList } from '@toshobin/web';
import { RefusalNotice, sentenceOf } from '@toshobin/web';
import { type Frame, PatronPage } from '../pages/frame.tsx';

export function Steps({ at }: { at: 1 | 2 | 3 }) {
  return (
    <ol class="steps" aria-label="手続きの流れ">
      {['1 受取館', '2 確認', '3 完了'].map((label, n) => (
        <li
          key={label}
          class={n + 1 < at ? 'is-done' : ''}
          {...(n + 1 === at ? { 'aria-current': 'step' as const } : {})}
        >
          {label}
        </li>
      ))}
    </ol>
  );
}

/** R5. The pickup library: the last one first, the prefectural library, then the others by region. */
export function PickupPage(props: {
  frame: Frame;
  count: number;
  list: LibraryList;
  last: string | null;
  today: CalendarDate;
  refusal?: Refusal;
}) {
  const { frame, list, last, today, refusal } = props;
  const all = list.regions.flatMap((region) => region.libraries);
  const before = all.find((library) => library.code === last && !pauseOf(library, today));
  const choice = { frame, today };
  return (
    <PatronPage frame={frame} title="受取館を選ぶ" at="/basket" narrow>
      <div class="stack">
        <Steps at={1} />
        <h1>受取館を選んでください</h1>
        {refusal ? <RefusalNotice refusal={refusal} front={frame.front} /> : null}
        <p>予約する{props.count}点を、同じ館で受け取ります。</p>
        <form class="stack stack--l" action="/reserve/confirm">
          {before ? (
            <fieldset class="stack stack--s">
              <legend>前回の受取館</legend>
              <div class="choices">
                <Choice {...choice} library={before} hint={before.region ?? ''} checked />
              </div>
            </fieldset>
          ) : null}
          <fieldset class="stack stack--s">
            <legend>県立図書館</legend>
            <div class="choices">
              <Choice
                {...choice}
                library={list.prefectural}
                hint="カウンターで受け取ります。メール送信日から7日間取り置きします。"
                checked={last === list.prefectural.code}
              />
            </div>
          </fieldset>
          <fieldset class="stack stack--s">
            <legend>市町村立図書館等（{all.length}館）</legend>
            <p class="hint">地域を押すと、館の一覧が開きます。</p>
            <div class="regions">
              {list.regions.map((region) => (
                <details class="fold" key={region.name}>
                  <summary>
                    {region.name} <span class="hint">{region.libraries.length}館</span>
                  </summary>
                  <div class="choices">
                    {region.libraries
                      .filter((library) => library !== before)
                      .map((library) => (
                        <Choice {...choice} key={library.code} library={library} hint="" />
                      ))}
                  </div>
                </details>
              ))}
            </div>
          </fieldset>
          <div class="actions">
            <button class="btn btn--l" type="submit">
              確認へ進む
            </button>
            <a class="btn btn--second" href="/basket">
              戻る
            </a>
          </div>
        </form>
      </div>
    </PatronPage>
  );
}

/** Why a library can't be chosen on that day, if so. */
export function pauseOf(library: Library, today: CalendarDate): Refusal | undefined {
  const pauses =
    library.pausedFrom === null
      ? []
      : [{ from: library.pausedFrom, reopenDate: library.reopens ?? undefined }];
  const decision = decidePickup({ name: library.name, pauses }, today);
  return decision.ok ? undefined : decision.refusal;
}

function Choice(props: {
  frame: Frame;
  library: Library;
  today: CalendarDate;
  hint: string;
  checked?: boolean;
}) {
  const { library, today, hint } = props;
  const paused = pauseOf(library, today);
  if (paused) {
    const text =
      paused.code === 'PICKUP_LIBRARY_PAUSED'
        ? sentenceOf(paused, props.frame.front)
        : 'ただいま受け取りに使えません。';
    return (
      <p class="choice choice--off">
        <span>
          {library.name}
          <br />
          <span class="hint">{text}</span>
        </span>
      </p>
    );
  }
  return (
    <label class="choice">
      <input type="radio" name="pickup" value={library.code} required checked={props.checked ?? false} />
      <span>
        {library.name}
        {hint ? (
          <>
            <br />
            <span class="hint">{hint}</span>
          </>
        ) : null}
      </span>
    </label>
  );
}
