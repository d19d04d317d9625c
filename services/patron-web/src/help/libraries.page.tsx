import type { Library } from '@toshobin/contracts';
import { type CalendarDate, closingDaysIn } from '@toshobin/lending-rules';
import type { LibraryList, LibraryPlaces } from '@toshobin/web';
import { TapLine } from '../pages/elements.tsx';
import { type Frame, PatronPage } from '../pages/frame.tsx';
import { LibraryName, regionIn } from '../pages/library-name.tsx';
import { located, Nearest } from '../pages/nearest.tsx';
import { LibraryPhone } from '../pages/phone.tsx';
import { UnservedCity } from '../pages/unserved-city.tsx';
import { Words } from '../pages/words.tsx';
import { pauseOf } from '../reserving/choose-library.ts';
import { PauseWords } from '../reserving/pause-words.tsx';

/** R5. Where one can pick up, by region, with what is paused. */
export function LibrariesPage({
  frame,
  list,
  placeOf,
  today,
}: {
  frame: Frame;
  list: LibraryList;
  placeOf: LibraryPlaces['placeOf'];
  today: CalendarDate;
}) {
  const { say } = frame;
  const { language } = frame.front;
  const title = say('受取館の一覧', 'Pickup libraries');
  const regions = [
    { name: say('県立図書館', 'The prefectural library'), own: true, libraries: [list.prefectural] },
    ...list.regions.map((region) => ({ ...region, own: false })),
  ];
  const closed = (library: Library) => {
    const days = closingDaysIn(language, library.calendar);
    return days ? say(`休館日：${days}　`, `Closed on ${days}. `) : '';
  };
  return (
    <PatronPage frame={frame} title={title} narrow>
      <div class="stack stack--l">
        <h1>{title}</h1>
        <UnservedCity frame={frame} />
        <Nearest say={say} list="rows">
          {regions.map(({ name, own, libraries }, n) => (
            <section class="stack stack--s" key={name} aria-labelledby={`region-${n}`}>
              <h2 class="h3" id={`region-${n}`}>
                {own ? name : <Words text={regionIn(language, name, libraries)} language={language} />}
              </h2>
              <ul class="rows">
                {libraries.map((library) => {
                  const pause = pauseOf(library, today);
                  return (
                    <li class="row" key={library.code} {...located(placeOf(library.code))}>
                      <div>
                        <TapLine href={`/help/libraries/${library.code}`}>
                          <LibraryName library={library} language={language} />
                        </TapLine>
                        <p class="row-sub">
                          {closed(library)}
                          <LibraryPhone library={library} say={say} />
                        </p>
                        {pause ? (
                          <p class="row-sub">
                            <PauseWords frame={frame} library={library} pause={pause} />
                          </p>
                        ) : null}
                      </div>
                    </li>
                  );
                })}
              </ul>
            </section>
          ))}
        </Nearest>
      </div>
    </PatronPage>
  );
}
