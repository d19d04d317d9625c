import { shippingApi } from '@toshobin/contracts';
import { allow, dayOf, refuse } from '@toshobin/lending-rules';
import { type CallerTokens, serveApi } from '@toshobin/service';
import { openTasksOf, reopenTask, settle, settledTasksOf } from '@toshobin/tasks';
import { pausesOfEveryYear, readDispatchCalendar } from '../calendars/read-dispatch-calendar.ts';
import { enterClosure } from '../closures/enter-closure.ts';
import { listClosures } from '../closures/list-closures.ts';
import { previewClosingDays } from '../closures/preview-closing-days.ts';
import { previewClosure } from '../closures/preview-closure.ts';
import { takeBackClosure } from '../closures/take-back-closure.ts';
import { changeDispatch, previewDispatch } from '../dispatch-days/change-dispatch.ts';
import { pauseDispatch, previewPause, takeBackDispatchPause } from '../dispatch-days/pause-dispatch.ts';
import { readDispatchBoard } from '../dispatch-days/read-dispatch-board.ts';
import { changeLibrary } from '../libraries/change-library.ts';
import { pausePickup } from '../libraries/pause-pickup.ts';
import { places } from '../libraries/places.ts';
import { proposeParcels } from '../packing/propose-parcels.ts';
import { readPackingList } from '../packing/read-packing-list.ts';
import { describeParcel } from '../parcels/describe-parcel.ts';
import { discardParcel } from '../parcels/discard-parcel.ts';
import { dispatchParcel } from '../parcels/dispatch-parcel.ts';
import { giveUpParcel } from '../parcels/give-up-parcel.ts';
import { givenUpIn } from '../parcels/given-up-in.ts';
import { listParcels } from '../parcels/list-parcels.ts';
import { readParcel } from '../parcels/lock-parcel.ts';
import { openParcel } from '../parcels/open-parcel.ts';
import { packCopy } from '../parcels/pack-copy.ts';
import { parcelWithCopy } from '../parcels/parcel-with-copy.ts';
import { parcelsOfCopy } from '../parcels/parcels-of-copy.ts';
import { parcelsOnTheWay } from '../parcels/parcels-on-the-way.ts';
import { receiveParcel } from '../parcels/receive-parcel.ts';
import { reportContents } from '../parcels/report-contents.ts';
import { returnByPost } from '../parcels/return-by-post.ts';
import { seenThere } from '../parcels/seen-there.ts';
import { takeBackArrival } from '../parcels/take-back-arrival.ts';
import { takeBackDispatch } from '../parcels/take-back-dispatch.ts';
import { unpackCopy } from '../parcels/unpack-copy.ts';
import { listLibraries } from '../planning/list-libraries.ts';
import { readPlanning } from '../planning/read-planning.ts';
import { postageBetween } from '../postage/postage-between.ts';
import { answerShelfCheck } from '../shelf-checks/answer-shelf-check.ts';
import { listShelfChecks } from '../shelf-checks/list-shelf-checks.ts';
import type { ShippingDeps } from '../shipping-deps.ts';
import { parcelStatistics } from '../statistics/parcel-statistics.ts';

/** The values of a query, which lists them with commas between. */
const listIn = (text = '') => text.split(',').filter((one) => one !== '');

