import type { Library } from '@toshobin/contracts';
import type { CalendarDate } from '@toshobin/lending-rules';
import type { LibraryList } from '@toshobin/web';
import { sentenceOf } from '@toshobin/web';
import type { Frame } from '../pages/frame.tsx';
import { pauseOf } from './choose-library.ts';

/** R5. One of the libraries: one that stands out first, then the prefectural library, then the others by region. */
export function LibraryChoices(props: {
  frame: Frame;
  list: LibraryList;
  today: CalendarDate;
  /** The library that is chosen already. */
  chosen: string | null;
  /** What a municipal library that is chosen already is headed with. */
  heading: string;
}) {
  const { frame, list, today, chosen } = props;
  const all = list.regions.flatMap((region) => region.libraries);
  const before = all.find((library) => library.code === chosen && !pauseOf(library, today));
  const choice = { frame, today };
  return (
    <>
      {before ? (
        <fieldset class="stack stack--s">
          <legend>{props.heading}</legend>
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
            checked={chosen === list.prefectural.code}
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
    </>
  );
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
