import { TitledPage } from '../pages/frame.tsx';
import { Way } from '../pages/press.tsx';
import { PrintedNoMore } from './printed-no-more.tsx';

/** R1. In place of a sheet whose card is in the post, or was never made. */
export function NotToBePostedPage() {
  return (
    <TitledPage title="この申込みのカードは、郵送待ちではありません" narrow>
      <p>カード・添え状・宛名ラベルは、カードができてから「郵送しました」を押すまで印刷できます。</p>
      <p>
        <PrintedNoMore />
      </p>
      <p>
        <Way to="/cards" says="貸出カードへ" />
      </p>
    </TitledPage>
  );
}
