import { readBarcodeOf, refuseMisread } from '@toshobin/contracts';
import { type Decision, refuse } from '@toshobin/lending-rules';
import { pageFault, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { StaffWebDeps } from '../deps.ts';
import { actingFor, actingForBranch } from '../for-library/acting-for.ts';
import {
  bookDropOf,
  forLibraryField,
  libraryIn,
  scanFields,
  type WhereFrom,
  WhereFromSchema,
} from '../pages/fields.ts';
import { frameFor, frameOf } from '../pages/frame.tsx';
import { answerOn } from '../pages/keep-answer.ts';
import { receiveParcel } from '../parcels/work-on-parcel.ts';
import { type StaffRoutes, staffOf } from '../staff-routes.ts';
import { mountHandOut } from './hand-out-routes.ts';
import { type Said, sayingAt } from './say.ts';
import { mountScanApi } from './scan-api.ts';
import { handIn, processReturn } from './scan-copy.ts';
import { ArrivalsPage, HandInPage, ReturnsPage } from './scan-pages.tsx';
import { mountUndo, TYPED_UNDO, undoLast } from './undo-routes.ts';
import { timed } from './when-scanned.ts';

const ArrivalForm = z.strictObject({ ...scanFields, ...forLibraryField });
const ReturnForm = z.strictObject({ ...scanFields, from: WhereFromSchema });
const HandInForm = z.strictObject({ ...scanFields, ...forLibraryField, from: WhereFromSchema });

export function mountScans(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page('/returns', 'processReturn', async (call) => {
    const answer = await deps.desk.answer(await call.visit.openSession(), '/returns');
    const from = fromOf(call.request.query.from);
    sendPage(call.response, h(ReturnsPage, { frame: frameOf(deps, call), answer, newId: deps.newId, from }));
  });
  routes.form('/returns', 'processReturn', async (call) => {
    const { from, code, ...scan } = await timed(deps, call.visit, parseFields(ReturnForm, call.form));
    if (code === TYPED_UNDO) return undoLast(deps, call, staffOf(call), { ...scan, page: '/returns' });
    const decision =
      code === ''
        ? refuse('BARCODE_NOT_OURS')
        : await processReturn(deps, staffOf(call), { ...scan, barcode: code, ...bookDropOf(from) });
    const said = await sayingAt(deps, 'return');
    await answerOn(deps, call, '/returns', { decision, said, code, query: { from }, undo: scan.factId });
  });

  routes.page('/hand-in', 'handIn', async (call) => {
    const acting = await actingForBranch(deps, staffOf(call), libraryIn(call.request));
    if (!acting.ok) return call.response.redirect(303, '/for-library');
    const answer = await deps.desk.answer(await call.visit.openSession(), '/hand-in');
    const frame = await frameFor(deps, call, acting.value);
    const from = fromOf(call.request.query.from);
    sendPage(call.response, h(HandInPage, { frame, answer, newId: deps.newId, from }));
  });
  routes.form('/hand-in', 'handIn', async (call) => {
    const fields = await timed(deps, call.visit, parseFields(HandInForm, call.form));
    const { from, code, library, ...scan } = fields;
    const acting = await actingForBranch(deps, staffOf(call), library);
    if (acting.ok && code === TYPED_UNDO) {
      return undoLast(deps, call, acting.value, { ...scan, page: '/hand-in' });
    }
    const decision = !acting.ok
      ? acting
      : code === ''
        ? refuse('BARCODE_NOT_OURS')
        : await handIn(deps, acting.value, { ...scan, barcode: code, ...bookDropOf(from) });
    const said = await sayingAt(deps, 'handIn');
    const query = { library, from };
    await answerOn(deps, call, '/hand-in', { decision, said, code, query, undo: scan.factId });
  });

  routes.page('/arrivals', 'receiveParcel', async (call) => {
    const acting = await actingFor(deps, staffOf(call), libraryIn(call.request));
    if (!acting.ok) pageFault(404);
    const answer = await deps.desk.answer(await call.visit.openSession(), '/arrivals');
    const frame = await frameFor(deps, call, acting.value);
    sendPage(call.response, h(ArrivalsPage, { frame, answer, newId: deps.newId }));
  });
  routes.form('/arrivals', 'receiveParcel', async (call) => {
    const fields = await timed(deps, call.visit, parseFields(ArrivalForm, call.form));
    const { code, library, ...scan } = fields;
    const acting = await actingFor(deps, staffOf(call), library);
    const reading = readBarcodeOf('parcel', code);
    const decision: Decision<Received> = !acting.ok
      ? acting
      : reading.ok
        ? await receiveParcel(deps, acting.value, reading.number, scan)
        : refuseMisread(reading);
    await answerOn(deps, call, '/arrivals', { decision, said: sayReceived, code, query: { library } });
  });

  mountHandOut(routes, deps);
  mountUndo(routes, deps);
  mountScanApi(routes, deps);
}

interface Received {
  parcelNumber: string;
  lines: readonly { arrived: boolean }[];
}

function sayReceived(parcel: Received): Said {
  const received = parcel.lines.filter((line) => line.arrived).length;
  return {
    tone: 'ok',
    text: `${parcel.lines.length}点のうち${received}点を受け付けました`,
    detail: '取り置き番号の順に棚へ置いてください',
    notes: [`足りないとき、余分なときは、小包 ${parcel.parcelNumber} の画面で知らせてください`],
  };
}

function fromOf(query: unknown): WhereFrom {
  return WhereFromSchema.safeParse(query).data ?? 'counter';
}
