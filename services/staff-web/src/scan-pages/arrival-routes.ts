import {
  formInWords,
  type Parcel,
  ParcelNumberSchema,
  PREFECTURAL_LIBRARY,
  readBarcode,
  readBarcodeOf,
  refuseMisread,
} from '@toshobin/contracts';
import { type Decision, parcelPhase, type RefusalCode } from '@toshobin/lending-rules';
import { parseFields } from '@toshobin/web';
import { z } from 'zod';
import { type Staff, type StaffCall, type StaffRoutes, type StaffWebDeps, staffOf } from '../deps.ts';
import { answerAgain, answerScan, scannedBefore } from '../desk/answer-scan.ts';
import { actingFor } from '../for-library/acting-for.ts';
import { isOnPhone } from '../pages/branch-page.tsx';
import { drawPage, orFault } from '../pages/draw-page.ts';
import {
  askedField,
  forLibraryField,
  libraryIn,
  scanFields,
  shownField,
  standingOn,
} from '../pages/fields.ts';
import { answerNoButton, sayOn } from '../pages/keep-answer.ts';
import { readParcel, receiveParcel, reportContents } from '../parcels/parcel-verbs.ts';
import { noSuchParcel, notAParcel } from '../parcels/parcel-words.ts';
import { canBeNotArrived, sayCounted, sayReceived } from '../parcels/say-received.ts';
import { labelIn, refuseLabel } from '../parcels/tracking-number.ts';
import { ownParcel } from '../roles.ts';
import { copiesBy } from '../scans/copy-in-hand.ts';
import { isDigit } from '../scans/digits.ts';
import { lastParcelOf } from '../scans/open-parcel.ts';
import type { Said } from '../scans/say.ts';
import { type CodeRead, formTimed, timed } from '../scans/when-scanned.ts';
import { ArrivalsPage } from './arrivals.page.tsx';
import { deskInHand } from './desk-in-hand.ts';
import { TYPED_UNDO, undoLast } from './undo-routes.ts';

const ThereSchema = z.enum(['yes', 'no']);
const ArrivalForm = z.strictObject({
  ...scanFields,
  ...forLibraryField,
  ...shownField,
  ...askedField,
  there: ThereSchema.optional(),
});
const ContentsForm = z.strictObject({
  factId: z.uuid(),
  ...forLibraryField,
  parcel: ParcelNumberSchema,
  missing: z.string().max(64).optional(),
  extra: z.string().max(64).optional(),
});
const PAGE = '/arrivals';

/** Typed in place of a button: whether the parcel of another library has arrived there. */
const TYPED_THERE: Readonly<Record<string, z.infer<typeof ThereSchema>>> = { '1': 'yes', '0': 'no' };

export interface Arrival extends CodeRead {
  there?: z.infer<typeof ThereSchema> | undefined;
  shown?: string | undefined;
  asked?: string | undefined;
  query: { library: Staff['library'] | undefined };
}

export function mountArrivals(routes: StaffRoutes, deps: StaffWebDeps): void {
  routes.page(PAGE, 'receiveParcel', async (call) => {
    const acting = orFault(await actingFor(deps, staffOf(call), libraryIn(call.request)));
    const desk = await deskInHand(deps, call, acting, PAGE);
    const parcel = await parcelInHand(deps, acting, desk.answer?.code ?? '');
    const inside = parcel?.direction === 'outward' ? parcel.lines.map(({ barcode }) => barcode) : [];
    const copies = await copiesBy(deps, inside);
    const frame = isOnPhone(desk.frame) ? desk.frame : { ...desk.frame, copies };
    drawPage(deps, call, ArrivalsPage, { ...desk, frame, parcel, copies });
  });
  routes.form(PAGE, 'receiveParcel', async (call) => {
    const { library, ...fields } = await formTimed(deps, call, ArrivalForm);
    const acting = await actingFor(deps, staffOf(call), library);
    await scanArrival(deps, call, acting, { ...fields, query: { library } });
  });
  routes.form(`${PAGE}/contents`, 'reportContents', async (call) => {
    const fields = parseFields(ContentsForm, call.form);
    const { factId, library, parcel: number, missing, extra } = fields;
    const acting = await actingFor(deps, staffOf(call), library);
    const { occurredAt } = await timed(deps, call.visit, {});
    const list = (barcode: string | undefined) => (barcode === undefined ? [] : [barcode]);
    const report = { factId, occurredAt, missing: list(missing), extra: list(extra) };
    const decision = acting.ok
      ? await reportContents.doneBy(deps, acting.value, { params: { parcelNumber: number }, body: report })
      : acting;
    const said = extra === undefined ? sayCounted : await sayFound(deps, staffOf(call), extra);
    const answer = { page: PAGE, decision, said, code: number, factId, occurredAt, query: { library } };
    await answerScan(deps, call, { ...answer, final: true });
  });
}

