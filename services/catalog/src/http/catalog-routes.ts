import {
  catalogApi,
  type ReservationId,
  ReservationIdSchema,
  type SearchAnswer,
  type SearchQuerySchema,
} from '@toshobin/contracts';
import { allow, dayOf, refuse } from '@toshobin/lending-rules';
import { type CallerTokens, type Logger, serveApi } from '@toshobin/service';
import { openTasksOf, reopenTask, settle, settledTasksOf } from '@toshobin/tasks';
import type { Pool } from 'pg';
import type { z } from 'zod';
import type { CatalogDeps } from '../catalog-deps.ts';
import type { ClassCounts } from '../classification/class-counts.ts';
import { ndcClassName } from '../classification/class-names.ts';
import { readSubjects } from '../classification/classes-of-subject.ts';
import { classesUnder } from '../classification/classes-under.ts';
import { movedByClosures } from '../closures/moved-by-closures.ts';
import { previewClosure } from '../closures/preview-closure.ts';
import { addCopy } from '../copies/add-copy.ts';
import { changeCopy } from '../copies/change-copy.ts';
import { claimReturned } from '../copies/claim-returned.ts';
import { confirmHandOut } from '../copies/confirm-hand-out.ts';
import { confirmPick } from '../copies/confirm-pick.ts';
import { copiesToReturn } from '../copies/copies-to-return.ts';
import { declareLost } from '../copies/declare-lost.ts';
import { handOut } from '../copies/hand-out.ts';
import { heldCopies } from '../copies/held-copies.ts';
import { lendAtCounter } from '../copies/lend-at-counter.ts';
import { mendCopy } from '../copies/mend-copy.ts';
import { missHeldCopy } from '../copies/miss-held-copy.ts';
import { notOnShelf } from '../copies/not-on-shelf.ts';
import { pickList } from '../copies/pick-list.ts';
import { readCopy, shelfMarksOfTitles, titlesOfCopies } from '../copies/read-copy.ts';
import { reportPart } from '../copies/report-part.ts';
import { takeBack } from '../copies/take-back.ts';
import { waitingAtDesk } from '../copies/waiting-at-desk.ts';
import { withdrawCopy } from '../copies/withdraw-copy.ts';
import { readImport, shown } from '../import/report.ts';
import { lastRuns } from '../import/run.ts';
import { reservationOfHold } from '../ledger/reservation-of-hold.ts';
import { standingsOf } from '../ledger/standings.ts';
import { allowLateHandOut } from '../loans/allow-late-hand-out.ts';
import { declaredHandOuts } from '../loans/declared-hand-outs.ts';
import { previewExtension } from '../loans/preview-extension.ts';
import { settleLoan } from '../loans/settle-loan.ts';
import { takeBackSettlement } from '../loans/take-back-settlement.ts';
import { unreturnedLoans } from '../loans/unreturned-loans.ts';
import { changePolicy } from '../policy/change-policy.ts';
import { newestPolicy } from '../policy/policy-in-force.ts';
import { policyVersions } from '../policy/policy-versions.ts';
import { queuePositions } from '../queue/queue-positions.ts';
import { addRecord } from '../records/add-record.ts';
import { newArrivals } from '../records/new-arrivals.ts';
import { readRecord, waitInQueue } from '../records/read-record.ts';
import { readSummaries } from '../records/read-summaries.ts';
import { reservationsAtDesk } from '../records/reservations-at-desk.ts';
import { summarise } from '../records/summarise.ts';
import { titleAtDesk } from '../records/title-at-desk.ts';
import { visitorsMagazines } from '../records/visitors-magazines.ts';
import { volumesOf } from '../records/volumes-of.ts';
import { availabilityOf } from '../search/availability-of.ts';
import { countClasses, offerAuthor } from '../search/offers.ts';
import type { SearchPool } from '../search/search-pool.ts';
import { searchRecords } from '../search/search-records.ts';
import { suggest } from '../search/suggest.ts';
import { daysBetweenSteps } from '../statistics/days-between.ts';
import { statisticsBetween } from '../statistics/statistics-between.ts';
import { voidScan } from '../undo/void-scan.ts';
import { readReservation } from './read-reservation.ts';

