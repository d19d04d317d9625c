import type { Mail, Parcel, RecordId } from '@toshobin/contracts';
import { dayOf, type Instant, startOfDay } from '@toshobin/lending-rules';
import { Icon, Notice } from '@toshobin/web';
import { Told } from '../pages/answer.tsx';
import { CopyNamed, CopyOrNumber } from '../pages/copy-named.tsx';
import { clockOf, shortDate } from '../pages/dates.ts';
import { Part, StaffPage, TitledPage, useFrame, useNames } from '../pages/frame.tsx';
import { Submit, Way } from '../pages/press.tsx';
import { measures, stateWords, TOLD } from '../parcels/parcel-words.ts';
import { HeldNote } from '../phone/held-note.tsx';
import type { StuckProcess } from '../processes/stuck-processes.ts';
import type { CopyInHand } from '../scans/copy-in-hand.ts';
import { whyNobodys } from '../scans/why-nobodys.ts';
import type { TimelineEvent } from './events.ts';
import { type LetterTrouble, letterWords } from './letters-about.ts';
import { type NowAndNext, type Reservation, routeOf } from './now-and-next.ts';
import { Repair } from './repair.page.tsx';
import { wordsOf } from './stuck-list.tsx';

/** Of a reservation that was settled the days alone are kept. */
function isDayAlone(at: Instant): boolean {
  return startOfDay(dayOf(at)) === at;
}

/** One field for every number there is; a reader may type into it. */
function Search() {
  return (
    <form class="s-scan" action="/timeline">
      <label class="s-scan__label" for="sought">
        予約番号・取り置き番号・資料番号・小包番号
      </label>
      <div class="s-scan__row">
        <input
          class="s-scan__field"
          id="sought"
          name="q"
          type="text"
          autocomplete="off"
          spellcheck={false}
          autofocus
          required
          maxLength={64}
        />
        <Submit look="l" says="検索する" />
      </div>
    </form>
  );
}