/**
 * One scan on the page: a parcel is received; a copy after it is one that is not on the parcel's list, or was missed, as
 * is a copy by itself that the library said is missing; of one that is in a second parcel this is said alone. At the prefectural desk a parcel for another library is received for that one, once it was said that it is there.
 */
export async function scanArrival(
  deps: StaffWebDeps,
  call: StaffCall,
  acting: Decision<Staff>,
  given: Arrival,
): Promise<void> {
  const sessionId = await call.visit.openSession();
  const last = await deps.desk.answer(sessionId, PAGE);
  const standing = standingOn(given, last);
  const asks = standing?.offers.includes('arrivedThere') === true;
  const typed = asks ? TYPED_THERE[given.code] : undefined;
  const answered = last && typed ? { ...given, code: last.code, there: typed } : given;
  const { code: read, there, query, shown, asked: _, ...scan } = answered;
  if (there === 'no') return sayOn(deps, call, PAGE, notThere, { query });
  const label = labelIn(read);
  const labelled =
    acting.ok && label !== undefined ? await parcelBehind(deps, acting.value, label) : undefined;
  const code = labelled?.parcelNumber ?? read;
  if (code === TYPED_UNDO && acting.ok)
    return undoLast(deps, call, acting.value, { ...scan, shown, page: PAGE, query });
  if (isDigit(code))
    return asks ? call.response.redirect(303, pageOf(query)) : answerNoButton(deps, call, PAGE, code, query);
  const { same, earlier } = await scannedBefore(deps, sessionId, { page: PAGE, code });
  // What was sent late was answered on no page.
  if (same && last?.code === same.code) return call.response.redirect(303, pageOf(query));
  const before = same ?? earlier;
  // The arrival may have been taken back since on the page of the parcel.
  if (before && acting.ok && isHere(await parcelInHand(deps, acting.value, before.code)))
    return answerAgain(deps, call, before, query);
  // Another window may have read a parcel since; a number that was refused is none in hand.
  const factShown = z.uuid().safeParse(given.asked).data;
  const onPage = standing ?? (factShown && (await deps.scans.find(sessionId, factShown)));
  const inHand = ParcelNumberSchema.safeParse(onPage && onPage.tone !== 'stop' ? onPage.code : '');
  const isCopy = readBarcode(code);
  const own =
    acting.ok && isCopy.ok && isCopy.kind === 'copy'
      ? await ownParcelOf(deps, acting.value, isCopy.number)
      : undefined;
  const other = isCopy.ok && inHand.data && own && own.parcelNumber !== inHand.data ? own : undefined;
  const ofOther =
    isCopy.ok && other ? await sayOfOther(deps, staffOf(call), other, isCopy.number) : undefined;
  // Nothing is recorded of it: there is nothing to take back, and the parcel in hand stays in hand.
  if (ofOther) return sayOn(deps, call, PAGE, ofOther, { code: inHand.data ?? '', query });
  const missedIn = isCopy.ok && own?.lines.some(isMissed(isCopy.number)) ? own.parcelNumber : undefined;
  const parcelNumber = isCopy.ok && isCopy.kind === 'copy' ? (missedIn ?? inHand.data) : undefined;
  if (acting.ok && parcelNumber !== undefined && isCopy.ok) {
    const body = { ...scan, missing: [], extra: [isCopy.number] };
    const params = { parcelNumber };
    const decision = await reportContents.doneBy(deps, acting.value, { params, body });
    const said = await sayFound(deps, staffOf(call), isCopy.number);
    const answer = { page: PAGE, decision, said, ...scan, code: parcelNumber, query };
    return answerScan(deps, call, { ...answer, final: true });
  }
  const elsewhere = acting.ok ? await forElsewhere(deps, acting.value, code) : undefined;
  if (elsewhere && there === undefined) {
    const library = (await deps.libraries.names())(elsewhere.library);
    const told = isHere(elsewhere) ? oldLabel(library) : askWhetherThere(library);
    return sayOn(deps, call, PAGE, told, { code, query });
  }
  const receiving = elsewhere ? await actingFor(deps, staffOf(call), elsewhere.library) : acting;
  const reading = readBarcodeOf('parcel', code);
  const decision: Decision<Parcel> = !receiving.ok
    ? receiving
    : reading.ok
      ? await receiveParcel.doneBy(deps, receiving.value, {
          params: { parcelNumber: reading.number },
          body: scan,
        })
      : label === undefined
        ? refuseMisread(reading)
        : refuseLabel('小包');
  await answerScan(deps, call, {
    page: PAGE,
    decision,
    said: sayReceived,
    code,
    ...scan,
    query,
    refusedLine: '受け付けていません',
    refusedNotes: ({ code: why }) =>
      why === 'WRONG_PICKUP_LIBRARY'
        ? [`この小包は開けずに置き、県立図書館（${deps.setting.phone}）へ電話してください。`]
        : why === 'PARCEL_NOT_SENT'
          ? [ifItIsThere(staffOf(call), deps.setting.phone)]
          : label === undefined
            ? []
            : [`小包の番号は、小包のラベルと中の票にある、${formInWords('parcel')}です。`],
    refusedAs: async ({ code: why, values }) => {
      const own =
        acting.ok && why === 'WRONG_PICKUP_LIBRARY' && (await parcelInHand(deps, acting.value, code));
      return own && own.direction === 'return'
        ? OWN_TO_SEND_HOME
        : saidOfParcel(deps, why, values?.pickupLibrary);
    },
    final: !(decision.ok && canBeNotArrived(decision.value)),
  });
}

