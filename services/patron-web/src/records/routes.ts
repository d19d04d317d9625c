import { patronWebApi, RecordIdSchema } from '@toshobin/contracts';
import { pageFault, sendPage } from '@toshobin/web';
import { h } from 'preact';
import type { PatronWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import type { PatronRoutes } from '../patron-routes.ts';
import { readRecord } from './read-record.ts';
import { RecordPage } from './record.page.tsx';

export function mountRecords(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.page('/records/:recordId', 'public', async (call) => {
    const recordId = RecordIdSchema.safeParse(call.request.params.recordId);
    if (!recordId.success) pageFault(404);
    const record = await readRecord(deps, recordId.data);
    if (!record.ok) pageFault(404);
    sendPage(call.response, h(RecordPage, { frame: await frameOf(deps, call), record: record.value }));
  });
  routes.api(patronWebApi.readRecord, 'public', ({ params }) => readRecord(deps, params.recordId));
}
