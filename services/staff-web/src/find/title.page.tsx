import { placeIs, type RecordDetail, type TitleAtDesk, titleOf } from '@toshobin/contracts';
import { addDays, type CalendarDate, dayOf, formatDateJa } from '@toshobin/lending-rules';
import { Told } from '../pages/answer.tsx';
import { places } from '../pages/copy-places.ts';
import { shortDate, shortMoment } from '../pages/dates.ts';
import { Part, TitledPage, useFrame, useNames } from '../pages/frame.tsx';
import { Table } from '../pages/heads.tsx';
import { Pill } from '../pages/marks.tsx';
import { Tap } from '../pages/press.tsx';
import { HeldNote } from '../phone/held-note.tsx';
import { addCopy, TITLE_DELETED, toAddCopy } from '../stock/stock-verbs.ts';

type Copy = TitleAtDesk['copies'][number];

const scans: Readonly<Record<Copy['history'][number]['kind'], string>> = {
  picked: '出庫',
  packed: '小包に入れた',
  shipped: '発送',
  arrived: '到着',
  handedOut: '引渡し',
  handedIn: '返却受付',
  sentBack: '返送',
  home: '返却処理',
  notOnShelf: '棚にない',
  lost: '紛失',
};

interface TitleOnPage {
  record: RecordDetail;
  desk: TitleAtDesk;
  digitsOf: (reservationId: string) => string | undefined;
}

/** A title at the desk: who waits and who is next, how long and why, its copies with whose they are and where they were. */
export function TitlePage(props: TitleOnPage) {
  const { record, desk } = props;
  const { description } = record;
  const numbered = description.seriesVolume && `${record.series} ${description.seriesVolume}`;
  return (
    <TitledPage title={titleOf(record)} csv={`/lists/title.csv?record=${record.recordId}`}>
      {record.titleReading ? (
        <p class="muted">よみ　{[record.titleReading, record.subtitleReading].filter(Boolean).join('　')}</p>
      ) : null}
      <p>
        {[record.author, record.publisher, record.year && `${record.year}年`, numbered || record.series]
          .filter(Boolean)
          .join('　')}
        　書誌番号（利用者の画面） <span class="s-num">{record.number}</span>
        　書誌の番号（資料の登録） <span class="s-num">{record.recordId}</span>
      </p>
      <Told />
      <Queue {...props} />
      <Estimate {...props} />
      <Part class="stack" id="copies" title={`資料　${desk.copies.length}点`}>
        {desk.copies.length === 0 ? <p>今、資料はありません。</p> : <Copies {...props} />}
        <p>
          <Tap to={`${toAddCopy(record.recordId)}#${addCopy.name}`} says="この書名に資料を加える" />
        </p>
      </Part>
      {desk.withdrawn.length > 0 ? <Withdrawn {...desk} /> : null}
    </TitledPage>
  );
}

