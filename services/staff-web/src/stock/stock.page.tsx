import { conditionIs, holdNumberOf, type TitleAtDesk } from '@toshobin/contracts';
import { formatDateJa } from '@toshobin/lending-rules';
import { Notice } from '@toshobin/web';
import { Told } from '../pages/answer.tsx';
import { places } from '../pages/copy-places.ts';
import { Entry } from '../pages/entry.tsx';
import { Part, TitledPage, useNames } from '../pages/frame.tsx';
import { Submit, WayAlone } from '../pages/press.tsx';
import { VerbForm } from '../verbs/verb-form.tsx';
import {
  addCopy,
  addRecord,
  changeCopy,
  declareLost,
  mendCopy,
  TITLE_DELETED,
  type wayBack,
  withdrawCopy,
} from './stock-verbs.ts';
import { type Copy, isLent, isSomebodys, whatMoves } from './who-loses.ts';

/** One copy changed, taken out or lost; copies and titles added. */
export function StockPage(props: {
  barcode: string;
  copy: Copy | undefined;
  /** The title that a copy is added to, where it is known. */
  record: string | undefined;
  /** Who waits for the copy's title, and its other copies. */
  title: TitleAtDesk | undefined;
  /** In which parcel it is that has not left. */
  inParcel: string | undefined;
  /** The page whose 破損・除籍 led here. */
  way: ReturnType<typeof wayBack>;
}) {
  const { copy, barcode } = props;
  return (
    <TitledPage title="資料の登録" at="/stock">
      <Told />
      <form class="stack form" action="/stock">
        <Entry
          label="資料番号（バーコード）"
          id="barcode"
          autocomplete="off"
          inputMode="numeric"
          autofocus
          maxLength={64}
        />
        <Submit name="read" value="1" says="資料を捜す" />
      </form>
      {barcode !== '' && !copy ? (
        <p>
          番号 <b class="s-num">{barcode}</b> の資料はありません。
        </p>
      ) : null}
      {copy ? <OneCopy {...props} copy={copy} /> : null}
      <VerbForm verb={addCopy} shown={{ recordId: props.record, supplementCount: 0 }} />
      <VerbForm verb={addRecord} />
    </TitledPage>
  );
}

/** What a copy waits for that can't be lent, and what brings it back. */
const conditionWords: Readonly<Partial<Record<Copy['condition'], string>>> = {
  searching: '捜索中です。見つかったら、返却受付で読み取ると貸出に戻ります。',
  missing: '所在不明です。見つかったら、返却受付で読み取ると貸出に戻ります。',
  lost: '紛失です。見つかったら、返却受付で読み取ると貸出に戻ります。',
  damaged: '破損・修理中です。',
  withdrawn:
    '除籍しました。返らない資料の手続きで除籍になったものは、見つかったら、返却受付で読み取ると貸出に戻ります。',
};

interface CopyOnPage {
  copy: Copy;
  title: TitleAtDesk | undefined;
  /** In which parcel it is that has not left. */
  inParcel: string | undefined;
  way: ReturnType<typeof wayBack>;
}

function OneCopy({ copy, title, inParcel, way }: CopyOnPage) {
  const nameOf = useNames();
  const { barcode } = copy;
  const given = way ? { from: way.from } : {};
  const losing = { copies: [copy], title };
  const name = (
    <>
      {copy.title}　<span class="s-num">{barcode}</span>
    </>
  );
  return (
    <Part class="stack" id="copy" title={name}>
      <p>
        今の場所 <b>{places[copy.place]}</b>
        {isSomebodys(copy) ? (
          <>
            　取り置き番号 <b class="s-mark">{holdNumberOf(copy.allocation ?? 0)}</b>
            {copy.pickupLibrary ? `（${nameOf(copy.pickupLibrary)}）` : ''}
            {copy.due ? `　返却期限 ${formatDateJa(copy.due.date)}` : ''}
          </>
        ) : null}
        {inParcel ? `　${inParcel}` : ''}
      </p>
      <p>
        <a class="tap" href={`/titles/${copy.recordId}`}>
          この書名の予約と資料を見る
        </a>
      </p>
      <VerbForm verb={changeCopy} of={{ barcode }} shown={copy} />
      {conditionWords[copy.condition] === undefined ? null : (
        <Notice tone="wait">
          {conditionWords[copy.condition]}
          {title?.deleted ? TITLE_DELETED : ''}
        </Notice>
      )}
      {conditionIs(copy.condition, 'outOfUse') ? <VerbForm verb={mendCopy} of={{ barcode }} /> : null}
      <details class="s-fold">
        <summary>貸出をやめる（破損・修理・除籍）</summary>
        <p id="withdraw">
          <b>{name}</b>
        </p>
        <p>
          {isLent(copy)
            ? '利用者がお持ちか、返送中の資料です。返却処理をしてから、やめます。'
            : whatMoves(losing)}
        </p>
        <VerbForm verb={withdrawCopy} of={{ barcode }} row="copy" given={given} />
        {way ? <WayAlone to={way.back} says={way.words} /> : null}
      </details>
      {copy.condition === 'lost' ? null : (
        <details class="s-fold">
          <summary>紛失にする</summary>
          <p>
            <b>{name}</b>
          </p>
          <p>{whatMoves(losing)}</p>
          <VerbForm verb={declareLost} of={{ barcode }} row="copy" given={given} />
        </details>
      )}
    </Part>
  );
}