/** The operations of `shippingApi`. */
export function shippingRoutes(deps: ShippingDeps, callers: CallerTokens) {
  return serveApi('Shipping', shippingApi, callers, {
    libraries: async () => allow(await listLibraries(deps)),
    places: async () => allow(await places(deps)),
    closures: async ({ query }) => allow({ closures: await listClosures(deps, query) }),
    closurePreview: ({ query }) => previewClosure(deps, query),
    enterClosure: ({ body }) => enterClosure(deps, body),
    takeBackClosure: ({ params, body }) => takeBackClosure(deps, { ...params, ...body }),
    pausePickup: ({ params, body }) => pausePickup(deps, { ...params, ...body }),
    changeLibrary: ({ params, body }) => changeLibrary(deps, { ...params, ...body }),
    closingDaysPreview: ({ params, query }) =>
      previewClosingDays(deps, {
        ...params,
        closedWeekdays: listIn(query.closedWeekdays).map(Number),
        closedOnHolidays: query.closedOnHolidays === 'yes',
        weeklyOnHoliday: query.weeklyOnHoliday ?? 'closed',
        monthlyDays: listIn(query.monthlyDays),
        monthlyOtherwise: query.monthlyOtherwise ?? 'closed',
        yearlyDays: listIn(query.yearlyDays),
      }),
    dispatchCalendar: async () => {
      const today = dayOf(deps.now());
      const everyYear = await pausesOfEveryYear(deps.db, today);
      return allow({ ...(await readDispatchCalendar(deps.db, today)), everyYear });
    },
    changeDispatch: ({ body }) => changeDispatch(deps, body),
    dispatchPreview: ({ query: { weekdays, cutOff } }) =>
      previewDispatch(deps, { weekdays: weekdays.split(',').map(Number), cutOff }),
    pauseDispatch: ({ body }) => pauseDispatch(deps, body),
    pausePreview: ({ query: { takenBack, ...pause } }) =>
      previewPause(deps, { ...pause, takenBack: takenBack === 'yes' }),
    takeBackDispatchPause: ({ body }) => takeBackDispatchPause(deps, body),
    packingList: async () => {
      const rows = await readPackingList(deps);
      return allow({ rows, proposals: await proposeParcels(deps, rows) });
    },
    openParcel: ({ body }) => openParcel(deps, body),
    listParcels: async ({ query }) => allow({ parcels: await listParcels(deps, query) }),
    parcelsOnTheWay: async () => allow(await parcelsOnTheWay(deps)),
    readParcel: async ({ params }) => {
      const parcel = await readParcel(deps.db, params.parcelNumber);
      if (!parcel) return refuse('NOT_FOUND');
      const planning = await readPlanning(deps.db, deps.now(), parcel.libraryCode);
      const [givenUp, isSeen] = await Promise.all([givenUpIn(deps, parcel), seenThere(deps, parcel)]);
      return allow({ ...describeParcel(parcel, planning), givenUp, seenThere: isSeen });
    },
    dispatchBoard: async () => allow(await readDispatchBoard(deps)),
    parcelStatistics: ({ query }) => parcelStatistics(deps, query),
    parcelsOfCopy: ({ params }) => parcelsOfCopy(deps, params),
    parcelWithCopy: ({ params }) => parcelWithCopy(deps, params),
    pack: ({ params, body }) => packCopy(deps, { ...params, ...body }),
    unpack: ({ params, body }) => unpackCopy(deps, { ...params, ...body }),
    dispatch: ({ params, body }) => dispatchParcel(deps, { ...params, ...body }),
    takeBackDispatch: ({ params, body }) => takeBackDispatch(deps, { ...params, ...body }),
    receiveParcel: ({ params, body }) => receiveParcel(deps, { ...params, ...body }),
    takeBackArrival: ({ params, body }) => takeBackArrival(deps, { ...params, ...body }),
    reportContents: ({ params, body }) => reportContents(deps, { ...params, ...body }),
    returnedByPost: ({ params, body }) => returnByPost(deps, { ...params, ...body }),
    parcelLost: ({ params, body }) => giveUpParcel(deps, { ...params, ...body }),
    discardParcel: ({ params, body }) => discardParcel(deps, { ...params, ...body }),
    postage: ({ query }) => postageBetween(deps, query),
    tasks: async ({ query }) => allow({ tasks: await openTasksOf(deps.db, query.library) }),
    settledTasks: async ({ query }) =>
      allow({ tasks: await settledTasksOf(deps.db, { ...query, at: deps.now() }) }),
    settleTask: ({ params, body }) => settle(deps.db, { ...params, ...body }),
    reopenTask: ({ params, body }) => reopenTask(deps.db, { ...params, ...body }),
    shelfChecks: async ({ query }) => allow({ checks: await listShelfChecks(deps, query.library) }),
    answerShelfCheck: ({ params, body }) => answerShelfCheck(deps, { ...params, ...body }),
  });
}
