import { catalogApi, LendingSchema, RecordIdSchema, RecordKindSchema } from '@toshobin/contracts';
import { type PageCall, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';
import { reasonField, typedInto } from '../pages/fields.ts';
import { frameOf } from '../pages/frame.tsx';
import { answerOn } from '../pages/keep-answer.ts';
import type { Staff } from '../roles.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import { addCopy, addRecord, changeCopy, declareLost, mendCopy, withdrawCopy } from './keep-stock.ts';
import { StockPage } from './stock.page.tsx';
import { mountStockApi } from './stock-api.ts';

const number = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
const copyFields = {
  shelfMark: z.string().trim().min(1).max(60),
  weightGrams: number(1, 30_000),
  thicknessMm: number(1, 500),
  supplementCount: number(0, 50),
};
const ChangeForm = z.strictObject(copyFields);
const AddCopyForm = z.strictObject({
  recordId: RecordIdSchema,
  barcode: z.string().min(1).max(64),
  ...copyFields,
});
const AddRecordForm = z.strictObject({
  factId: z.uuid(),
  kind: RecordKindSchema,
  lending: LendingSchema,
  title: z.string().trim().min(1).max(500),
  titleReading: z.string().trim().max(500).default(''),
  author: z.string().trim().max(500).default(''),
  publisher: z.string().trim().max(200).default(''),
  year: number(0, 2200).default(0),
  protectiveCover: z
    .literal('yes')
    .optional()
    .transform((ticked) => ticked === 'yes'),
});
const WithdrawForm = z.strictObject({ condition: z.enum(['damaged', 'withdrawn']) });
const MendForm = z.strictObject({ reason: reasonField });
const LostForm = z.strictObject({ factId: z.uuid(), reason: reasonField });

const done = (text: string, detail = '') => ({ tone: 'ok' as const, text, detail, notes: [] });

/** The stock, kept by the prefectural desk. */
export function mountStock(routes: StaffRoutes, deps: StaffWebDeps): void {
  const barcodeOf = (call: PageCall<Staff>) => String(call.request.params.barcode).slice(0, 64);
  routes.page('/stock', 'stock', async (call) => {
    const barcode = typedInto(call.request, 'barcode', 64);
    const [found, answer] = await Promise.all([
      barcode === '' ? undefined : deps.catalog.call(catalogApi.readCopy, { params: { barcode } }),
      deps.desk.answer(await call.visit.openSession(), '/stock'),
    ]);
    const copy = found?.ok ? found.value : undefined;
    const { newId } = deps;
    sendPage(call.response, h(StockPage, { frame: frameOf(deps, call), answer, barcode, copy, newId }));
  });
  routes.form('/stock/records', 'stock', async (call) => {
    const decision = await addRecord(deps, staffOf(call), parseFields(AddRecordForm, call.form));
    const said = ({ recordId }: { recordId: string }) =>
      done('書誌を加えました', `書誌の番号 ${recordId}。続けて資料を加えてください`);
    await answerOn(deps, call, '/stock', { decision, said, code: '' });
  });
  routes.form('/stock/copies', 'stock', async (call) => {
    const decision = await addCopy(deps, staffOf(call), parseFields(AddCopyForm, call.form));
    const said = () => done('資料を加えました', '返却受付で読み取ると、次の行き先が表示されます');
    const query = { barcode: decision.ok ? decision.value.barcode : undefined };
    await answerOn(deps, call, '/stock', { decision, said, code: '', query });
  });
  routes.form('/stock/copies/:barcode', 'stock', async (call) => {
    const barcode = barcodeOf(call);
    const fields = parseFields(ChangeForm, call.form);
    const decision = await changeCopy(deps, staffOf(call), { ...fields, barcode });
    const said = () => done('変更しました');
    await answerOn(deps, call, '/stock', { decision, said, code: '', query: { barcode } });
  });
  routes.form('/stock/copies/:barcode/withdrawal', 'stock', async (call) => {
    const barcode = barcodeOf(call);
    const fields = parseFields(WithdrawForm, call.form);
    const decision = await withdrawCopy(deps, staffOf(call), { ...fields, barcode });
    const said = ({ stillWaiting }: { stillWaiting: number }) =>
      done('貸出をやめました', stillWaiting > 0 ? `お待ちの方 ${stillWaiting}人` : '');
    await answerOn(deps, call, '/stock', { decision, said, code: '', query: { barcode } });
  });
  routes.form('/stock/copies/:barcode/service', 'stock', async (call) => {
    const barcode = barcodeOf(call);
    const { reason } = parseFields(MendForm, call.form);
    const decision = await mendCopy(deps, staffOf(call), { barcode, reason });
    const said = () => done('貸出に戻しました', '棚へ戻します。お待ちの方がいるときは、出庫リストに入ります');
    await answerOn(deps, call, '/stock', { decision, said, code: '', query: { barcode } });
  });
  routes.form('/stock/copies/:barcode/lost', 'stock', async (call) => {
    const barcode = barcodeOf(call);
    const fields = parseFields(LostForm, call.form);
    const decision = await declareLost(deps, staffOf(call), { ...fields, barcode });
    const said = () => done('紛失にしました');
    await answerOn(deps, call, '/stock', { decision, said, code: '', query: { barcode } });
  });
  mountStockApi(routes, deps);
}
