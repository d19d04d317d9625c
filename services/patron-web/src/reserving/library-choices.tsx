import type { Library, Place } from '@toshobin/contracts';
import {
  type CalendarDate,
  closingDaysIn,
  daysIn,
  defaultPolicy,
  type LendingPolicy,
} from '@toshobin/lending-rules';
import type { LibraryList, LibraryPlaces } from '@toshobin/web';
import type { ComponentChildren } from 'preact';
import type { Frame } from '../pages/frame.tsx';
import { openingHours } from '../pages/library-hours.ts';
import { LibraryName, townsIn } from '../pages/library-name.tsx';
import { located, Nearest } from '../pages/nearest.tsx';
import { UnservedCity } from '../pages/unserved-city.tsx';
import { Words } from '../pages/words.tsx';
import { pauseOf } from './choose-library.ts';
import { PauseWords } from './pause-words.tsx';

interface LibraryChoicesProps {
  frame: Frame;
  list: LibraryList;
  places: LibraryPlaces;
  today: CalendarDate;
  /** The library that stands first, if it is a municipal one; it is chosen unless another one was given. */
  chosen: string | null;
  /** Chosen on this form before. */
  given?: string | undefined;
  /** What a municipal library that stands first is headed with. */
  heading: string;
  /** For how long the prefectural library holds an item. */
  policy?: LendingPolicy;
}

/** R5. One of the libraries: one that stands out first, then the prefectural library, then the others by region. */
export function LibraryChoices(props: LibraryChoicesProps) {
  const { frame, list, today, policy = defaultPolicy } = props;
  const { say } = frame;
  const { language } = frame.front;
  const all = list.regions.flatMap((region) => region.libraries);
  const checked = props.given ?? props.chosen;
  const first = all.find((library) => library.code === props.chosen && !pauseOf(library, today));
  const choice = { frame, today, places: props.places };
  return (
    <>
      {first ? (
        <fieldset class="stack stack--s">
          <legend>{props.heading}</legend>
          <div class="choices">
            <Choice
              {...choice}
              library={first}
              hint={<span lang="ja">{first.region}</span>}
              checked={checked === first.code}
            />
          </div>
        </fieldset>
      ) : null}
      <fieldset class="stack stack--s">
        <legend>{say('県立図書館', 'The prefectural library')}</legend>
        <div class="choices">
          <Choice
            {...choice}
            library={list.prefectural}
            hint={say(
              `カウンターで受け取ります。メール送信日から${daysIn(language, policy.holdPeriod)}取り置きします。`,
              `At the counter. Held for ${daysIn(language, policy.holdPeriod)} from the day of our mail.`,
            )}
            checked={checked === list.prefectural.code}
          />
        </div>
      </fieldset>
      <fieldset class="stack stack--s">
        <legend>
          {say(`市町村立図書館等（${all.length}館）`, `Municipal and other libraries (${all.length})`)}
        </legend>
        <p class="hint">
          {say('地域を押すと、館の一覧が開きます。', 'Press a region to see its libraries.')}
        </p>
        <div class="hint">
          <UnservedCity frame={frame} />
        </div>
        <Nearest say={say} list="choices">
          <div class="regions">
            {list.regions.map((region) => (
              <details
                class="fold"
                key={region.name}
                open={region.libraries.some((one) => one !== first && one.code === checked)}
              >
                <summary>
                  <span>
                    <span lang="ja">{region.name}</span>{' '}
                    <span class="hint">
                      {region.libraries.length}
                      {say('館', region.libraries.length === 1 ? ' library' : ' libraries')}
                      <br />
                      <Words text={townsIn(language, region.libraries)} language={language} />
                    </span>
                  </span>
                </summary>
                <div class="choices">
                  {region.libraries.map((library) =>
                    library === first ? (
                      <AtTheTop key={library.code} frame={frame} library={library} heading={props.heading} />
                    ) : (
                      <Choice
                        {...choice}
                        key={library.code}
                        library={library}
                        checked={checked === library.code}
                        sorted
                      />
                    ),
                  )}
                </div>
              </details>
            ))}
          </div>
        </Nearest>
      </fieldset>
    </>
  );
}

/** Where the library that stands first would be in its region: it is one choice, not two. */
function AtTheTop(props: { frame: Frame; library: Library; heading: string }) {
  const { say } = props.frame;
  return (
    <p class="choice choice--off">
      <span>
        <LibraryName library={props.library} language={props.frame.front.language} />
        <br />
        <span class="hint">
          {say(
            `${props.heading}です。このページの上で選べます。`,
            `${props.heading}: choose it at the top of this page.`,
          )}
        </span>
      </span>
    </p>
  );
}

function Choice(props: {
  frame: Frame;
  library: Library;
  places: LibraryPlaces;
  today: CalendarDate;
  hint?: ComponentChildren;
  checked: boolean;
  /** The choice is one of those that can be put in order of their distance. */
  sorted?: boolean;
}) {
  const { frame, library, today, hint } = props;
  const place = props.places.placeOf(library.code);
  const at = props.sorted ? located(place) : {};
  const paused = pauseOf(library, today);
  if (paused) {
    return (
      <label class="choice choice--off" data-refusal={paused.code} {...at}>
        <input type="radio" name="pickup" value={library.code} disabled />
        <span>
          <LibraryName library={library} language={frame.front.language} />
          <br />
          <span class="hint">
            <PauseWords frame={frame} library={library} pause={paused} />
          </span>
        </span>
      </label>
    );
  }
  return (
    <label class="choice" {...at}>
      <input type="radio" name="pickup" value={library.code} required checked={props.checked} />
      <span>
        <LibraryName library={library} language={frame.front.language} />
        {hint ? (
          <>
            <br />
            <span class="hint">{hint}</span>
          </>
        ) : null}
        <br />
        <span class="hint">
          <Opening frame={frame} library={library} place={place} />
        </span>
      </span>
    </label>
  );
}

/** When it is open, in one line, and the way to the rest of it. */
function Opening({ frame, library, place }: { frame: Frame; library: Library; place: Place }) {
  const { say, front } = frame;
  const closed = closingDaysIn(front.language, library.calendar);
  const hours = openingHours(place, front.language).map((line) => `${line.days} ${line.hours}`);
  const words = [
    ...(closed ? [say(`休館日：${closed}`, `Closed on ${closed}`)] : []),
    ...(hours.length > 0 ? [hours.join(say('、', '; '))] : []),
  ];
  return (
    <>
      {words.map((line) => (
        <span key={line}>
          {line}
          <br />
        </span>
      ))}
      <a href={`/help/libraries/${library.code}`}>
        {say('館の案内（地図・休館日）', 'Map and closed days')}
        <span class="visually-hidden">
          {say('：', ': ')}
          <LibraryName library={library} language={front.language} />
        </span>
      </a>
    </>
  );
}
