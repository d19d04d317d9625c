import { shippingApi } from '@toshobin/contracts';
import { allow, refuse } from '@toshobin/lending-rules';
import { serve } from '@toshobin/service';
import { openTasksOf, settle } from '@toshobin/tasks';
import type { Router } from 'express';
import { readDispatchBoard } from '../dispatch-days/read-dispatch-board.ts';
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
import { readPlanning } from '../planning/read-planning.ts';
import { postageBetween } from '../postage/postage-between.ts';
import { answerShelfCheck } from '../shelf-checks/answer-shelf-check.ts';
import { listShelfChecks } from '../shelf-checks/list-shelf-checks.ts';
import type { ShippingDeps } from '../shipping-deps.ts';
import { parcelStatistics } from '../statistics/parcel-statistics.ts';
import { serveLibraries } from './serve-libraries.ts';

/** Mounts the operations of the shipping service. */
export function serveShipping(router: Router, deps: ShippingDeps): void {
  serveLibraries(router, deps);
  serve(router, shippingApi.packingList, async () => {
    const rows = await readPackingList(deps);
    return allow({ rows, proposals: await proposeParcels(deps, rows) });
  });
  serve(router, shippingApi.openParcel, ({ body }) => openParcel(deps, body));
  serve(router, shippingApi.listParcels, async ({ query }) =>
    allow({ parcels: await listParcels(deps, query) }),
  );
  serve(router, shippingApi.parcelsOnTheWay, async () => allow(await parcelsOnTheWay(deps)));
  serve(router, shippingApi.readParcel, async ({ params }) => {
    const parcel = await readParcel(deps.db, params.parcelNumber);
    if (!parcel) return refuse('NOT_FOUND');
    const planning = await readPlanning(deps.db, deps.now(), parcel.libraryCode);
    const [givenUp, isSeen] = await Promise.all([givenUpIn(deps, parcel), seenThere(deps, parcel)]);
    return allow({ ...describeParcel(parcel, planning), givenUp, seenThere: isSeen });
  });
  serve(router, shippingApi.dispatchBoard, async () => allow(await readDispatchBoard(deps)));
  serve(router, shippingApi.parcelStatistics, ({ query }) => parcelStatistics(deps, query));
  serve(router, shippingApi.parcelsOfCopy, ({ params }) => parcelsOfCopy(deps, params));
  serve(router, shippingApi.parcelWithCopy, ({ params }) => parcelWithCopy(deps, params));
  serve(router, shippingApi.pack, ({ params, body }) => packCopy(deps, { ...params, ...body }));
  serve(router, shippingApi.unpack, ({ params, body }) => unpackCopy(deps, { ...params, ...body }));
  serve(router, shippingApi.dispatch, ({ params, body }) => dispatchParcel(deps, { ...params, ...body }));
  serve(router, shippingApi.takeBackDispatch, ({ params, body }) =>
    takeBackDispatch(deps, { ...params, ...body }),
  );
  serve(router, shippingApi.receiveParcel, ({ params, body }) => receiveParcel(deps, { ...params, ...body }));
  serve(router, shippingApi.takeBackArrival, ({ params, body }) =>
    takeBackArrival(deps, { ...params, ...body }),
  );
  serve(router, shippingApi.reportContents, ({ params, body }) =>
    reportContents(deps, { ...params, ...body }),
  );
  serve(router, shippingApi.returnedByPost, ({ params, body }) => returnByPost(deps, { ...params, ...body }));
  serve(router, shippingApi.parcelLost, ({ params, body }) => giveUpParcel(deps, { ...params, ...body }));
  serve(router, shippingApi.discardParcel, ({ params, body }) => discardParcel(deps, { ...params, ...body }));
  serve(router, shippingApi.postage, ({ query }) => postageBetween(deps, query));
  serve(router, shippingApi.tasks, async ({ query }) =>
    allow({ tasks: await openTasksOf(deps.db, query.library) }),
  );
  serve(router, shippingApi.settleTask, ({ params, body }) => settle(deps.db, { ...params, ...body }));
  serve(router, shippingApi.shelfChecks, async ({ query }) =>
    allow({ checks: await listShelfChecks(deps, query.library) }),
  );
  serve(router, shippingApi.answerShelfCheck, ({ params, body }) =>
    answerShelfCheck(deps, { ...params, ...body }),
  );
}
