import { type RecordId, RecordIdSchema } from '@toshobin/contracts';
import { pageFault, parseFields, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { z } from 'zod';
import type { PatronWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import type { PatronCall, PatronRoutes } from '../patron-routes.ts';
import { recordAsked } from '../records/record-asked.ts';
import { volumesPath } from '../records/volumes-link.tsx';
import { readOwn, whyNot } from '../search/own-titles.ts';
import { VolumesPage } from './volumes.page.tsx';

/** A form never sends more than this at once. */
const AT_MOST = 200;
const ChosenForm = z.strictObject({
  how: z.enum(['each', 'order']),
  v: z.union([RecordIdSchema.transform((one) => [one]), z.array(RecordIdSchema).max(AT_MOST)]).default([]),
});

/** The volumes of a work and the issues of a magazine, chosen several at once. */
export function mountVolumes(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page('/records/:recordId/volumes', 'public', (call) => drawVolumes(deps, call));
  routes.form('/records/:recordId/volumes', 'public', async ({ request, response, visit, form }) => {
    const { how, v: chosen } = parseFields(ChosenForm, form);
    const record = await recordAsked(deps, request);
    if (chosen.length === 0) return response.redirect(303, `${volumesPath(record)}?none=1`);
    if (how === 'order') {
      if (chosen.length < 2) return response.redirect(303, `${volumesPath(record)}?few=1&v=${chosen[0]}`);
      const asked = new URLSearchParams([['of', record.recordId], ...chosen.map((one) => ['v', one])]);
      return response.redirect(303, `/reading-order?${asked}`);
    }
    await visit.openSession();
    response.redirect(303, (await putIntoBasket(deps, visit, chosen)) ? '/basket' : '/basket?full=1');
  });
}

/** False when the basket took not all of them. */
async function putIntoBasket(
  deps: PatronWebDeps,
  visit: PatronCall['visit'],
  chosen: readonly RecordId[],
): Promise<boolean> {
  for (const recordId of chosen) {
    if (!(await deps.basket.add(visit, recordId, deps.now()))) return false;
  }
  return true;
}

async function drawVolumes(deps: PatronWebDeps, call: PatronCall): Promise<void> {
  const record = await recordAsked(deps, call.request);
  const [frame, own, answer, policy] = await Promise.all([
    frameOf(deps, call),
    readOwn(deps, call.visit),
    deps.catalog.volumes({ params: { recordId: record.recordId } }),
    deps.policy.inForce(),
  ]);
  if (!answer.ok || answer.value.volumes.length === 0) pageFault(404);
  const { volumes } = answer.value;
  const { all, none, few, v } = call.request.query;
  const mayChoose = volumes.filter((volume) => whyNot(volume, own.titles) === undefined);
  const toChoose =
    all === '1' ? mayChoose : mayChoose.filter(({ recordId }) => few === '1' && recordId === v);
  const props = {
    ...{ frame, record, volumes, own: own.titles },
    chosen: new Set<string>(toChoose.map(({ recordId }) => recordId)),
    fault: few === '1' ? ('few' as const) : none === '1' ? ('none' as const) : undefined,
    inOrder: policy.readingOrders,
    publicUrl: deps.setting.publicUrl,
  };
  sendPage(call.response, h(VolumesPage, props));
}