const PAGE_SIZE = 20;

/** The operations of `catalogApi`. */
export function catalogRoutes(
  deps: CatalogDeps & { pool: Pool; searchPool: SearchPool },
  callers: CallerTokens,
  counts: ClassCounts,
  log: Logger,
) {
  readSubjects();
  return serveApi('Catalog', catalogApi, callers, {
    suggestions: async ({ query }) => allow({ suggestions: await suggest(deps.searchPool, query.q) }),
    searchRecords: async ({ query }) => allow(await answerSearch(deps.searchPool, counts, log, query)),
    readRecord: async ({ params }) => {
      const record = await readRecord(deps, params.recordId);
      return record === undefined ? refuse('NOT_FOUND') : allow(record);
    },
    summaries: async ({ body }) => allow({ records: await readSummaries(deps.pool, body.recordIds) }),
    volumes: ({ params }) => volumesOf(deps, params),
    newArrivals: async ({ query }) => allow(await newArrivals(deps, query)),
    visitorsMagazines: async () => allow({ latest: await visitorsMagazines(deps) }),
    availability: async ({ query }) => allow(await availabilityOf(deps.pool, query.isbn)),
    classes: async ({ query }) => allow(classesUnder(query.under ?? '', await counts.read())),
    addRecord: ({ body }) => addRecord(deps, body),
    addCopy: ({ body }) => addCopy(deps, body),
    changeCopy: ({ params, body }) => changeCopy(deps, { ...params, ...body }),
    mendCopy: ({ params, body }) => mendCopy(deps, { ...params, ...body }),
    reportPart: ({ params, body }) => reportPart(deps, { ...params, ...body }),
    withdrawCopy: ({ params, body }) => withdrawCopy(deps, { ...params, ...body }),
    imports: async () => allow({ runs: (await lastRuns(deps.pool)).map(shown) }),
    readImport: ({ params, query }) => readImport(deps.pool, { ...params, ...query }),
    unreturnedLoans: async ({ query }) => {
      const today = dayOf(deps.now());
      return allow({ rows: await unreturnedLoans(deps.db, { ...query, today }) });
    },
    settleLoan: ({ params, body }) => settleLoan(deps, { ...params, ...body }),
    takeBackSettlement: ({ params, body }) => takeBackSettlement(deps, { ...params, ...body }),
    pickList: async () => allow({ rows: await pickList(deps.db) }),
    copiesToReturn: async ({ query }) => allow({ rows: await copiesToReturn(deps.db, query.library) }),
    confirmPick: async ({ body }) => {
      const picked = await confirmPick(deps, body);
      return picked.ok ? allow({ ...picked.value, toFetch: await pickList(deps.db) }) : picked;
    },
    notOnShelf: ({ body }) => notOnShelf(deps, body),
    handOut: ({ body }) => handOut(deps, body),
    handIn: ({ body }) => takeBack(deps, body),
    processReturn: ({ body }) => takeBack(deps, body),
    readCopy: ({ params }) => readCopy(deps.db, params.barcode),
    shelfMarksOfTitles: async ({ query }) =>
      allow({ rows: await shelfMarksOfTitles(deps.db, query.recordIds.split(',')) }),
    titlesOfCopies: async ({ query }) =>
      allow({ rows: await titlesOfCopies(deps.db, query.barcodes.split(',')) }),
    lendAtCounter: ({ body }) => lendAtCounter(deps, body),
    voidScan: ({ body }) => voidScan(deps, body),
    confirmHandOut: ({ body }) => confirmHandOut(deps, body),
    claimReturned: ({ body }) => claimReturned(deps, body),
    declaredHandOuts: async ({ query }) => allow({ rows: await declaredHandOuts(deps.db, query.library) }),
    heldCopies: async ({ query }) =>
      allow({ rows: await heldCopies(deps.db, query.library, query.reservations?.split(',')) }),
    waitingAtDesk: async ({ query }) => allow(await waitingAtDesk(deps.db, query)),
    reservationsAtDesk: ({ body }) => reservationsAtDesk(deps, body),
    reservationOfHold: ({ params }) => reservationOfHold(deps.db, params.holdNumber),
    titleAtDesk: async ({ params }) => allow(await titleAtDesk(deps, params.recordId)),
    missHeldCopy: ({ params, body }) => missHeldCopy(deps, { ...params, ...body }),
    statistics: ({ query }) => statisticsBetween(deps, query),
    turnaround: ({ query }) => daysBetweenSteps(deps, query),
    closurePreview: ({ query }) => previewClosure(deps, query),
    movedByClosures: async ({ body }) => allow({ closures: await movedByClosures(deps.db, body.closureIds) }),
    allowLateHandOut: ({ params, body }) => allowLateHandOut(deps, { ...params, ...body }),
    declareLost: ({ params, body }) => declareLost(deps, { ...params, ...body }),
    queuePositions: async ({ body }) =>
      allow({ positions: await placesWithWaits(deps, body.reservationIds) }),
    standings: async ({ body }) => allow({ standings: await standingsOf(deps.db, body.reservationIds) }),
    previewExtension: ({ params, body }) => previewExtension(deps, { ...params, ...body }),
    readReservation: ({ params }) => readReservation(deps, params),
    tasks: async ({ query }) => allow({ tasks: await openTasksOf(deps.db, query.library) }),
    settledTasks: async ({ query }) =>
      allow({ tasks: await settledTasksOf(deps.db, { ...query, at: deps.now() }) }),
    settleTask: ({ params, body }) => settle(deps.db, { ...params, ...body }),
    reopenTask: ({ params, body }) => reopenTask(deps.db, { ...params, ...body }),
    readPolicy: async () => allow(await newestPolicy(deps.db)),
    policyVersions: async () => allow(await policyVersions(deps)),
    changePolicy: ({ body: { by, ...change } }) => changePolicy(deps, { ...change, account: by.account }),
  });
}

