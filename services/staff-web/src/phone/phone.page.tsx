import {
  type Library,
  PREFECTURAL_LIBRARY,
  type RecordHit,
  ReservationIdSchema,
  titleOf,
} from '@toshobin/contracts';
import type { Caller } from '../cards/caller.ts';
import { CardForms } from '../cards/card-forms.tsx';
import { libraryChoices } from '../pages/act-form.tsx';
import { Answer, windowTitle } from '../pages/answer.tsx';
import { Entry } from '../pages/entry.tsx';
import { Part, TitledPage, useFrame } from '../pages/frame.tsx';
import { Post } from '../pages/post.tsx';
import { Submit } from '../pages/press.tsx';
import { ScanForm } from '../pages/scan-form.tsx';
import { VerbForm } from '../verbs/verb-form.tsx';
import { CallerCard, type Limits } from './caller-card.tsx';
import { CallersBooks } from './callers-books.tsx';
import { reserveForCaller } from './phone-verbs.ts';
import type { TitlesForCaller } from './titles-for-caller.ts';
import type { PlaceInQueue } from './where-next.ts';

export interface PhoneView {
  caller: Caller | undefined;
  libraries: readonly Library[];
  /** What was searched for, and found. */
  q: string;
  found: TitlesForCaller | undefined;
  /** Other titles than 来館貸出可 are reserved by telephone, too. */
  otherTitles: boolean;
  limits: Limits | undefined;
  positions: ReadonlyMap<string, PlaceInQueue>;
  /** Whose cancellation is asked about. */
  cancels: string;
}

/** 電話受付: the caller's card first; then what they have, and what they wish. */
export function PhonePage(props: PhoneView) {
  const { answer } = useFrame();
  const { caller } = props;
  // What was searched for is seen at once, where the answer to the act before stood.
  const isSearched = caller !== undefined && props.q !== '';
  return (
    <TitledPage title={windowTitle(answer, '電話受付')} heading="電話受付" at="/phone">
      <p>お名前と生年月日を伺い、ご本人を確かめてから手続きします。捜したことを記録します。</p>
      <ScanForm
        action="/phone"
        label={caller ? '次の方の貸出カード番号・お名前・電話番号' : '貸出カード番号・お名前・電話番号'}
        names
        button="検索する"
        later={props.cancels !== ''}
      />
      {isSearched ? (
        <Reserve {...props} />
      ) : (
        <Answer
          answer={answer}
          idle="貸出カードの番号、お名前（かな・漢字）、電話番号の下4桁からのどれかを入れてください"
        />
      )}
      {caller ? (
        <>
          <CallerCard caller={caller} limits={props.limits} />
          <div class="s-cols">
            <CallersBooks
              rows={caller.rows}
              reservations={caller.reservations}
              libraries={props.libraries}
              positions={props.positions}
              cancels={props.cancels}
            />
            <aside class="stack" aria-label="この方のために">
              {isSearched ? null : <Reserve {...props} />}
              <CardForms caller={caller} libraries={props.libraries} />
            </aside>
          </div>
        </>
      ) : null}
    </TitledPage>
  );
}

/** R4. 来館貸出可 is reserved by telephone; other titles where 決まりの数字 lets them in. */
function Reserve(props: PhoneView) {
  const { q, found, otherTitles } = props;
  return (
    <Part class="stack" id="reserve" title="電話で予約する">
      <p>
        {otherTitles
          ? '「来館貸出可」の資料の受取館は県立図書館です。ほかの資料は、受取館を伺います。'
          : '電話で予約を受けられるのは「来館貸出可」の資料だけです。受取館は県立図書館です。'}
      </p>
      <Post to="/phone/titles" class="stack form">
        <Entry label="書名など" id="q" value={q} autocomplete="off" maxLength={200} />
        <Submit says="検索する" />
      </Post>
      {q === '' ? null : <p id="answer-text">{foundWords(found, otherTitles)}</p>}
      <ul class="rows">
        {(found?.titles ?? []).map((record) => (
          <FoundTitle key={record.recordId} {...props} record={record} />
        ))}
      </ul>
    </Part>
  );
}

function foundWords(found: TitlesForCaller | undefined, otherTitles: boolean): string {
  if (found === undefined) return 'ただいま捜せません。少したってから、もう一度お試しください。';
  const { titles, others, more } = found;
  if (titles.length > 0)
    return more
      ? '多く見つかったため、一部です。書名をくわしく入れてください。'
      : `${titles.length}点見つかりました。`;
  if (others > 0)
    return `見つかった${others}点は、電話では予約できません${more ? '。ほかにもあるため、書名をくわしく入れてください' : ''}。`;
  return otherTitles ? '資料は見つかりません。' : '「来館貸出可」の資料は見つかりません。';
}

/** One of them, with what a caller asks next: whether it is here, and how many wait. */
function FoundTitle(props: PhoneView & { record: RecordHit }) {
  const { record, libraries, caller } = props;
  const frame = useFrame();
  const { recordId, author, year, onShelf, copies, waiting } = record;
  const isForVisitors = record.lending === 'inPersonOnly';
  const of = { reservationId: ReservationIdSchema.parse(frame.newId()), recordId };
  return (
    <li class="row cluster cluster--apart">
      <p>
        {titleOf(record)}
        <small class="s-sub">
          {[author, year && `${year}年`].filter(Boolean).join('　')}
          <br />
          棚に {onShelf}／{copies}点　お待ち {waiting}人
        </small>
      </p>
      <VerbForm
        verb={reserveForCaller}
        of={of}
        row={recordId}
        about={titleOf(record)}
        {...(isForVisitors
          ? { leaveOut: ['pickupLibrary'] }
          : {
              choices: { pickupLibrary: libraryChoices(libraries) },
              shown: { pickupLibrary: caller?.rows[0]?.pickupLibrary ?? PREFECTURAL_LIBRARY },
            })}
      />
    </li>
  );
}
