import type { CopyToReturn, Library, Parcel } from '@toshobin/contracts';
import { dayOf } from '@toshobin/lending-rules';
import { Answer, windowTitle } from '../pages/answer.tsx';
import { JobPage } from '../pages/branch-page.tsx';
import { CopyNamed } from '../pages/copy-named.tsx';
import { shortDate } from '../pages/dates.ts';
import { Part, useFrame, useNames } from '../pages/frame.tsx';
import { Below } from '../pages/marks.tsx';
import { onPhone, ScanForm } from '../pages/scan-form.tsx';
import { whyNobodys } from '../scans/why-nobodys.ts';
import { OpenParcel, ParcelList } from './packing.page.tsx';

/** A pickup library sends home: what is to go, one field that packs it, its parcels. Numbers and dates only. */
export function SendBackPage(props: {
  library: Library['code'];
  parcels: readonly Parcel[];
  /** What is in no parcel yet; undefined while nobody can say. */
  waiting: readonly CopyToReturn[] | undefined;
  keys: boolean;
}) {
  const frame = useFrame();
  const { answer } = frame;
  const nameOf = useNames();
  const { library, parcels, waiting } = props;
  return (
    <JobPage title={windowTitle(answer, '返送')} heading="返送" at="/send-back" library={nameOf(library)}>
      <ScanForm
        action="/send-back"
        label="資料番号を読む"
        hint="読み取ると、返送の小包に入ります。"
        phone={onPhone(frame, props.keys, '/send-back')}
      />
      <Answer answer={answer} />
      <Part
        class="stack stack--s"
        id="waiting"
        title={`小包に入れる資料${waiting ? `　${waiting.length}点` : ''}`}
      >
        {waiting ? null : <p>いまはわかりません。読み取ると、小包に入ります。</p>}
        {waiting?.length === 0 ? <p>ありません。</p> : null}
        <ul class="rows">
          {(waiting ?? []).map((copy) => (
            <li class="row" key={copy.barcode}>
              <p>
                {copy.holdNumber === null ? (
                  <b>予約のない資料　</b>
                ) : (
                  <>
                    取り置き番号 <b>{copy.holdNumber}</b>　
                  </>
                )}
                <CopyNamed barcode={copy.barcode} />
                <br />
                {copy.claimed ? '返したとのお申し出' : whyNobodys[copy.why]}（{shortDate(dayOf(copy.since))}）
                {copy.claimed ? (
                  <Below>返却箱とブックポストを捜し、見つかったら返却受付で読み取ってください。</Below>
                ) : null}
              </p>
            </li>
          ))}
        </ul>
      </Part>
      <Part class="stack stack--s" id="parcels" title="返送の小包">
        <ParcelList parcels={parcels} />
        <OpenParcel library={library} direction="return" />
      </Part>
    </JobPage>
  );
}
