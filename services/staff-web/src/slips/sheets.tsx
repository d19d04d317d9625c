import type { Address, Parcel, PickListRowSchema } from '@toshobin/contracts';
import { type CalendarDate, dayOf, formatDateJa } from '@toshobin/lending-rules';
import type { ComponentChildren, ComponentProps } from 'preact';
import type { z } from 'zod';
import { addressLine } from '../libraries/places.ts';
import { Breakable } from '../pages/breakable.tsx';
import { shortDate } from '../pages/dates.ts';
import { useFrame } from '../pages/frame.tsx';
import { checksOf, modeWords } from '../parcels/parcel-words.ts';
import { Nw7 } from './nw7.tsx';
import type { SlipLine } from './slip-contents.ts';

/** How many copies one sheet of A5 has room for. */
const LINES_A_SHEET = 6;

/** When the parcel has left, or with which run it leaves; what waits for no run leaves on a day that nobody knows before. */
function leavingWords(parcel: Parcel, written: (day: CalendarDate) => string): string {
  const { direction, dispatchedAt, mode, plannedDispatchDay } = parcel;
  if (dispatchedAt) return `${written(dayOf(dispatchedAt))}発送　`;
  return direction === 'outward' && mode === 'yuMail' ? `${written(plannedDispatchDay)}の便　` : '';
}

/** 内容票, inside the parcel: a list to tick where nothing can be scanned. Numbers and dates only. */
export function PackingSheets(props: { parcel: Parcel; lines: readonly SlipLine[]; goal: string }) {
  const { lines } = props;
  const sheets = Math.max(1, Math.ceil(lines.length / LINES_A_SHEET));
  return (
    <>
      {Array.from({ length: sheets }, (_, at) => (
        <PackingSheet
          key={lines[at * LINES_A_SHEET]?.barcode ?? at}
          {...props}
          lines={lines.slice(at * LINES_A_SHEET, (at + 1) * LINES_A_SHEET)}
          all={lines.length}
          sheet={`${at + 1}／${sheets}枚`}
        />
      ))}
    </>
  );
}

