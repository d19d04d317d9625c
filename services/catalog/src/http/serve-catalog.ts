import { catalogApi, type ReservationId, ReservationIdSchema } from '@toshobin/contracts';
import { allow } from '@toshobin/lending-rules';
import { serve } from '@toshobin/service';
import { openTasksOf, settle } from '@toshobin/tasks';
import type { Router } from 'express';
import type { Pool } from 'pg';
import type { CatalogDeps } from '../catalog-deps.ts';
import { movedByClosures } from '../closures/moved-by-closures.ts';
import { previewClosure } from '../closures/preview-closure.ts';
import { claimReturned } from '../copies/claim-returned.ts';
import { confirmHandOut } from '../copies/confirm-hand-out.ts';
import { confirmPick } from '../copies/confirm-pick.ts';
import { copiesToReturn } from '../copies/copies-to-return.ts';
import { declareLost } from '../copies/declare-lost.ts';
import { handOut } from '../copies/hand-out.ts';
import { heldCopies } from '../copies/held-copies.ts';
import { lendAtCounter } from '../copies/lend-at-counter.ts';
import { missHeldCopy } from '../copies/miss-held-copy.ts';
import { notOnShelf } from '../copies/not-on-shelf.ts';
import { pickList } from '../copies/pick-list.ts';
import { readCopy, titlesOfCopies } from '../copies/read-copy.ts';
import { takeBack } from '../copies/take-back.ts';
import { waitingAtDesk } from '../copies/waiting-at-desk.ts';
import { reservationOfHold } from '../ledger/reservation-of-hold.ts';
import { standingsOf } from '../ledger/standings.ts';
import { allowLateHandOut } from '../loans/allow-late-hand-out.ts';
import { declaredHandOuts } from '../loans/declared-hand-outs.ts';
import { previewExtension } from '../loans/preview-extension.ts';
import { changePolicy } from '../policy/change-policy.ts';
import { newestPolicy } from '../policy/policy-in-force.ts';
import { policyVersions } from '../policy/policy-versions.ts';
import { queuePositions } from '../queue/queue-positions.ts';
import { waitInQueue } from '../records/read-record.ts';
import { reservationsAtDesk } from '../records/reservations-at-desk.ts';
import { titleAtDesk } from '../records/title-at-desk.ts';
import type { SearchPool } from '../search/search-pool.ts';
import { daysBetweenSteps } from '../statistics/days-between.ts';
import { statisticsBetween } from '../statistics/statistics-between.ts';
import { voidScan } from '../undo/void-scan.ts';
import { readReservation } from './read-reservation.ts';
import { serveBrowsing } from './serve-browsing.ts';
import { serveRecords } from './serve-records.ts';
import { serveSettling } from './serve-settling.ts';
import { serveStock } from './serve-stock.ts';

