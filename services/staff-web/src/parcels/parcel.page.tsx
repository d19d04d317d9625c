import {
  type Library,
  type PackingRowSchema,
  type Parcel,
  type ParcelWithCopy,
  PREFECTURAL_LIBRARY,
} from '@toshobin/contracts';
import { type CalendarDate, dayOf } from '@toshobin/lending-rules';
import { Icon, Notice } from '@toshobin/web';
import type { z } from 'zod';
import { Answer, windowTitle } from '../pages/answer.tsx';
import { JobPage } from '../pages/branch-page.tsx';
import { CopyNamed } from '../pages/copy-named.tsx';
import { shortDate } from '../pages/dates.ts';
import { signOf } from '../pages/fields.ts';
import { type Frame, InFrame, useFrame, useNames } from '../pages/frame.tsx';
import { Heads } from '../pages/heads.tsx';
import { Way } from '../pages/press.tsx';
import { onPhone, ScanForm } from '../pages/scan-form.tsx';
import { VerbForm } from '../verbs/verb-form.tsx';
import { DispatchForm } from './dispatch-form.tsx';
import { leavesWords } from './how-it-goes.ts';
import { askedOf } from './packing-answers.ts';
import { HeldCopy, OtherLibrary, ThirdCopy } from './packing-questions.tsx';
import { ParcelFate } from './parcel-fate.page.tsx';
import type { LossAsked } from './parcel-loss.tsx';
import { discardParcel, moveToNextParcel, unpack } from './parcel-verbs.ts';
import {
  checksOf,
  inCm,
  inGrams,
  measures,
  modeWords,
  offerWords,
  reasonWords,
  stateWords,
} from './parcel-words.ts';
import { type Guide, Limits } from './yu-mail-limits.tsx';

export interface ParcelOnPage {
  /** The prefectural desk as itself, beside what it enters for a library. */
  desk: Frame | undefined;
  parcel: Parcel;
  mayChange: boolean;
  /** Whoever may pack it; a dispatch is taken back by them. */
  mayDispatch: boolean;
  /** The Yu-Mail guide; none while the catalog is away. */
  guide: Guide | undefined;
  /** A copy was scanned that takes the parcel beyond the guide; nobody has said yet how to go on. */
  question: ParcelWithCopy | undefined;
  /** 「ゆうメールのまま」 was chosen without a reason. */
  reasonMissing: boolean;
  /** The day of its next run by Yu-Mail, where that is not today's. */
  waitsFor: CalendarDate | undefined;
  /** The copy that was scanned goes to another library. */
  elsewhere: Library['code'] | undefined;
  waiting: readonly z.output<typeof PackingRowSchema>[];
  /** Something of it is to be given up for lost, and nobody has said yet that it is. */
  loss: LossAsked | undefined;
  /** 番号を手で入れる was chosen, on a phone. */
  keys: boolean;
}

/** The dispatch waits for another tracking number; a label that was read in place of a copy is waited for by nobody. */
const LABEL_REFUSED = /^(?!資料).*お問い合わせ/;