function PackingSheet(props: ComponentProps<typeof PackingSheets> & { all: number; sheet: string }) {
  const { parcel, lines } = props;
  const outward = parcel.direction === 'outward';
  const kind = outward ? '内容票' : '返送票';
  return (
    <section class="p-sheet p-sheet--packing p-gap" aria-label={kind}>
      <div class="p-kind">
        <b>{kind}</b>
        <span>小包の中に入れてお使いください　{props.sheet}</span>
      </div>
      <div class="p-head">
        <div>
          <p>{outward ? '受取館' : 'あて先'}</p>
          <h2 class="p-lib">
            <Breakable text={props.goal} />
          </h2>
          <p>
            {leavingWords(parcel, formatDateJa)}
            {modeWords[parcel.mode]}　<b>全 {props.all}点</b>
          </p>
        </div>
        <Nw7 number={parcel.parcelNumber} says="小包番号" width="64mm" height="15mm" />
      </div>
      <p class="p-note">
        1　上の番号を1回読み取ると、全部の到着受付ができます。
        <br />
        2　足りないときは「ない」を押してください。お電話でもかまいません。
      </p>
      <table class="p-table">
        <thead>
          <tr>
            <th scope="col">
              取り置き
              <br />
              番号
            </th>
            <th scope="col">資料番号</th>
            {outward ? <th scope="col">取り置き期限・返却期限</th> : null}
            <th scope="col">確かめること</th>
            <th scope="col">到着</th>
            {outward ? (
              <>
                <th scope="col">
                  引渡し
                  <br />
                  月日
                </th>
                <th scope="col">
                  返却
                  <br />
                  月日
                </th>
              </>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.barcode}>
              <td class="no">{line.holdNumber ?? '—'}</td>
              <td class="bc">{line.barcode}</td>
              {outward ? (
                <td class="due">{line.due ? <Until day={line.due} atLeast={line.mayBeLater} /> : '—'}</td>
              ) : null}
              <td>{checksOf(line)}</td>
              <td class="c">
                <span class="p-tick" />
              </td>
              {outward ? (
                <>
                  <td class="c">
                    <span class="p-tick" />
                    {'　'}/
                  </td>
                  <td class="c">
                    <span class="p-tick" />
                    {'　'}/
                  </td>
                </>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        読み取りができない日は、この表に印をつけ、県立図書館へお知らせください。県立図書館が代行入力します。
      </p>
      <p>読み取りを忘れても、資料の番号を読み取れば到着したものとして扱います。</p>
      <Foot>　　小包番号 {parcel.parcelNumber}</Foot>
    </section>
  );
}

export function Foot({ children }: { children?: ComponentChildren }) {
  const { libraryName, phone } = useFrame().front;
  return (
    <p class="p-foot">
      {libraryName}　電話 {phone}
      {children}
    </p>
  );
}

/** 2027年 / 1月5日（火）まで; before the parcel has left 「少なくとも」. */
function Until({ day, atLeast }: { day: CalendarDate; atLeast: boolean }) {
  return (
    <>
      {day.slice(0, 4)}年{atLeast ? '　少なくとも' : ''}
      <br />
      {shortDate(day)}まで
    </>
  );
}

/** 取り置き票, in the copy: the hold number stands out of the book. Four digits of a card, never a name or a title. */
export function HoldSheet(props: {
  line: SlipLine;
  goal: string;
  /** At the prefectural library: when it was put on the shelf; its hold ends with a day that the mail names. */
  shelvedOn?: CalendarDate;
}) {
  const { line, shelvedOn } = props;
  return (
    <section class="p-sheet p-sheet--hold p-gap" aria-label={`取り置き票 ${line.holdNumber ?? line.barcode}`}>
      <div class="p-hold">
        <span>取り置き番号</span>
        <b>{line.holdNumber ?? '—'}</b>
      </div>
      <dl class="p-pairs">
        <dt>貸出カード番号 下4桁</dt>
        <dd class="p-four">{line.cardLast4 ?? '—'}</dd>
        {shelvedOn ? (
          <>
            <dt>棚に置いた日</dt>
            <dd>{shortDate(shelvedOn)}</dd>
          </>
        ) : null}
        <dt>{shelvedOn ? '取り置き期限' : '取り置き期限・返却期限'}</dt>
        <dd>
          {line.due ? (
            <>
              <small>
                {line.due.slice(0, 4)}年{line.mayBeLater ? '　少なくとも' : ''}
              </small>
              {shortDate(line.due)}まで
            </>
          ) : shelvedOn ? (
            'メールに書いた日まで'
          ) : (
            '—'
          )}
        </dd>
        <dt>受取館</dt>
        <dd>
          <Breakable text={props.goal} />
        </dd>
      </dl>
      {line.protectiveCover ? <p class="p-note">カバー（袋）のままお渡しください</p> : null}
      {line.supplementCount > 0 ? (
        <p class="p-note">付属資料 {line.supplementCount}点を確かめてください</p>
      ) : null}
      <Nw7 number={line.barcode} says="資料番号" width="68mm" height="18mm" pushed />
      <p>期限が変わったときは、利用者に送ったメールの日付が正しい日付です。</p>
      <p>お渡しのとき、この票は抜いてください。</p>
      <Foot />
    </section>
  );
}

/** 出庫票: the one slip with a title; it stays in the house. */
export function PickSheet(props: {
  row: z.output<typeof PickListRowSchema>;
  room: string;
  goal: string;
  /** The run it is fetched for. */
  run: string;
}) {
  const { row } = props;
  return (
    <section class="p-sheet p-sheet--pick p-gap" aria-label={`出庫票 ${row.shelfMark} ${row.barcode}`}>
      <div class="p-kind">
        <b>出庫票</b>
        <span>{props.run}</span>
      </div>
      <div>
        <p>{props.room}</p>
        <h2 class="p-mark">{row.shelfMark}</h2>
        <p class="p-title">{row.title}</p>
      </div>
      <Nw7 number={row.barcode} says="資料番号" width="68mm" height="15mm" />
      <div>
        <p>受取館　取り置き番号 {row.holdNumber}</p>
        <p class="p-to">
          <Breakable text={props.goal} />
        </p>
      </div>
      {row.supplementCount > 0 ? (
        <p class="p-note">付属資料 {row.supplementCount}点を確かめてください</p>
      ) : null}
      {row.protectiveCover ? <p class="p-note">保護カバー（袋）に入れる</p> : null}
      <p>
        <span class="p-tick" /> 棚にありません　　／　　時
      </p>
      <p class="p-foot">
        <b>館の外に出さないでください。梱包の前に抜きます。</b>
      </p>
    </section>
  );
}

/** 小包ラベル, outside: library, parcel number, count. By Yu-Pack it stands beside the carrier's own label. */
export function LabelSheet(props: {
  parcel: Parcel;
  goal: string;
  goalAddress: Address | undefined;
  from: string;
  fromAddress: Address | undefined;
}) {
  const { parcel } = props;
  const { phone } = useFrame().front;
  const outward = parcel.direction === 'outward';
  const leaves = leavingWords(parcel, shortDate);
  return (
    <section class="p-sheet p-sheet--label p-gap" aria-label={`小包ラベル ${props.goal}`}>
      <div class="p-mail">
        <b>{modeWords[parcel.mode]}</b>
        <span>
          {leaves}
          {leaves === '' ? null : <br />}全 {parcel.lines.length}点
        </span>
      </div>
      {props.goalAddress ? <p class="p-address">{addressLine(props.goalAddress)}</p> : null}
      <h2 class="p-lib p-lib--label">
        <Breakable text={props.goal} />
        <small>御中</small>
      </h2>
      <Nw7 number={parcel.parcelNumber} says="小包番号" width="90mm" height="24mm" pushed />
      <div class="p-from">
        <From from={props.from} address={props.fromAddress} phone={outward ? phone : undefined} />
      </div>
    </section>
  );
}

/** Who sends it, and where it comes back to if it can't be delivered. */
export function From(props: { from: string; address: Address | undefined; phone?: string | undefined }) {
  const { from, address, phone } = props;
  return (
    <>
      差出人・返送先　{address ? addressLine(address) : ''}
      {address ? <br /> : null}
      <b>{from}</b>
      {phone ? `　電話 ${phone}` : ''}
    </>
  );
}
