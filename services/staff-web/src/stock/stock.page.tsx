import type { catalogApi } from '@toshobin/contracts';
import { Notice } from '@toshobin/web';
import type { z } from 'zod';
import { type Frame, StaffPage } from '../pages/frame.tsx';
import { Answer } from '../pages/scan-form.tsx';
import type { BigAnswer } from '../sessions/desk-state.ts';
import { VerbForm } from '../verbs/verb-form.tsx';
import { addCopy, addRecord, changeCopy, declareLost, mendCopy, withdrawCopy } from './stock-verbs.ts';

type Copy = z.output<typeof catalogApi.readCopy.answer>;

/** One copy changed, taken out or lost; copies and titles added. */
export function StockPage(props: {
  frame: Frame;
  answer: BigAnswer | undefined;
  barcode: string;
  copy: Copy | undefined;
}) {
  const { frame, copy, barcode } = props;
  return (
    <StaffPage frame={frame} title="資料の登録" at="/stock">
      <h1>資料の登録</h1>
      {props.answer ? <Answer answer={props.answer} /> : null}
      <form class="stack form" action="/stock">
        <div class="field">
          <label for="barcode">資料番号（バーコード）</label>
          <input
            class="input"
            id="barcode"
            name="barcode"
            value={barcode}
            autocomplete="off"
            inputMode="numeric"
            autofocus
            maxLength={64}
          />
        </div>
        <button class="btn" type="submit">
          資料を捜す
        </button>
      </form>
      {barcode !== '' && !copy ? <p>この番号の資料はありません。</p> : null}
      {copy ? <OneCopy frame={frame} copy={copy} /> : null}
      <VerbForm frame={frame} verb={addCopy} shown={{ recordId: copy?.recordId, supplementCount: 0 }} />
      <VerbForm frame={frame} verb={addRecord} />
    </StaffPage>
  );
}

/** What a copy waits for that can't be lent, and what brings it back. */
const conditionWords: Readonly<Partial<Record<Copy['condition'], string>>> = {
  searching: '捜索中です。見つかったら、返却受付で読み取ると貸出に戻ります。',
  missing: '所在不明です。見つかったら、返却受付で読み取ると貸出に戻ります。',
  lost: '紛失です。見つかったら、返却受付で読み取ると貸出に戻ります。',
  damaged: '破損・修理中です。',
  withdrawn: '除籍しました。',
};

function OneCopy({ frame, copy }: { frame: Frame; copy: Copy }) {
  const { barcode } = copy;
  return (
    <section class="stack" aria-labelledby="copy">
      <h2 id="copy">
        {copy.title}　<span class="s-num">{barcode}</span>
      </h2>
      <VerbForm frame={frame} verb={changeCopy} of={{ barcode }} shown={copy} />
      {conditionWords[copy.condition] === undefined ? null : (
        <Notice tone="wait">{conditionWords[copy.condition]}</Notice>
      )}
      {copy.condition === 'damaged' ? <VerbForm frame={frame} verb={mendCopy} of={{ barcode }} /> : null}
      <VerbForm frame={frame} verb={withdrawCopy} of={{ barcode }} />
      <VerbForm frame={frame} verb={declareLost} of={{ barcode }} />
    </section>
  );
}
