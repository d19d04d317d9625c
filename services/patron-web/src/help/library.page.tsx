import { type Library, libraryNameIn, type Place } from '@toshobin/contracts';
import {
  type CalendarDate,
  closedWeekdaysIn,
  closingDaysOf,
  dayOf,
  daysIn,
  type Instant,
  isOpenDay,
  type LendingPolicy,
  otherClosingDaysIn,
  timeOn,
} from '@toshobin/lending-rules';
import { Icon, Notice, timeIn } from '@toshobin/web';
import { Dated } from '../pages/dated.tsx';
import { Card, Part } from '../pages/elements.tsx';
import { type Frame, PatronPage } from '../pages/frame.tsx';
import { Japanese } from '../pages/japanese.tsx';
import { hoursOn, openingHours } from '../pages/library-hours.ts';
import { LibraryName } from '../pages/library-name.tsx';
import { openingWords } from '../pages/opening-words.ts';
import { LibraryPhone } from '../pages/phone.tsx';
import { Words } from '../pages/words.tsx';
import { pauseOf } from '../reserving/choose-library.ts';
import { PauseWords } from '../reserving/pause-words.tsx';
import { LibraryMonth, twoMonths } from './library-month.tsx';

interface LibraryPageProps {
  frame: Frame;
  library: Library;
  place: Place;
  holidays: readonly CalendarDate[];
  now: Instant;
  policy: LendingPolicy;
  /** Until when something of the visitor's is held there. */
  ends: readonly CalendarDate[];
  mapUrl: string;
}

/** R5, R6. One library: when it is open, where it is, how it hands out and takes back. */
export function LibraryPage(props: LibraryPageProps) {
  const { frame, library, ends } = props;
  const { say, front } = frame;
  const { language } = front;
  const today = dayOf(props.now);
  const pause = pauseOf(library, today);
  return (
    <PatronPage frame={frame} title={libraryNameIn(language, library)}>
      <nav class="crumbs" aria-label={say('現在の位置', 'You are here')}>
        <ol>
          <li>
            <a href="/help/libraries">{say('受取館の一覧', 'Pickup libraries')}</a>
          </li>
          <li aria-current="page">
            <LibraryName library={library} language={language} />
          </li>
        </ol>
      </nav>
      <div class="with-aside">
        <div class="stack stack--l">
          <div class="stack stack--s">
            <p class="muted small">
              {library.region === null ? (
                say('資料を持つ館', 'Where the collection is')
              ) : (
                <>
                  {say('受取館・', 'Pickup library, ')}
                  <Japanese frame={frame}>{library.region}</Japanese>
                </>
              )}
            </p>
            <h1>
              <LibraryName library={library} language={language} />
            </h1>
            <Today {...props} />
            {pause ? (
              <Notice tone="wait">
                <p>
                  <PauseWords frame={frame} library={library} pause={pause} />
                </p>
              </Notice>
            ) : null}
          </div>
          <Part id="cal" title={say('開館日と休館日', 'Open and closed days')}>
            <div class="months">
              {twoMonths(today).map((first) => (
                <LibraryMonth
                  key={first}
                  {...{ say, first, today, ends, holidays: props.holidays }}
                  calendar={library.calendar}
                />
              ))}
            </div>
            {ends.length > 0 ? (
              <p class="small muted">
                {say(
                  '「期限」は、受取可能の資料の取り置き期限です。',
                  '“Hold ends” is the last day on which what is ready for you is held.',
                )}
              </p>
            ) : null}
            {openingWords(library, { today, until: ends.at(-1) ?? null }, language).map((text) => (
              <p key={text} class="small">
                <Words text={text} language={language} />
              </p>
            ))}
          </Part>
          <HowItHandsOut {...props} />
        </div>
        <aside class="stack" aria-label={say('館の案内', 'About the library')}>
          <Hours {...props} />
          <Whereabouts {...props} />
        </aside>
      </div>
    </PatronPage>
  );
}