function Queue({ record, desk, digitsOf }: TitleOnPage) {
  const from = `/titles/${record.recordId}`;
  const nameOf = useNames();
  return (
    <Part class="stack" id="queue" title={`お待ちの方　${record.waiting}人`}>
      {desk.queue.length === 0 ? (
        <p>待っている方はいません。</p>
      ) : (
        <Table of={['順番', '受取館', 'カード下4桁', 'いつから', '次の資料']}>
          {desk.queue.map((entry) => (
            <tr key={entry.reservationId} data-reservation={entry.reservationId}>
              <th scope="row" class="s-mark">
                {entry.position ?? '－'}
              </th>
              <td>
                <Tap
                  to={`/timeline/${entry.reservationId}`}
                  says={nameOf(entry.pickupLibrary)}
                  unseen="の予約の経過"
                />
              </td>
              <td data-label="カード">{digitsOf(entry.reservationId) ?? '—'}</td>
              <td data-label="いつから">{shortMoment(entry.since)}</td>
              <td>
                {turnOf(entry, desk.next)}
                <HeldNote from={from} of={entry.reservationId} about={nameOf(entry.pickupLibrary)} />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Part>
  );
}

/** Who gets the next copy, and why somebody before them does not. */
function turnOf(entry: TitleAtDesk['queue'][number], next: TitleAtDesk['next']) {
  if (entry.reservationId === next) {
    return <Pill tone="next" icon="ok" says="次の方" />;
  }
  if (entry.state === 'suspended') {
    return entry.resumesOn
      ? `一時停止中（${shortDate(entry.resumesOn)}まで）。とばします`
      : '一時停止中。とばします';
  }
  return entry.paused ? '受取館が休止中。とばします' : '';
}

/** How long somebody who reserves now would wait, and what that rests on. */
function Estimate({ record, desk }: TitleOnPage) {
  const frame = useFrame();
  const today = dayOf(frame.now);
  const coming = desk.copies.filter(({ home }) => home !== null).length;
  const { waitEstimate } = record;
  return (
    <Part class="s-panel stack stack--s" id="estimate" title="今 予約すると">
      {waitEstimate ? (
        <>
          <p>
            <b>
              およそ {waitEstimate.weeksFrom}〜{waitEstimate.weeksTo}週間
            </b>
            （{shortDate(addDays(today, waitEstimate.weeksFrom * 7))}〜
            {shortDate(addDays(today, waitEstimate.weeksTo * 7))}）
          </p>
          <p class="small">
            戻ってくる資料 {coming}点を、先にお待ちの {record.waiting}
            人に順に渡すとして数えます。早いほうは、どなたも貸出期間の半分で返し、県立図書館で受け取るとき。遅いほうは、どなたも返却期限まで借り、配送で往復するとき。捜索中や修理中の資料は数えません。お待ちの方がいる資料は延長できません。
          </p>
        </>
      ) : (
        <p>{noEstimate(record, coming)}</p>
      )}
    </Part>
  );
}

function noEstimate(record: RecordDetail, coming: number): string {
  if (record.lending !== 'lendable') return 'ウェブでは予約できない資料です。';
  if (record.copies.some(({ place }) => place === 'onShelf'))
    return '棚に資料があります。すぐに用意できます。';
  return coming === 0 ? '戻ってくる見込みの資料がありません。' : '見込みはわかりません。';
}

function Copies({ record, desk }: TitleOnPage) {
  const frame = useFrame();
  const from = `/titles/${record.recordId}`;
  const nameOf = useNames();
  const today = dayOf(frame.now);
  const markOf = new Map(record.copies.map(({ barcode, shelfMark }) => [barcode, shelfMark]));
  return (
    <Table of={['資料番号・請求記号', 'どこに', 'どなたの予約', '戻る見込み', 'これまで']}>
      {desk.copies.map((copy) => (
        <tr key={copy.barcode}>
          <th scope="row">
            <a class="s-num tap" href={`/stock?barcode=${copy.barcode}`}>
              {copy.barcode}
            </a>
            <small class="s-sub">{markOf.get(copy.barcode)}</small>
          </th>
          <td data-label="どこに">
            {places[copy.place]}
            <small class="s-sub">{awayAt(copy, nameOf)}</small>
          </td>
          <td data-label="予約">
            {copy.of ? (
              <>
                <Tap to={`/timeline/${copy.of.reservationId}`} says={`取り置き番号 ${copy.of.holdNumber}`} />
                <small class="s-sub">
                  {nameOf(copy.of.pickupLibrary)}　{shortDate(dayOf(copy.of.since))}から
                </small>
                <HeldNote from={from} of={copy.of.reservationId} about={copy.of.holdNumber} />
              </>
            ) : (
              '—'
            )}
          </td>
          <td data-label="戻る見込み">{homeWords(copy, today)}</td>
          <td>
            <History copy={copy} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** Copies that are in service no more, each with the way to its page, where it is put back. */
function Withdrawn({ withdrawn, deleted }: TitleAtDesk) {
  return (
    <Part class="stack" id="withdrawn" title={`除籍した資料　${withdrawn.length}点`}>
      {deleted ? <p>{TITLE_DELETED}</p> : null}
      <Table of={['資料番号・請求記号', '除籍した日', 'わけ']}>
        {withdrawn.map(({ barcode, shelfMark, on, settled }) => (
          <tr key={barcode}>
            <th scope="row">
              <a class="s-num tap" href={`/stock?barcode=${barcode}`}>
                {barcode}
              </a>
              <small class="s-sub">{shelfMark}</small>
            </th>
            <td data-label="除籍した日">{on === null ? '－' : formatDateJa(on)}</td>
            <td data-label="わけ">{settled ? '返らない資料の手続き' : '－'}</td>
          </tr>
        ))}
      </Table>
    </Part>
  );
}

/** The library that a copy away from its shelf is at, goes to or comes from. */
function awayAt({ place, library }: Copy, nameOf: (code: string) => string): string {
  return placeIs(place, 'away') ? nameOf(library) : '';
}

function homeWords({ home, due }: Copy, today: CalendarDate) {
  const days = home
    ? `${shortDate(addDays(today, Math.floor(home.soonest)))}〜${shortDate(addDays(today, Math.ceil(home.latest)))}`
    : '—';
  return (
    <>
      {days}
      {due ? <small class="s-sub">返却期限 {shortDate(due.date)}</small> : null}
    </>
  );
}

function History({ copy }: { copy: Copy }) {
  const nameOf = useNames();
  if (copy.history.length === 0) return <>—</>;
  return (
    <details class="fold">
      <summary>
        {copy.history[0] ? `${scans[copy.history[0].kind]} ${shortDate(dayOf(copy.history[0].at))}` : ''}
      </summary>
      <ol class="fold-body">
        {copy.history.map(({ kind, place, at }) => (
          <li key={`${kind} ${at}`}>
            {shortMoment(at)}　{scans[kind]}
            {place === null ? '' : `　${nameOf(place)}`}
          </li>
        ))}
      </ol>
    </details>
  );
}
