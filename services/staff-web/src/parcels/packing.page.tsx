import type { Library, PackingRowSchema, Parcel } from '@toshobin/contracts';
import { dayOf } from '@toshobin/lending-rules';
import type { z } from 'zod';
import { type Frame, Own, StaffPage } from '../pages/frame.tsx';
import { Answer, ScanForm } from '../pages/scan-form.tsx';
import type { BigAnswer } from '../sessions/desk-state.ts';
import { checksOf, measures, modeWords, runWords, stateWords } from './parcel-words.ts';

type Row = z.output<typeof PackingRowSchema>;

/** What waits for a parcel, by pickup library, and the parcels that are open. A scan opens the parcel it belongs into. */
export function PackingPage(props: {
  frame: Frame;
  rows: readonly Row[];
  parcels: readonly Parcel[];
  answer: BigAnswer | undefined;
  nameOf: (code: string) => string;
}) {
  const { frame, rows, parcels, nameOf } = props;
  const libraries = [...new Set(rows.map((row) => row.pickupLibrary))];
  const today = dayOf(frame.now);
  return (
    <StaffPage frame={frame} title={props.answer?.text ?? '梱包・発送'} at="/packing">
      <div class="s-title">
        <h1>梱包・発送</h1>
        <p>
          <a class="btn btn--second" href="/dispatch-board">
            発送予定表
          </a>
        </p>
      </div>
      <ScanForm
        frame={frame}
        action="/packing"
        label="資料番号（バーコード）"
        hint="読み取ると、その館の小包に入ります。"
        factId={frame.newId()}
      />
      <Answer answer={props.answer} />
      <div class="s-split s-split--wide">
        <section class="s-panel" aria-labelledby="waiting">
          <h2 id="waiting">梱包待ち　{rows.length}点</h2>
          {libraries.length === 0 ? <p>梱包を待っている資料はありません。</p> : null}
          {libraries.map((library) => {
            const own = rows.filter((row) => row.pickupLibrary === library);
            const [first] = own;
            return (
              <section key={library} aria-label={nameOf(library)}>
                <div class="s-title s-title--tight">
                  <h3>{nameOf(library)}</h3>
                  <p>{first ? runWords(first.plannedDispatchDay, today) : ''}</p>
                  <OpenParcel
                    frame={frame}
                    library={library}
                    direction="outward"
                    factId={frame.newId()}
                    about={nameOf(library)}
                  />
                </div>
                <div class="s-scroll">
                  <table class="s-table">
                    <thead>
                      <tr>
                        <th scope="col">取り置き番号</th>
                        <th scope="col">資料番号</th>
                        <th scope="col">確かめること</th>
                      </tr>
                    </thead>
                    <tbody>
                      {own.map((row) => (
                        <tr key={row.copyId} data-reservation={row.reservationId}>
                          <th scope="row" class="s-mark">
                            {row.holdNumber}
                          </th>
                          <td class="s-num">{row.barcode}</td>
                          <td>{checksOf(row)}</td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </div>
              </section>
            );
          })}
        </section>
        <section class="s-panel" aria-labelledby="open">
          <h2 id="open">開いている小包 {parcels.length}個</h2>
          <ParcelList parcels={parcels} nameOf={nameOf} />
        </section>
      </div>
    </StaffPage>
  );
}

export function OpenParcel(props: {
  frame: Frame;
  library: Library['code'];
  direction: 'outward' | 'return';
  factId: string;
  /** What the button of a row is about, for who does not see the row. */
  about?: string;
}) {
  return (
    <form method="post" action="/parcels">
      <Own frame={props.frame} />
      <input type="hidden" name="factId" value={props.factId} />
      <input type="hidden" name="to" value={props.library} />
      <input type="hidden" name="direction" value={props.direction} />
      <button class="btn" type="submit">
        {props.direction === 'outward' ? '小包をつくる' : '返送する小包をつくる'}
        {props.about ? <span class="visually-hidden">（{props.about}）</span> : null}
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
              {props.nameOf(parcel.library)}
              <br />
              {measures(parcel)}　{modeWords[parcel.mode]}
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
