import type { RecordDetail } from '@toshobin/contracts';
import { Part, TapLine } from '../pages/elements.tsx';
import type { Frame } from '../pages/frame.tsx';
import { recordPath } from '../records/record-path.ts';

/** The address that stays, and the record for a reference manager. */
export function Citations(props: { frame: Frame; record: RecordDetail; publicUrl: string }) {
  const { frame, record, publicUrl } = props;
  const { say } = frame;
  const path = recordPath(record);
  const { href } = new URL(path, publicUrl);
  return (
    <Part
      id="citations"
      class="stack stack--s"
      small
      title={say('この資料のアドレスと文献情報', 'Address and citation')}
    >
      <TapLine href={path}>{href}</TapLine>
      <ul class="cluster">
        <li>
          <a class="tap" href={`${path}.ris`} download rel="nofollow">
            {say('RIS形式で保存', 'Save as RIS')}
          </a>
        </li>
        <li>
          <a class="tap" href={`${path}.bib`} download rel="nofollow">
            {say('BibTeX形式で保存', 'Save as BibTeX')}
          </a>
        </li>
      </ul>
    </Part>
  );
}
