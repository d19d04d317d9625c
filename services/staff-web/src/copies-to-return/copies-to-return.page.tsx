import type { CopyToReturn } from '@toshobin/contracts';
import { dayOf, formatDateJa } from '@toshobin/lending-rules';
import { JobPage } from '../pages/branch-page.tsx';
import type { Frame } from '../pages/frame.tsx';

const whyWords: Readonly<Record<CopyToReturn['why'], string>> = {
  cancelled: 'キャンセル済',
  expired: '取り置き期限切れ',
  closed: '予約は終わりました',
};

/** Copies of ended reservations: the prefectural desk scans them as returns, a branch sends them back. */
export function CopiesToReturnPage(props: {
  frame: Frame;
  rows: readonly CopyToReturn[];
  atBranch: boolean;
  /** The name of the account's library. */
  library: string;
}) {
  const { frame, rows, atBranch } = props;
  const title = atBranch ? '返送する資料' : '取り置きから戻す';
  return (
    <JobPage
      frame={frame}
      title={title}
      heading={`${title}　${rows.length}点`}
      at="/copies-to-return"
      library={props.library}
    >
      {atBranch ? (
        <p>
          <a href="/send-back">返送</a>の小包に入れて、県立図書館へ送ってください。
        </p>
      ) : (
        <p>
          <a href="/returns">返却受付</a>で読み取ってください。次の行き先が表示されます。
        </p>
      )}
      {rows.length === 0 ? <p>ありません。</p> : null}
      <ul class="rows">
        {rows.map((row) => (
          <li class="row" key={row.barcode}>
            <p>
              取り置き番号 <b>{row.holdNumber}</b>　<span class="s-num">{row.barcode}</span>
              <br />
              {whyWords[row.why]}（{formatDateJa(dayOf(row.since))}から）　請求記号 {row.shelfMark}
            </p>
          </li>
        ))}
      </ul>
    </JobPage>
  );
}