/** Whether it is open today, and until when. */
function Today({ frame, library, place, holidays, now }: LibraryPageProps) {
  const { say, front } = frame;
  const today = dayOf(now);
  const span = isOpenDay(library.calendar, today) ? hoursOn(place, today, holidays) : null;
  if (span === null) return null;
  const [from = '', until = ''] = span.split('-');
  const at = (time: string) => timeIn(front.language, time);
  return (
    <p class="open-now">
      {say('今日 ', 'Today, ')}
      <Dated date={today} language={front.language} />
      {now < timeOn(today, from)
        ? say(`は、${at(from)}から開きます`, `, it opens at ${at(from)}`)
        : now < timeOn(today, until)
          ? say(`は、${at(until)}まで開いています`, `, it is open until ${at(until)}`)
          : say('は、もう閉館しました', ', it has closed')}
    </p>
  );
}

function HowItHandsOut({ frame, library, place, policy }: LibraryPageProps) {
  const { say, front } = frame;
  const hold = daysIn(front.language, policy.holdPeriod);
  return (
    <Part id="how" class="stack stack--s" title={say('受け取りと返却', 'Pickup and return')}>
      <ul class="dots">
        {place.guidance === '' ? null : <li lang="ja">{place.guidance}</li>}
        <li>
          {say(
            'カウンターで、貸出カードか貸出カード番号画面をお見せください。取り置き番号もお伝えいただくと、早くお渡しできます。',
            'Show your card, or its number on your phone, at the desk. With the hold number it is found sooner.',
          )}
        </li>
        <li>
          {library.region === null
            ? say(
                `メールを送った日から${hold}取り置きします。`,
                `It is held for ${hold} from the day of our mail.`,
              )
            : say('返却期限の日まで取り置きします。', 'It is held until its due date.')}
        </li>
        <li>
          {say(
            '返却はカウンターかブックポストへ。雑誌は保護カバー（袋）に入れたまま返却してください。',
            'Return it at the desk or into the book drop; magazines in the cover they came in.',
          )}
        </li>
      </ul>
    </Part>
  );
}

function Hours({ frame, library, place }: LibraryPageProps) {
  const { say, front } = frame;
  const weekly = closedWeekdaysIn(front.language, library.calendar);
  const closed = [
    ...(weekly ? [say(`毎週${weekly}`, weekly)] : []),
    ...otherClosingDaysIn(front.language, closingDaysOf(library.calendar)),
  ];
  const hours = openingHours(place, front.language);
  if (hours.length === 0 && closed.length === 0) return null;
  return (
    <Card id="hours" tight title={say('開館時間', 'Opening hours')}>
      {hours.length > 0 ? (
        <table class="hours">
          <tbody>
            {hours.map((line) => (
              <tr key={line.days}>
                <th scope="row">{line.days}</th>
                <td>{line.hours}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {closed.length > 0 ? (
        <>
          <p class="muted" id="closed-on">
            {say('休館日', 'Closed')}
          </p>
          <ul class="dots" aria-labelledby="closed-on">
            {closed.map((days) => (
              <li key={days}>{days}</li>
            ))}
          </ul>
        </>
      ) : null}
    </Card>
  );
}

function Whereabouts({ frame, library, place, mapUrl }: LibraryPageProps) {
  const { say } = frame;
  const { address, location } = place;
  if (!address && !location && library.phone === '') return null;
  return (
    <Card id="where" tight title={say('場所と電話', 'Address and telephone')}>
      {address ? (
        <p class="why" lang="ja">
          <Icon name="pin" />
          <span>
            〒{address.postcode}
            <br />
            {address.lines.join(' ')}
          </span>
        </p>
      ) : null}
      {location ? (
        <p>
          <a
            class="btn btn--second btn--block"
            href={mapUrl
              .replace('{latitude}', String(location.latitude))
              .replace('{longitude}', String(location.longitude))}
            rel="noreferrer"
          >
            {say('地図で見る（外部のサイト）', 'See it on a map (another site)')}
          </a>
        </p>
      ) : null}
      <p>
        <LibraryPhone library={library} say={say} />
      </p>
    </Card>
  );
}