/** One parcel: what is in it, how it goes and why, what is left to do with it. */
export function ParcelPage(props: ParcelOnPage) {
  const frame = useFrame();
  const { answer } = frame;
  const nameOf = useNames();
  const { desk, parcel } = props;
  const path = `/parcels/${parcel.parcelNumber}`;
  const open = parcel.state === 'open' && props.mayChange;
  const copies = parcel.lines.length + parcel.forgottenCopies;
  const outward = parcel.direction === 'outward';
  const at = outward ? '/packing' : '/send-back';
  // A parcel that has left is only looked at here; what is entered of it for its library says so itself.
  const looking = desk && parcel.state !== 'open' ? desk : frame;
  const asks = open && props.question !== undefined;
  const labelRefused = open && answer?.tone === 'stop' && LABEL_REFUSED.test(answer.text);
  const held = open ? askedOf(answer) : undefined;
  const title = asks
    ? `${parcel.lines.length + 1}点目です`
    : windowTitle(answer, `${nameOf(parcel.library)}${outward ? 'あて' : 'から'} ${copies}点`);
  return (
    <InFrame frame={looking}>
      <JobPage
        title={title}
        heading={!outward ? '返送の小包' : open ? '梱包・発送' : '小包'}
        at={at}
        library={nameOf(parcel.library)}
      >
        <p>
          小包番号 <span class="s-num">{parcel.parcelNumber}</span>
        </p>
        {open ? (
          <ScanForm
            action={`${path}/pack`}
            label={asks ? '資料番号、または答えの数字' : '資料番号（バーコード）'}
            hint={asks ? '先に 1・2・3 のどれかで答えてください。' : '小包に入れる資料を読み取ります。'}
            hidden={{ shown: answer?.tone === 'ok' ? answer.code : '', asked: signOf(answer) }}
            later={props.reasonMissing || labelRefused}
            phone={onPhone(frame, props.keys, path)}
          />
        ) : null}
        {open && props.question ? (
          <ThirdCopy
            path={path}
            question={props.question}
            lines={parcel.lines}
            reasonMissing={props.reasonMissing}
          />
        ) : open && props.elsewhere && answer ? (
          <OtherLibrary path={path} answer={answer} goal={nameOf(props.elsewhere)} />
        ) : answer && held ? (
          <HeldCopy path={path} answer={answer} asked={held} />
        ) : answer || open ? (
          <Answer answer={answer} />
        ) : null}
        <div class={open ? 's-split s-split--wide' : ''}>
          <section class="s-panel" aria-labelledby="goal">
            <h2 class="s-to" id="goal">
              <small>{outward ? '受取館' : `${nameOf(parcel.library)}から`}</small>
              {outward ? nameOf(parcel.library) : `${nameOf(PREFECTURAL_LIBRARY)}へ返送`}
            </h2>
            <Means parcel={parcel} />
            {props.guide && parcel.state === 'open' && parcel.lines.length > 0 ? (
              <Limits lines={parcel.lines} guide={props.guide} />
            ) : null}
            <GivenUp parcel={parcel} />
            <ParcelContents parcel={parcel} open={open} />
            <Slips parcel={parcel} mayFollow={desk !== undefined} />
            {open && parcel.offer !== 'none' ? <Offer parcel={parcel} /> : null}
            {open && parcel.lines.length > 0 ? (
              <DispatchForm
                parcel={parcel}
                path={path}
                waitsFor={props.waitsFor}
                error={labelRefused ? answer.text : undefined}
              />
            ) : null}
            {open && parcel.lines.length === 0 ? (
              <VerbForm verb={discardParcel} of={{ parcelNumber: parcel.parcelNumber }} />
            ) : null}
          </section>
          {open && outward ? <Waiting rows={props.waiting} /> : null}
        </div>
        <ParcelFate {...props} acting={frame} atDesk={desk !== undefined} isOwn={props.mayDispatch} />
      </JobPage>
    </InFrame>
  );
}

/** Yu-Mail or Yu-Pack, why, what it costs; of a parcel that has left, how and when. */
function Means({ parcel }: Pick<ParcelOnPage, 'parcel'>) {
  const frame = useFrame();
  const open = parcel.state === 'open';
  const contents = [
    parcel.lines.length > 0 ? measures(parcel) : '',
    parcel.forgottenCopies > 0 ? `記録を消した資料 ${parcel.forgottenCopies}点` : '',
  ].filter((part) => part !== '');
  if (contents.length === 0) return <p>{open ? 'まだ何も入っていません' : 'この小包は使いません'}。</p>;
  const { mode } = parcel;
  const why = reasonWords(parcel.modeReason);
  const when = open
    ? parcel.direction === 'return'
      ? ''
      : leavesWords(mode, parcel.plannedDispatchDay, dayOf(frame.now))
    : [
        stateWords[parcel.state],
        parcel.dispatchedAt ? `${shortDate(dayOf(parcel.dispatchedAt))}発送` : '',
        parcel.expectedDate ? `${shortDate(parcel.expectedDate)}ごろ到着` : '',
        parcel.trackingNumber ? `お問い合わせ番号 ${parcel.trackingNumber}` : '',
      ]
        .filter((part) => part !== '')
        .join('　');
  return (
    <div class="s-means" data-tone={mode === 'yuMail' ? 'ok' : 'next'} id="means" data-state={parcel.state}>
      <Icon name={mode === 'yuMail' ? 'mail' : 'truck'} />
      <p class="s-means__name">
        {modeWords[mode]}
        {parcel.postageYen === null ? '' : <small>　{parcel.postageYen.toLocaleString('ja-JP')}円</small>}
      </p>
      <p class="s-means__why">
        {contents.join('と')}で、{why}。{when}
        {when === '' ? '' : '。'}
      </p>
    </div>
  );
}

