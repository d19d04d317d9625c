import { catalogApi } from '@toshobin/contracts';
import { faultsOf, problem, sendProblem } from '@toshobin/service';
import type { PatronWebDeps } from '../deps.ts';
import type { PatronRoutes } from '../patron-routes.ts';

/** What a catalogue of many libraries asks again and again need not be asked of the catalog each time. */
const KEPT_SECONDS = 60;

/**
 * Whether books are here, by ISBN, for union catalogues: `/availability.json?isbn=9784…,9784…`, up to a hundred at once; any page may
 * ask it (docs/union-catalogues.md). Each book has the address of its record, where it is reserved.
 */
export function mountAvailability(routes: PatronRoutes, deps: PatronWebDeps): void {
  routes.file('/availability.json', 'public', async ({ query }, response) => {
    response.set('Access-Control-Allow-Origin', '*').set('Cache-Control', `public, max-age=${KEPT_SECONDS}`);
    const asked = catalogApi.availability.query.safeParse(query);
    if (!asked.success) {
      const faults = faultsOf('query', asked.error);
      sendProblem(response, problem(422, 'The input has faults', { faults }));
      return;
    }
    const answer = await deps.catalog.availability({ query: asked.data });
    if (!answer.ok) throw new Error(`availability was refused with ${answer.refusal.code}`);
    const { publicUrl } = deps.setting;
    const books = answer.value.books.map(({ asked, isbn, records }) => ({
      asked,
      isbn,
      records: records.map((record) => ({
        ...record,
        url: new URL(`/records/${record.number}`, publicUrl).href,
      })),
    }));
    response.json({ books });
  });
}
