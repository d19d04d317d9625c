import type { Library, PackingRowSchema, Parcel } from '@toshobin/contracts';
import { formatDateJa } from '@toshobin/lending-rules';
import type { z } from 'zod';
import { type Frame, Own, StaffPage } from '../pages/frame.tsx';
import { Answer } from '../pages/scan-form.tsx';
import type { BigAnswer } from '../sessions/desk-state.ts';
import { measures, stateWords } from './parcel-words.ts';

type Row = z.output<typeof PackingRowSchema>;

/** What waits for a parcel, by pickup library, and the parcels that are open. */
export function PackingPage(props: {
  frame: Frame;
  rows: readonly Row[];
  parcels: readonly Parcel[];
  answer: BigAnswer | undefined;
  newId: () => string;
  nameOf: (code: string) => string;
}) {
  const { frame, rows, parcels, nameOf } = props;
  const libraries = [...new Set(rows.map((row) => row.pickupLibrary))];
  return (
    <StaffPage frame={frame} title="梱包・発送" at="/packing">
      <h1>梱包・発送</h1>
      {props.answer ? <Answer answer={props.answer} /> : null}
      <h2>梱包待ち {rows.length}点</h2>
      {libraries.length === 0 ? <p>梱包を待っている資料はありません。</p> : null}
      {libraries.map((library) => (
        <section key={library} class="card stack" aria-label={nameOf(library)}>
          <h3>{nameOf(library)}</h3>
          <ul class="lines">
            {rows
              .filter((row) => row.pickupLibrary === library)
              .map((row) => (
                <li key={row.copyId} data-reservation={row.reservationId}>
                  取り置き番号 <b>{row.holdNumber}</b>　<span class="s-num">{row.barcode}</span>
                  <br />
                  {formatDateJa(row.plannedDispatchDay)}発送予定
                  {row.protectiveCover ? '（カバー（袋）入り）' : ''}
                </li>
              ))}
          </ul>
          <OpenParcel frame={frame} library={library} direction="outward" factId={props.newId()} />
        </section>
      ))}
      <h2>開いている小包 {parcels.length}個</h2>
      <ParcelList parcels={parcels} nameOf={nameOf} />
    </StaffPage>
  );
}

export function OpenParcel(props: {
  frame: Frame;
  library: Library['code'];
  direction: 'outward' | 'return';
  factId: string;
}) {
  return (
    <form method="post" action="/parcels">
      <Own frame={props.frame} />
      <input type="hidden" name="factId" value={props.factId} />
      <input type="hidden" name="to" value={props.library} />
      <input type="hidden" name="direction" value={props.direction} />
      <button class="btn" type="submit">
        {props.direction === 'outward' ? '小包をつくる' : '返送する小包をつくる'}
      </button>
    </form>
  );
}

export function ParcelList(props: { parcels: readonly Parcel[]; nameOf: (code: string) => string }) {
  if (props.parcels.length === 0) return <p>ありません。</p>;
  return (
    <ul class="rows links">
      {props.parcels.map((parcel) => (
        <li key={parcel.parcelNumber}>
          <a href={`/parcels/${parcel.parcelNumber}`}>
            <span>
              <span class="s-num">{parcel.parcelNumber}</span>
              <br />
              {props.nameOf(parcel.library)}　{measures(parcel)}
            </span>
            <span>{stateWords[parcel.state]}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** A pickup library's return parcels. */
export function SendBackPage(props: {
  frame: Frame;
  library: Library['code'];
  parcels: readonly Parcel[];
  factId: string;
  nameOf: (code: string) => string;
  answer: BigAnswer | undefined;
}) {
  const { frame, parcels } = props;
  return (
    <StaffPage frame={frame} title="返送" at="/send-back">
      <h1>返送</h1>
      {props.answer ? <Answer answer={props.answer} /> : null}
      <p>返送箱の資料を小包に入れて、県立図書館へ送ります。</p>
      <OpenParcel frame={frame} library={props.library} direction="return" factId={props.factId} />
      <h2>返送の小包</h2>
      <ParcelList parcels={parcels} nameOf={props.nameOf} />
    </StaffPage>
  );
}