/** What its reservation gave up has left the parcel, and may lie in the box. */
function GivenUp({ parcel: { givenUp = [] } }: Pick<ParcelOnPage, 'parcel'>) {
  if (givenUp.length === 0) return null;
  return (
    <Notice tone="wait">
      <p>
        予約がなくなり、この小包から外れた資料です。箱に入っていたら取り出し、返却受付で読み取ってください。
      </p>
      <ul>
        {givenUp.map((barcode) => (
          <li key={barcode}>
            <CopyNamed barcode={barcode} />
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Slips({ parcel, mayFollow }: { parcel: Parcel; mayFollow: boolean }) {
  if (parcel.lines.length === 0 || parcel.state === 'discarded') return null;
  return (
    <div class="cluster no-print">
      <Way
        look="l"
        to={`/slips/parcels/${parcel.parcelNumber}?print=1`}
        icon="print"
        says="箱を閉じて、内容票とラベルを印刷する"
      />
      {parcel.direction === 'outward' ? (
        <Way to={`/slips/parcels/${parcel.parcelNumber}/holds?print=1`} says="取り置き票を印刷する" />
      ) : null}
      {mayFollow ? <Way to={`/timeline?q=${parcel.parcelNumber}`} says="経過を見る" /> : null}
    </div>
  );
}

/** R11, for a parcel that went beyond the guide some other way: the last copy out of it, or all of it by Yu-Pack. */
function Offer({ parcel }: { parcel: Parcel }) {
  const last = parcel.lines.at(-1);
  if (parcel.direction === 'outward' && parcel.mode === 'yuPack') return null;
  return (
    <section class="stack stack--s">
      <p>
        <b>{offerWords[parcel.offer]}</b>
      </p>
      {last ? (
        <VerbForm verb={moveToNextParcel} of={{ parcelNumber: parcel.parcelNumber, barcode: last.barcode }} />
      ) : null}
    </section>
  );
}

function Waiting({ rows }: { rows: ParcelOnPage['waiting'] }) {
  const nameOf = useNames();
  const counts = new Map<string, number>();
  for (const { pickupLibrary } of rows) counts.set(pickupLibrary, (counts.get(pickupLibrary) ?? 0) + 1);
  return (
    <aside class="s-panel" aria-labelledby="wait-h">
      <h2 id="wait-h">梱包待ち　{rows.length}点</h2>
      <ul class="s-session">
        {[...counts].map(([library, count]) => (
          <li key={library}>
            <b class="s-mark">{count}</b>
            <b>{nameOf(library)}</b>
          </li>
        ))}
      </ul>
      <p class="small">別の館の資料を読み取ると、その館の小包に入れるかを尋ねます。</p>
    </aside>
  );
}

/** What is in a parcel: numbers, what to look at, how heavy; while it is packed each can be taken out. */
function ParcelContents(props: { parcel: Parcel; open: boolean }) {
  const frame = useFrame();
  const { parcel, open } = props;
  if (parcel.lines.length === 0) return null;
  return (
    <div class="s-scroll">
      <table class="s-table s-table--stack">
        <caption>小包の中　{parcel.lines.length}点</caption>
        <Heads
          of={[
            frame.copies ? '書名・資料番号' : '資料番号',
            ...['取り置き番号', '確かめること', { name: '重さ・厚さ', look: 'n' }],
            open ? { name: '操作', hidden: true } : '到着',
          ]}
        />
        <tbody>
          {parcel.lines.map((line) => (
            <tr key={line.copyId}>
              <th scope="row">
                <CopyNamed barcode={line.barcode} />
              </th>
              <td data-label="取り置き番号">
                <b class="s-mark">{line.holdNumber ?? '—'}</b>
              </td>
              <td data-label="確かめること">{checksOf(line)}</td>
              <td class="n">
                {inGrams(line.weightGrams)}
                <br />
                {inCm(line.thicknessMm)}
              </td>
              <td data-label={open ? undefined : '到着'}>
                {open ? (
                  <VerbForm
                    verb={unpack}
                    of={{ parcelNumber: parcel.parcelNumber, barcode: line.barcode }}
                    row={line.barcode}
                    about={line.barcode}
                  />
                ) : line.missing ? (
                  '足りません'
                ) : line.arrived ? (
                  '到着済み'
                ) : (
                  '—'
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
