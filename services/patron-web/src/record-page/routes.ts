import { patronWebApi } from '@toshobin/contracts';
import { pageFault, sendPage } from '@toshobin/web';
import type { Request } from 'express';
import { h } from 'preact';
import { nameOfClass } from '../classes/name-of-class.ts';
import type { PatronWebDeps } from '../deps.ts';
import { frameOf } from '../pages/frame.tsx';
import type { PatronCall, PatronRoutes } from '../patron-routes.ts';
import { readRecord } from '../records/read-record.ts';
import { recordAsked } from '../records/record-asked.ts';
import { recordPath } from '../records/record-path.ts';
import { readAsked, searchPath } from '../search/asked.ts';
import { find } from '../search/find.ts';
import { readOwn } from '../search/own-titles.ts';
import { bibTexOf } from './bibtex.ts';
import { RecordPage } from './record.page.tsx';
import { risOf } from './ris.ts';
import { schemaOrgOf } from './schema-org.ts';

/** One record as a page, and for reference managers and other catalogues. */
export function mountRecords(routes: PatronRoutes, deps: PatronWebDeps): void {
  const { publicUrl } = deps.setting;
  const citations = [
    { ending: 'ris', type: 'application/x-research-info-systems', write: risOf },
    { ending: 'bib', type: 'application/x-bibtex', write: bibTexOf },
  ];
  for (const { ending, type, write } of citations) {
    // Before the page: its address would take the ending for part of the number.
    routes.file(`/records/:recordId.${ending}`, 'public', async (request, response) => {
      const record = await recordAsked(deps, request);
      // First the name of the file: it brings a type of its own.
      response.attachment(`${record.number}.${ending}`).type(`${type}; charset=utf-8`);
      response.set('Cache-Control', 'public, max-age=3600').send(write(record, publicUrl));
    });
  }
  routes.page('/records/:recordId', 'public', (call) => drawRecord(deps, call));
  routes.page('/books/isbn/:isbn', 'public', async ({ request, response }) => {
    const { isbn } = readAsked({ isbn: request.params.isbn });
    if (isbn === undefined) pageFault(404);
    const asked = readAsked({ isbn });
    const { records } = await find(deps, asked);
    const [record] = records;
    if (record === undefined) pageFault(404);
    response.redirect(303, records.length === 1 ? recordPath(record) : searchPath(asked));
  });
  routes.api(patronWebApi.readRecord, 'public', ({ params }) => readRecord(deps, params.recordId));
}

async function drawRecord(deps: PatronWebDeps, call: PatronCall): Promise<void> {
  const record = await recordAsked(deps, call.request);
  const [frame, own, className] = await Promise.all([
    frameOf(deps, call),
    readOwn(deps, call.visit),
    record.ndc === null ? undefined : nameOfClass(deps, record.ndc.slice(0, 3)),
  ]);
  const [isbn] = record.isbns;
  const props = {
    ...{ frame, record, className },
    had: own.titles.get(record.recordId),
    later: own.later,
    results: resultsBefore(call.request, deps.setting.publicUrl),
    schemaOrg: schemaOrgOf(record, deps.setting),
    publicUrl: deps.setting.publicUrl,
    elsewhere: isbn === undefined ? undefined : deps.setting.unionSearchUrl?.replace('{isbn}', isbn),
  };
  sendPage(call.response, h(RecordPage, props));
}

/** The results that the visitor comes from, to lead back there: as the address keeps them, or as the browser tells. */
function resultsBefore(request: Request, publicUrl: string): string | undefined {
  const { from } = request.query;
  const before = typeof from === 'string' ? from : request.get('referer');
  if (before === undefined || !URL.canParse(before, publicUrl)) return undefined;
  const { origin, pathname, searchParams } = new URL(before, publicUrl);
  if (origin !== new URL(publicUrl).origin || pathname !== '/search') return undefined;
  return searchPath(readAsked(Object.fromEntries(searchParams)));
}