/** A parcel that the prefectural desk reads on its own page, and that was sent to another library. */
async function forElsewhere(deps: StaffWebDeps, staff: Staff, code: string): Promise<Parcel | undefined> {
  if (staff.library !== PREFECTURAL_LIBRARY) return undefined;
  const parcel = await parcelInHand(deps, staff, code);
  const isSent = parcel !== undefined && parcelPhase[parcel.state] !== 'packing';
  return isSent && parcel.direction === 'outward' ? parcel : undefined;
}

const askWhetherThere = (library: string): Said => ({
  tone: 'stop',
  line: 'まだ受け付けていません',
  text: `${library}あての小包です。\nその館に着きましたか`,
  offers: ['arrivedThere'],
});

/** A box comes back with the label it went out with. */
const oldLabel = (library: string): Said => ({
  tone: 'stop',
  line: '受け付けていません',
  text: `${library}に着いた小包です。`,
  detail: '返送の箱のときは、中の資料を「返却受付」で1点ずつ読み取ってください。',
  short: '着いている小包',
});

const notThere: Said = {
  tone: 'again',
  text: '受け付けていません',
  detail: '小包は、送り返す箱か発送の箱へ入れてください。',
};

/** What to do with a parcel in the hand of which nobody said that it was sent. */
const ifItIsThere = ({ role }: Staff, phone: string): string =>
  role === 'prefecturalDesk'
    ? '返送の小包が届いているときは、中の資料を「返却受付」で1点ずつ読み取ってください。'
    : `届いているときは、県立図書館（${phone}）へお電話ください。`;

/** Among its own a library reads one that it sends home. */
const OWN_TO_SEND_HOME: Partial<Said> = {
  text: 'この館から返送する小包です。\nここでは受け付けません。',
  short: '返送する小包',
  notes: ['開けずに、郵便で県立図書館へ送ってください。'],
};

/** What is said of a copy elsewhere, said of a parcel. */
async function saidOfParcel(
  deps: Pick<StaffWebDeps, 'libraries'>,
  code: RefusalCode,
  goesTo: unknown,
): Promise<Partial<Said> | undefined> {
  if (code === 'BARCODE_NOT_OURS') return notAParcel;
  if (code === 'NOT_FOUND') return noSuchParcel;
  if (code !== 'WRONG_PICKUP_LIBRARY') return undefined;
  const nameOf = await deps.libraries.names();
  return {
    text: `この小包は${nameOf(String(goesTo))}あてです。\nここでは受け付けません。`,
    short: 'ほかの館あての小包',
  };
}

function pageOf(query: Arrival['query']): string {
  return query.library === undefined ? PAGE : `${PAGE}?library=${query.library}`;
}