async function answerSearch(
  searchPool: SearchPool,
  counts: ClassCounts,
  log: Logger,
  { q, reservableOnly, onShelfOnly, ...asked }: z.output<typeof SearchQuerySchema>,
): Promise<SearchAnswer> {
  const request = {
    ...asked,
    text: q,
    pageSize: PAGE_SIZE,
    reservableOnly: reservableOnly === 'true',
    onShelfOnly: onShelfOnly === 'true',
  };
  const result = await searchRecords(searchPool, request);
  const author = await withoutFault(offerAuthor(searchPool, request, result), log);
  const classes = countClasses(request, result.namedClasses, counts);
  const { total, capped, page, pageSize, facets } = result;
  const understood = result.understood === undefined ? null : { read: [], ...result.understood };
  const named = (ndc: string) => ({ ndc, name: ndcClassName(ndc) });
  const subjectClasses = result.classes.map(named);
  const namedClasses = result.namedClasses.map((ndc) => ({ ...named(ndc), hits: classes.hitsOf(ndc) }));
  const offers = { subject: classes.subject, author };
  const records = result.records.map((record) => {
    const { onShelf, copies, waiting } = record;
    return { ...summarise(record), onShelf, copies, waiting };
  });
  const { withWords = null } = result;
  const about = { subjectClasses, namedClasses, offers, understood, withWords };
  return { total, capped, page, pageSize, ...about, facets, records };
}

/** Offers beside a search neither delay nor fail it: null where they take longer than a page may, or fail. */
const OFFER_MS = 500;
async function withoutFault<T>(offer: Promise<T>, log: Logger): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, OFFER_MS, null);
  });
  const told = offer.catch((fault: unknown) => {
    log.warn(
      { err: fault },
      'What may be offered beside a search could not be read; it was answered without',
    );
    return null;
  });
  try {
    return await Promise.race([told, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function placesWithWaits(deps: CatalogDeps, reservationIds: readonly ReservationId[]) {
  const places = await queuePositions(deps.db, reservationIds);
  return Promise.all(
    places.map(async ({ reservationId, position, noCopyLeft }) => ({
      reservationId: ReservationIdSchema.parse(reservationId),
      ...{ position, noCopyLeft },
      waitEstimate: await waitInQueue(deps, { reservationId, position }),
    })),
  );
}
