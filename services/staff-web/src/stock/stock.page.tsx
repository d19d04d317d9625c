import type { catalogApi } from '@toshobin/contracts';
import { Notice } from '@toshobin/web';
import type { z } from 'zod';
import { ActForm, type Field, reasonField } from '../pages/act-form.tsx';
import { type Frame, StaffPage } from '../pages/frame.tsx';
import { Answer } from '../pages/scan-form.tsx';
import type { BigAnswer } from '../sessions/desk-state.ts';

type Copy = z.output<typeof catalogApi.readCopy.answer>;

const copyFields = (copy?: Copy): Field[] => [
  { name: 'shelfMark', label: '請求記号', value: copy?.shelfMark, maxLength: 60 },
  { name: 'weightGrams', label: '重さ（g）', type: 'number', value: copy && String(copy.weightGrams) },
  { name: 'thicknessMm', label: '厚さ（mm）', type: 'number', value: copy && String(copy.thicknessMm) },
  {
    name: 'supplementCount',
    label: '付属資料の数',
    type: 'number',
    value: String(copy?.supplementCount ?? 0),
  },
];

/** One copy changed, taken out or lost; copies and titles added. */
export function StockPage(props: {
  frame: Frame;
  answer: BigAnswer | undefined;
  barcode: string;
  copy: Copy | undefined;
  newId: () => string;
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
      {copy ? <OneCopy frame={frame} copy={copy} newId={props.newId} /> : null}
      <ActForm
        frame={frame}
        id="add-copy"
        action="/stock/copies"
        title="資料を加える"
        fields={[
          { name: 'recordId', label: '書誌の番号', value: copy?.recordId, maxLength: 18 },
          { name: 'barcode', label: '新しい資料番号', maxLength: 64 },
          ...copyFields(),
        ]}
        button="資料を加える"
      />
      <ActForm
        frame={frame}
        id="add-record"
        action="/stock/records"
        title="書誌を加える（新しい号・巻）"
        hidden={{ factId: props.newId() }}
        fields={[
          { name: 'title', label: '書名', maxLength: 500 },
          { name: 'titleReading', label: '書名（よみ）', optional: true, maxLength: 500 },
          { name: 'author', label: '著者', optional: true, maxLength: 500 },
          { name: 'publisher', label: '出版者', optional: true, maxLength: 200 },
          { name: 'year', label: '出版年', type: 'number', optional: true },
          {
            name: 'kind',
            label: '種類',
            choices: [
              { value: 'book', label: '図書' },
              { value: 'magazineIssue', label: '雑誌の号' },
              { value: 'audiovisual', label: '視聴覚資料' },
            ],
          },
          {
            name: 'lending',
            label: '貸出',
            choices: [
              { value: 'lendable', label: '貸出可' },
              { value: 'inPersonOnly', label: '来館貸出可' },
              { value: 'audiovisual', label: '視聴覚資料' },
              { value: 'referenceOnly', label: '禁帯出' },
            ],
          },
          { name: 'protectiveCover', label: '保護カバー（袋）に入れる', type: 'check' },
        ]}
        button="書誌を加える"
      />
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

function OneCopy({ frame, copy, newId }: { frame: Frame; copy: Copy; newId: () => string }) {
  const path = `/stock/copies/${copy.barcode}`;
  return (
    <section class="stack" aria-labelledby="copy">
      <h2 id="copy">
        {copy.title}　<span class="s-num">{copy.barcode}</span>
      </h2>
      <ActForm
        frame={frame}
        id="change"
        action={path}
        title="資料の変更"
        fields={copyFields(copy)}
        button="変更する"
      />
      {conditionWords[copy.condition] === undefined ? null : (
        <Notice tone="wait">{conditionWords[copy.condition]}</Notice>
      )}
      {copy.condition === 'damaged' ? (
        <ActForm
          frame={frame}
          id="mend"
          action={`${path}/service`}
          title="修理を終えて貸出に戻す"
          fields={[reasonField]}
          button="貸出に戻す"
        />
      ) : null}
      <ActForm
        frame={frame}
        id="withdraw"
        action={`${path}/withdrawal`}
        title="貸出をやめる"
        fields={[
          {
            name: 'condition',
            label: '理由',
            choices: [
              { value: 'damaged', label: '破損・修理中' },
              { value: 'withdrawn', label: '除籍' },
            ],
          },
        ]}
        button="貸出をやめる"
      />
      <ActForm
        frame={frame}
        id="lost"
        action={`${path}/lost`}
        title="紛失"
        hidden={{ factId: newId() }}
        fields={[reasonField]}
        button="紛失にする"
      />
    </section>
  );
}