/** The parcel whose label has this number, among those of whoever scans. */
async function parcelBehind(deps: StaffWebDeps, staff: Staff, label: string): Promise<Parcel | undefined> {
  const query = { trackingNumber: label };
  const listed = await deps.shipping.listParcels({ query });
  return listed.ok ? listed.value.parcels.find((parcel) => ownParcel(staff, parcel)) : undefined;
}

/**
 * The parcel to this library that a copy was put into last. Where the library said that it misses this copy, the label may
 * be thrown away when it turns up.
 */
async function ownParcelOf(
  deps: Pick<StaffWebDeps, 'shipping'>,
  staff: Staff,
  barcode: string,
): Promise<Parcel | undefined> {
  const last = await lastParcelOf(deps, barcode);
  const isTheirs = last?.direction === 'outward' && last.library === staff.library;
  return isTheirs && last.lines.some((line) => line.barcode === barcode) ? last : undefined;
}

const isMissed =
  (barcode: string) =>
  (line: Parcel['lines'][number]): boolean =>
    line.barcode === barcode && line.missing;

/**
 * A copy of a second parcel that is read at the first one's arrival: which it is of, where that is on its way, or is there
 * with the copy. Undefined for what that does not tell, and what is to be told to the prefectural desk.
 */
async function sayOfOther(
  deps: StaffWebDeps,
  { role }: Staff,
  parcel: Parcel,
  barcode: string,
): Promise<Said | undefined> {
  const line = parcel.lines.find((one) => one.barcode === barcode && !one.missing);
  const known = (await copiesBy(deps, [barcode])).get(barcode);
  const detail = [role === 'prefecturalDesk' ? known?.title : undefined, barcode].filter(Boolean).join('　');
  const said = { tone: 'ask', line: '何も記録していません', detail } as const;
  const which = `別の小包 ${parcel.parcelNumber} の\n資料です`;
  if (line && parcel.state === 'dispatched')
    return {
      ...said,
      text: which,
      notes: [
        'その小包も届いているときは、小包の番号を読み取ってください。',
        `この小包に入っていて、その小包が届いていないときは、県立図書館（${deps.setting.phone}）へ電話してください。`,
      ],
    };
  if (line && isHere(parcel) && line.arrived && known?.place === 'atPickupLibrary' && !known.toReturn)
    return {
      ...said,
      text: which,
      notes: [`その小包は着いています。取り置き番号 ${line.holdNumber ?? '－'}の棚へ置いてください。`],
    };
  return undefined;
}

async function parcelInHand(deps: StaffWebDeps, staff: Staff, code: string): Promise<Parcel | undefined> {
  const number = ParcelNumberSchema.safeParse(code);
  if (!number.success) return undefined;
  const parcel = await readParcel(deps, staff, number.data);
  return parcel.ok ? parcel.value : undefined;
}

/** Somebody has received it. */
function isHere(parcel: Parcel | undefined): boolean {
  return parcel !== undefined && parcelPhase[parcel.state] === 'there' && !parcel.arrivalAssumed;
}

/**
 * A copy that was missed is found, and its parcel was counted before; one that was put in without a scan is shelved like the
 * others, unless nobody waits for it any more; any other copy is one too many. The prefectural desk, which enters for a
 * library, hears its title.
 */
async function sayFound(
  deps: StaffWebDeps,
  { role }: Staff,
  barcode: string,
): Promise<(parcel: Parcel) => Said> {
  const known = (await copiesBy(deps, [barcode])).get(barcode);
  const names = role === 'prefecturalDesk' ? known : undefined;
  const copy = [names?.title, names?.shelfMark, barcode].filter(Boolean).join('　');
  return (parcel) => {
    const line = parcel.lines.find((one) => one.barcode === barcode);
    if (!line)
      return {
        tone: 'ask',
        line: '余分な資料です',
        text: '県立図書館に知らせました。\n連絡があるまで別に置いてください',
        detail: copy,
        notes: ['間違えて読み取ったときは、県立図書館から電話があったときにお伝えください。'],
        short: '余分な資料',
      };
    const shelve = known?.toReturn
      ? '棚に置かず、返送してください'
      : `棚に置いてください　取り置き番号 ${line.holdNumber ?? '－'}`;
    return {
      ...sayCounted(parcel),
      tone: 'again',
      detail: `${copy}　この小包の資料です。${parcel.direction === 'outward' ? shelve : ''}`,
      short: 'この小包の資料',
    };
  };
}
