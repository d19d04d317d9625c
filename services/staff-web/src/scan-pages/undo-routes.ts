import {
  LibraryCodeSchema,
  ParcelNumberSchema,
  PREFECTURAL_LIBRARY,
  placeIs,
  type ReservationId,
  type ReservationNoticeKind,
} from '@toshobin/contracts';
import type { Decision } from '@toshobin/lending-rules';
import { allow, refuse } from '@toshobin/lending-rules';
import { z } from 'zod';
import { type Staff, type StaffCall, type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { declaredHandOuts, voidScan } from '../desk/scan-verbs.ts';
import { actingFor } from '../for-library/acting-for.ts';
import { answerOnce, drawPage, orFault } from '../pages/draw-page.ts';
import { libraryIn, WhereFromSchema } from '../pages/fields.ts';
import { frameFor, naming } from '../pages/frame.tsx';
import { answerOn, type Query, sayOn } from '../pages/keep-answer.ts';
import { takeBackArrival } from '../parcels/parcel-verbs.ts';
import { copyInHand } from '../scans/copy-in-hand.ts';
import { loanOf } from '../scans/lend.ts';
import type { Said } from '../scans/say.ts';
import { formTimed, type Step, stepFields } from '../scans/when-scanned.ts';
import { mailsOf, mailWords } from '../timeline/mails.ts';
import { DeclaredHandOutsPage } from './declared-hand-outs.page.tsx';

const UndoForm = z.strictObject({
  ...stepFields,
  library: LibraryCodeSchema.optional(),
  voids: z.uuid(),
  from: WhereFromSchema.optional(),
  page: z.enum(['/pick-list', '/returns', '/hand-in', '/hand-out', '/arrivals']),
});

const undone = {
  picked: '出庫',
  handedOut: '引渡し',
  handedIn: '返却の受付',
  home: '返却処理',
  notOnShelf: '「棚にありません」',
  arrived: '到着受付',
} as const;

type Undone = keyof typeof undone;

const mailOf: Readonly<Partial<Record<Undone, ReservationNoticeKind>>> = {
  home: 'returned',
  handedIn: 'handedIn',
};

/** What was in the hand, and that it is nobody's now, where it is to go. */
interface InHand {
  parcelNumber?: string | undefined;
  goesBack?: boolean | undefined;
  /** The copy had been lent at the counter without a reservation. */
  ofCounter?: boolean | undefined;
  isHeld?: boolean | undefined;
  /** What its reader has been told of it, and who tells them otherwise. */
  told?: string | undefined;
}

const sayUndone =
  ({ parcelNumber = '', goesBack = false, ofCounter = false, isHeld = false, told }: InHand) =>
  ({ undone: kind, declaredToo = false }: { undone: Undone; declaredToo?: boolean }): Said => {
    const detail = `${parcelNumber}　${ofCounter ? '窓口貸出' : undone[kind]}を取り消しました。`.trim();
    const notes = [
      ...(goesBack
        ? ['今はどなたの取り置きでもありません。返却受付で読み取ってください。次の行き先が表示されます。']
        : []),
      ...(isHeld ? ['取り置き中に戻りました。手元の資料は、取り置き棚へ戻してください。'] : []),
      ...(declaredToo
        ? [
            '利用者の「受け取りました」も、いっしょに取り消しました。資料が棚にないときは、カードと資料をもう一度読み取ってください。',
          ]
        : []),
      ...(told === undefined ? [] : [told]),
    ];
    return { tone: notes.length > 0 ? 'ask' : 'again', text: '取り消しました', detail, notes };
  };

/** Says that the mail went out before the scan was taken back: nothing but My Library says otherwise by itself. */
async function toldByMail(
  deps: Pick<StaffWebDeps, 'patron' | 'setting'>,
  { library }: Pick<Staff, 'library'>,
  { kind, reservationId }: { kind: Undone; reservationId: ReservationId },
): Promise<string | undefined> {
  const about = mailOf[kind];
  if (about === undefined) return undefined;
  const { mails } = await mailsOf(deps, reservationId);
  if (!mails.some((mail) => mail.kind === about && mail.state === 'sent')) return undefined;
  const sent = `「${mailWords[about]}」のメールは、もう送りました。Myライブラリは、貸出中に戻ります。`;
  return library === PREFECTURAL_LIBRARY
    ? `${sent}利用者に、電話で知らせてください。資料番号で経過を開くと、「利用者を表示する」で電話番号が分かります。`
    : `${sent}県立図書館（${deps.setting.phone}）へ、電話してください。`;
}

/** Takes back the arrival of a parcel that was received on this session's page of arrivals: of all that is in it. */
async function undoOwnArrival(
  deps: StaffWebDeps,
  as: { staff: Staff; sessionId: string },
  undo: Step & { voids: string },
): Promise<Decision<{ undone: 'arrived' }>> {
  const row = await deps.scans.find(as.sessionId, undo.voids);
  const parcelNumber = ParcelNumberSchema.safeParse(row?.code);
  if (!parcelNumber.success || !(await deps.desk.madeHere(as.sessionId, undo.voids)))
    return refuse('NOT_FOUND');
  const params = { parcelNumber: parcelNumber.data };
  const taken = await takeBackArrival.doneBy(deps, as, { params, body: undo });
  if (!taken.ok) return taken;
  await deps.scans.markUndone(as.sessionId, undo.voids, deps.now());
  return allow({ undone: 'arrived' });
}

/** A parcel is received at once with all that is in it; every other scan is of one copy. Says which number it was. */
async function undoOn(
  deps: StaffWebDeps,
  call: StaffCall,
  acting: Decision<Staff>,
  { page, query, ...body }: Step & { voids: string; page: string; query: Query },
): Promise<void> {
  const sessionId = await call.visit.openSession();
  const code = (await deps.scans.find(sessionId, body.voids))?.code ?? '';
  const undo = (staff: Staff) =>
    page === '/arrivals'
      ? undoOwnArrival(deps, { staff, sessionId }, body)
      : voidScan.doneBy(deps, { staff, sessionId }, { params: {}, body });
  const decision = acting.ok ? await undo(acting.value) : acting;
  // A parcel that was not received is in nobody's hand.
  const [parcelNumber, copy] = page === '/arrivals' ? [code, ''] : ['', code];
  const kind = decision.ok && page !== '/arrivals' ? decision.value.undone : undefined;
  const known = kind === 'handedOut' || (kind && mailOf[kind]) ? await copyInHand(deps, copy) : undefined;
  // The copy was lent without a reservation, or its reservation has another copy or has ended.
  const goesBack = kind === 'handedOut' && known?.toReturn != null;
  const ofCounter = goesBack && known?.wentFor === loanOf(body.voids);
  const isHeld = kind === 'handedOut' && !goesBack && known !== undefined && placeIs(known.place, 'held');
  const reservationId = known?.reservationId;
  const told =
    acting.ok && kind && reservationId
      ? await toldByMail(deps, acting.value, { kind, reservationId })
      : undefined;
  const said = sayUndone({ parcelNumber, goesBack, ofCounter, isHeld, told });
  await answerOn(deps, call, page, { decision, said, code: copy, query });
}

/** What is typed into a scan's field instead of pressing 「取り消す」; no barcode is one digit long. */
export const TYPED_UNDO = '0';

const nothingToUndo: Said = {
  tone: 'stop',
  text: '取り消すものが\nありません',
  detail: '何もしていません。',
  notes: [
    '数字の 0 で取り消せるのは、この画面に出ている最後の読み取りだけです。前のものは、読み取ったものの「取り消す」を押してください。',
  ],
};

/**
 * Takes back what a page shows as its last scan: the windows of a browser share their session, in which another one may
 * have read since. Of a page that does not say what it shows: the last one of the session, if it was read on that page.
 */
export async function undoLast(
  deps: StaffWebDeps,
  call: StaffCall,
  acting: Staff,
  { shown, ...undo }: Step & { page: string; shown?: string | undefined; query?: Query },
): Promise<void> {
  const { page } = undo;
  const sessionId = await call.visit.openSession();
  const voids =
    shown === undefined
      ? (await deps.desk.answer(sessionId, page))?.undo
      : await standing(deps, sessionId, { page, shown });
  const query = undo.query ?? { library: acting.enteredBy === undefined ? undefined : acting.library };
  if (voids === undefined) {
    return sayOn(deps, call, page, nothingToUndo, { query });
  }
  await undoOn(deps, call, allow(acting), { ...undo, voids, query });
}

/** The scan of a page with that fact, unless it was taken back meanwhile. */
async function standing(
  { scans }: Pick<StaffWebDeps, 'scans'>,
  sessionId: string,
  { page, shown }: { page: string; shown: string },
): Promise<string | undefined> {
  const factId = z.uuid().safeParse(shown).data;
  const row = factId && (await scans.find(sessionId, factId));
  return row && row.page === page && row.undoable && row.undoneAt === null ? row.factId : undefined;
}

/** Takes back what was just scanned, and what a patron said of a copy that is still here. */
export function mountUndo(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.form('/scans/undo', 'undo', async (call) => {
    const { library, from, ...scan } = await formTimed(deps, call, UndoForm);
    const acting = await actingFor(deps, staffOf(call), library);
    await undoOn(deps, call, acting, { ...scan, query: { library, from } });
  });
  routes.page('/declared-hand-outs', 'declaredHandOuts', async (call) => {
    const acting = orFault(await actingFor(deps, staffOf(call), libraryIn(call.request)));
    const list = orFault(await declaredHandOuts(deps, acting));
    const answer = await answerOnce(deps, call, '/declared-hand-outs');
    const [bare, nameOf] = await Promise.all([frameFor(deps, call, acting), deps.libraries.names()]);
    const library = nameOf(acting.library);
    const { rows } = list;
    const barcodes = rows.map(({ barcode }) => barcode);
    const frame = await naming(deps, bare, barcodes);
    drawPage(deps, call, DeclaredHandOutsPage, { frame, rows, answer, library });
  });
}