/** Mounts every operation of the catalog. Who may ask is for the caller to say (service token). */
export function serveCatalog(
  router: Router,
  deps: CatalogDeps & { pool: Pool; searchPool: SearchPool },
): void {
  serveRecords(router, deps);
  serveBrowsing(router, deps);
  serveStock(router, deps);
  serveSettling(router, deps);

  serve(router, catalogApi.pickList, async () => allow({ rows: await pickList(deps.db) }));
  serve(router, catalogApi.copiesToReturn, async ({ query }) =>
    allow({ rows: await copiesToReturn(deps.db, query.library) }),
  );
  serve(router, catalogApi.confirmPick, async ({ body }) => {
    const picked = await confirmPick(deps, body);
    return picked.ok ? allow({ ...picked.value, toFetch: await pickList(deps.db) }) : picked;
  });
  serve(router, catalogApi.notOnShelf, ({ body }) => notOnShelf(deps, body));
  serve(router, catalogApi.handOut, ({ body }) => handOut(deps, body));
  serve(router, catalogApi.handIn, ({ body }) => takeBack(deps, body));
  serve(router, catalogApi.processReturn, ({ body }) => takeBack(deps, body));
  serve(router, catalogApi.readCopy, ({ params }) => readCopy(deps.db, params.barcode));
  serve(router, catalogApi.titlesOfCopies, async ({ query }) =>
    allow({ rows: await titlesOfCopies(deps.db, query.barcodes.split(',')) }),
  );

  serve(router, catalogApi.lendAtCounter, ({ body }) => lendAtCounter(deps, body));
  serve(router, catalogApi.voidScan, ({ body }) => voidScan(deps, body));
  serve(router, catalogApi.confirmHandOut, ({ body }) => confirmHandOut(deps, body));
  serve(router, catalogApi.claimReturned, ({ body }) => claimReturned(deps, body));
  serve(router, catalogApi.declaredHandOuts, async ({ query }) =>
    allow({ rows: await declaredHandOuts(deps.db, query.library) }),
  );
  serve(router, catalogApi.heldCopies, async ({ query }) =>
    allow({ rows: await heldCopies(deps.db, query.library, query.reservations?.split(',')) }),
  );
  serve(router, catalogApi.waitingAtDesk, async ({ query }) => allow(await waitingAtDesk(deps.db, query)));
  serve(router, catalogApi.reservationsAtDesk, async ({ body }) =>
    allow({ rows: await reservationsAtDesk(deps.db, body.reservationIds) }),
  );
  serve(router, catalogApi.reservationOfHold, ({ params }) => reservationOfHold(deps.db, params.holdNumber));
  serve(router, catalogApi.titleAtDesk, async ({ params }) =>
    allow(await titleAtDesk(deps, params.recordId)),
  );
  serve(router, catalogApi.missHeldCopy, ({ params, body }) => missHeldCopy(deps, { ...params, ...body }));
  serve(router, catalogApi.statistics, ({ query }) => statisticsBetween(deps, query));
  serve(router, catalogApi.turnaround, ({ query }) => daysBetweenSteps(deps, query));
  serve(router, catalogApi.closurePreview, ({ query }) => previewClosure(deps, query));
  serve(router, catalogApi.movedByClosures, async ({ body }) =>
    allow({ closures: await movedByClosures(deps.db, body.closureIds) }),
  );
  serve(router, catalogApi.allowLateHandOut, ({ params, body }) =>
    allowLateHandOut(deps, { ...params, ...body }),
  );
  serve(router, catalogApi.declareLost, ({ params, body }) => declareLost(deps, { ...params, ...body }));

  serve(router, catalogApi.queuePositions, async ({ body }) =>
    allow({ positions: await placesWithWaits(deps, body.reservationIds) }),
  );
  serve(router, catalogApi.standings, async ({ body }) =>
    allow({ standings: await standingsOf(deps.db, body.reservationIds) }),
  );
  serve(router, catalogApi.previewExtension, ({ params, body }) =>
    previewExtension(deps, { ...params, ...body }),
  );
  serve(router, catalogApi.readReservation, ({ params }) => readReservation(deps, params.reservationId));

  serve(router, catalogApi.tasks, async ({ query }) =>
    allow({ tasks: await openTasksOf(deps.db, query.library) }),
  );
  serve(router, catalogApi.settleTask, ({ params, body }) => settle(deps.db, { ...params, ...body }));

  serve(router, catalogApi.readPolicy, async () => allow(await newestPolicy(deps.db)));
  serve(router, catalogApi.policyVersions, async () => allow(await policyVersions(deps)));
  serve(router, catalogApi.changePolicy, ({ body }) =>
    changePolicy(deps, {
      basedOnVersion: body.basedOnVersion,
      policy: body.policy,
      account: body.by.account,
    }),
  );
}

async function placesWithWaits(deps: CatalogDeps, reservationIds: readonly ReservationId[]) {
  const places = await queuePositions(deps.db, reservationIds);
  return Promise.all(
    places.map(async ({ reservationId, position }) => ({
      reservationId: ReservationIdSchema.parse(reservationId),
      position,
      waitEstimate: await waitInQueue(deps, { reservationId, position }),
    })),
  );
}
