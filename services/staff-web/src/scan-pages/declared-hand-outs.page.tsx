import { dayOf, formatDateJa, type Instant } from '@toshobin/lending-rules';
import { stillHere } from '../desk/scan-verbs.ts';
import { Told } from '../pages/answer.tsx';
import { JobPage } from '../pages/branch-page.tsx';
import { CopyNamed } from '../pages/copy-named.tsx';
import { useFrame } from '../pages/frame.tsx';
import { pageWith } from '../pages/keep-answer.ts';
import { VerbForm } from '../verbs/verb-form.tsx';

/** R8. What patrons say they have picked up here without a scan; what is still on the shelf is said so. */
export function DeclaredHandOutsPage(props: {
  rows: readonly { handOutFactId: string; barcode: string; holdNumber: string; declaredAt: Instant }[];
  library: string;
}) {
  const { forLibrary } = useFrame();
  const { rows } = props;
  return (
    <JobPage
      title="「受け取りました」"
      heading={`「受け取りました」　${rows.length}点`}
      at="/declared-hand-outs"
      library={props.library}
      csv={pageWith('/lists/declared-hand-outs.csv', { library: forLibrary?.code })}
    >
      <Told />
      <p>
        {props.library}
        の取り置きのうち、読み取りはありませんが、利用者が「受け取りました」とした資料です。棚にあるときは知らせてください。
      </p>
      {rows.length === 0 ? <p>ありません。</p> : null}
      <ul class="rows">
        {rows.map((row) => (
          <li class="row cluster cluster--apart" key={row.handOutFactId}>
            <p>
              取り置き番号 <b>{row.holdNumber}</b>　
              <CopyNamed barcode={row.barcode} />
              <br />
              {formatDateJa(dayOf(row.declaredAt))}
            </p>
            <VerbForm
              verb={stillHere}
              of={{ handOutFactId: row.handOutFactId }}
              row={row.handOutFactId}
              about={row.barcode}
            />
          </li>
        ))}
      </ul>
    </JobPage>
  );
}
