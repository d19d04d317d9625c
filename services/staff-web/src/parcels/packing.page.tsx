import type { Library, PackingProposal, PackingRowSchema, Parcel } from '@toshobin/contracts';
import { dayOf } from '@toshobin/lending-rules';
import type { z } from 'zod';
import { Answer, windowTitle } from '../pages/answer.tsx';
import { CopyNamed } from '../pages/copy-named.tsx';
import { Part, TitledPage, useFrame, useNames } from '../pages/frame.tsx';
import { Heads } from '../pages/heads.tsx';
import { Post } from '../pages/post.tsx';
import { Submit, WayAlone } from '../pages/press.tsx';
import { ScanForm } from '../pages/scan-form.tsx';
import { HeldNote } from '../phone/held-note.tsx';
import { bestMode, leavesWords, runDayOf } from './how-it-goes.ts';
import type { Leaving } from './known-leaving.ts';
import { checksOf, inYen, measures, modeWords, proposalWords, stateWords } from './parcel-words.ts';

type Row = z.output<typeof PackingRowSchema>;

/** What waits for a parcel, by pickup library, and the parcels that are open. A scan opens the parcel it belongs into. */
export function PackingPage(props: {
  rows: readonly Row[];
  proposals: readonly PackingProposal[];
  parcels: readonly Parcel[];
  /** When Yu-Mail leaves; none while nobody can say. */
  leaving: Leaving | undefined;
}) {
  const { answer, now } = useFrame();
  const nameOf = useNames();
  const { rows, parcels } = props;
  const libraries = [...new Set(rows.map((row) => row.pickupLibrary))];
  const today = dayOf(now);
  return (
    <TitledPage
      title={windowTitle(answer, '梱包・発送')}
      at="/packing"
      csv="/lists/packing.csv"
      heading="梱包・発送"
      beside={<WayAlone to="/dispatch-board" says="発送予定表" />}
    >
      <ScanForm
        action="/packing"
        label="資料番号（バーコード）"
        hint="読み取ると、その館の小包に入ります。"
      />
      <Answer answer={answer} />
      <div class="s-split s-split--wide">
        <Part class="s-panel" id="waiting" title={`梱包待ち　${rows.length}点`}>
          {libraries.length === 0 ? <p>梱包を待っている資料はありません。</p> : null}
          {libraries.map((library) => {
            const own = rows.filter((row) => row.pickupLibrary === library);
            const proposal = props.proposals.find((one) => one.library === library);
            return (
              <section key={library} aria-label={nameOf(library)}>
                <div class="s-title s-title--tight">
                  <h3>{nameOf(library)}</h3>
                  <p>
                    {leavesWords(
                      bestMode(props.proposals, library),
                      props.leaving && runDayOf(props.leaving, library),
                      today,
                    )}
                  </p>
                  <OpenParcel library={library} direction="outward" about={nameOf(library)} />
                </div>
                <Proposed rows={own} of={proposal} />
              </section>
            );
          })}
        </Part>
        <Part class="s-panel" id="open" title={`開いている小包 ${parcels.length}個`}>
          <ParcelList parcels={parcels} />
        </Part>
      </div>
    </TitledPage>
  );
}

/** What waits for one library, as it goes best: which copies together, in what, for how much, and what that saves. */
function Proposed({ rows, of }: { rows: readonly Row[]; of: PackingProposal | undefined }) {
  const frame = useFrame();
  const parcels = of?.parcels ?? [
    { mode: 'yuMail' as const, yen: null, barcodes: rows.map((row) => row.barcode) },
  ];
  return (
    <>
      {of ? <p>{proposalWords(of)}</p> : null}
      <div class="s-scroll">
        <table class="s-table s-table--stack">
          <Heads of={['取り置き番号', '書名・資料番号', '確かめること']} />
          {parcels.map(({ mode, yen, barcodes }, at) => (
            <tbody key={barcodes[0] ?? at}>
              {parcels.length > 1 ? (
                <tr class="s-shelf-head">
                  <th scope="rowgroup" colSpan={3}>
                    {at + 1}個目　{modeWords[mode]} {barcodes.length}点{yen === null ? '' : `　${inYen(yen)}`}
                  </th>
                </tr>
              ) : null}
              {barcodes
                .flatMap((barcode) => rows.find((row) => row.barcode === barcode) ?? [])
                .map((row) => (
                  <tr key={row.copyId} data-reservation={row.reservationId}>
                    <th scope="row" class="s-mark">
                      {row.holdNumber}
                    </th>
                    <td>
                      <CopyNamed barcode={row.barcode} />
                      <HeldNote of={row.reservationId} from="/packing" about={row.holdNumber} />
                    </td>
                    <td>
                      {checksOf({
                        ...row,
                        supplementCount: frame.copies?.get(row.barcode)?.supplementCount ?? 0,
                      })}
                    </td>
                  </tr>
                ))}
            </tbody>
          ))}
        </table>
      </div>
    </>
  );
}

export function OpenParcel(props: {
  library: Library['code'];
  direction: 'outward' | 'return';
  /** What the button of a row is about, for who does not see the row. */
  about?: string;
}) {
  return (
    <Post to="/parcels" once hidden={{ to: props.library, direction: props.direction }}>
      <Submit
        says={props.direction === 'outward' ? '小包をつくる' : '返送する小包をつくる'}
        unseen={props.about && `（${props.about}）`}
      />
    </Post>
  );
}

export function ParcelList({ parcels }: { parcels: readonly Parcel[] }) {
  const nameOf = useNames();
  if (parcels.length === 0) return <p>ありません。</p>;
  return (
    <ul class="rows links">
      {parcels.map((parcel) => (
        <li key={parcel.parcelNumber}>
          <a href={`/parcels/${parcel.parcelNumber}`}>
            <span>
              <span class="s-num">{parcel.parcelNumber}</span>
              <br />
              {nameOf(parcel.library)}
              <br />
              {measures(parcel)}　{modeWords[parcel.mode]}
            </span>
            <span class="nowrap">{stateWords[parcel.state]}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