/** Asks for a reservation by whatever number there is; for a parcel, the copies in it. */
export function TimelineSearchPage(props: {
  missing: boolean;
  parcel?: Parcel | undefined;
  /** Why those of its copies are to go back that are nobody's any more. */
  copies: ReadonlyMap<string, Pick<CopyInHand, 'toReturn'>>;
  /** Reservations that need somebody's eye, by what is wrong. */
  mayView: boolean;
}) {
  const nameOf = useNames();
  const { missing, parcel } = props;
  const stateOf = (line: Parcel['lines'][number]) => {
    const why = props.copies.get(line.barcode)?.toReturn;
    return line.missing ? TOLD.missing : why ? whyNobodys[why] : line.arrived ? '到着済み' : '';
  };
  return (
    <TitledPage
      title="経過"
      at="/timeline"
      heading="経過（予約の履歴）"
      beside={props.mayView ? <Way to="/timeline/views" says="止まっているもの・遅れているもの" /> : null}
    >
      {missing ? <Notice tone="wait">お探しのものが見つかりません。</Notice> : null}
      <Search />
      {parcel ? (
        <section class="s-panel" aria-labelledby="parcel">
          <h2 id="parcel">
            小包 <span class="s-num">{parcel.parcelNumber}</span>
          </h2>
          <p>
            {nameOf(parcel.library)}　{stateWords[parcel.state]}　{measures(parcel)}
          </p>
          <Way to={`/parcels/${parcel.parcelNumber}`} says="小包を見る" />
          <ul class="rows links">
            {parcel.lines.map((line) => (
              <li key={line.barcode}>
                <a href={`/timeline?q=${line.barcode}`}>
                  <span>
                    取り置き番号 {line.holdNumber ?? '—'}　
                    <CopyNamed barcode={line.barcode} />　<b>{stateOf(line)}</b>
                  </span>
                  <span>経過を見る</span>
                </a>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </TitledPage>
  );
}

/** Who did what when and why, what comes next and when, and what can be done about it. No person; no title for operators. */
export function TimelinePage(props: {
  reservation: Reservation;
  /** Of its copy, for whoever may read titles. */
  recordId: RecordId | undefined;
  /** None once it is erased, or while the patron service is away. */
  reservationNumber: string | undefined;
  parcel: Parcel | undefined;
  mails: readonly Mail[];
  events: readonly TimelineEvent[];
  standing: NowAndNext;
  history: string;
  /** The process of the reservation, or of the parcel that it waits for, where something is wrong with it. */
  trouble: StuckProcess | undefined;
  letters: LetterTrouble | undefined;
  mayReadLetters: boolean;
}) {
  const isOperator = useFrame().staff?.role === 'operator';
  const nameOf = useNames();
  const { reservation, parcel, standing } = props;
  const route = routeOf(reservation);
  const trouble = props.trouble && wordsOf(props.trouble, isOperator);
  return (
    <StaffPage title={`${standing.now} | 経過`} at="/timeline">
      <div class="s-title">
        <h1>経過</h1>
        <p>
          {props.reservationNumber ? (
            <>
              予約番号 <span class="s-num">{props.reservationNumber}</span>
            </>
          ) : (
            '予約番号は、いま分かりません。'
          )}
          {isOperator ? (
            <>
              {'　'}予約のID <span class="s-num">{reservation.reservationId}</span>
            </>
          ) : null}
        </p>
        {isOperator ? (
          <Way
            to={props.history}
            target="_blank"
            rel="noopener noreferrer"
            says="Temporal の画面で見る（新しいタブ）"
          />
        ) : null}
      </div>
      <Search />
      {trouble ? (
        <Notice tone="stop">
          {trouble.title}。{trouble.next}
        </Notice>
      ) : null}
      {props.letters ? (
        <Notice tone="stop">
          {letterWords[props.letters].title}。{letterWords[props.letters].next}
          {props.mayReadLetters ? <a href="/dead-letters">読めなかった知らせを見る</a> : null}
        </Notice>
      ) : null}
      <Told />
      <HeldNote
        of={reservation.reservationId}
        from={`/timeline/${reservation.reservationId}`}
        about={props.reservationNumber ?? reservation.reservationId}
      />
      <ol class="s-route" aria-label="予約の流れ">
        {route.steps.map((step, at) => (
          <li
            key={step}
            class={at < route.at ? 'is-done' : ''}
            {...(at === route.at ? { 'aria-current': 'step' as const } : {})}
          >
            {step}
          </li>
        ))}
      </ol>
      <section class="s-nownext" aria-label="今と次">
        <div class="is-now">
          <h2>今</h2>
          <p>{standing.now}</p>
          <p>
            {nameOf(reservation.pickupLibrary)}
            {reservation.barcode ? (
              <>
                {'　'}
                <CopyNamed barcode={reservation.barcode} />
              </>
            ) : null}
          </p>
          {props.recordId ? (
            <p>
              <a class="tap" href={`/titles/${props.recordId}`}>
                この書名の予約と資料を見る
              </a>
            </p>
          ) : null}
          {parcel ? (
            <p>
              小包 <a href={`/parcels/${parcel.parcelNumber}`}>{parcel.parcelNumber}</a>
            </p>
          ) : null}
        </div>
        <div>
          <h2>次</h2>
          <p>{standing.next}</p>
          <p>{standing.otherwise}</p>
        </div>
      </section>
      <div class="s-split">
        <Part class="s-panel" id="events" title="経過">
          {props.events.length === 0 ? <p>まだ何もありません。</p> : null}
          <ol class="s-events">
            {props.events.map((event, n) => (
              <li key={`${event.at} ${n}`} class={event.isFuture ? 'is-future' : ''}>
                <time dateTime={event.at}>
                  {shortDate(dayOf(event.at))}
                  {event.isFuture || isDayAlone(event.at) ? '' : ` ${clockOf(event.at)}`}
                </time>
                <Icon name={event.icon} />
                <div>
                  <b>{event.title}</b>
                  <p>
                    {event.detail}
                    {event.copy && event.detail ? '　' : ''}
                    {event.copy ? <CopyOrNumber barcode={event.copy} /> : null}
                  </p>
                </div>
              </li>
            ))}
          </ol>
        </Part>
        <Repair
          reservation={reservation}
          parcel={parcel}
          mails={props.mails}
          inTrouble={props.trouble?.reservationId !== undefined}
        />
      </div>
    </StaffPage>
  );
}
