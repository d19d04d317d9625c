import { patronWebApi, type RecordHit, type SearchAnswer } from '@toshobin/contracts';
import { allow, dayOf, instantFromDate, isAfter } from '@toshobin/lending-rules';
import { orNone } from '@toshobin/service';
import { closingHours, sendPage } from '@toshobin/web';
import { h } from 'preact';
import { nameOfClass } from '../classes/name-of-class.ts';
import type { PatronWebDeps } from '../deps.ts';
import { visitorsMagazines } from '../magazines/routes.ts';
import { frameOf } from '../pages/frame.tsx';
import { namesIn } from '../pages/library-name.tsx';
import type { PatronRoutes } from '../patron-routes.ts';
import { AdvancedPage } from './advanced.page.tsx';
import { advancedPath } from './advanced-path.ts';
import { type Asked, isQuestion, readAsked, searchPath } from './asked.ts';
import { conditionsOf } from './conditions.ts';
import { EmptyPage } from './empty.page.tsx';
import { find } from './find.ts';
import { nextSteps } from './next-steps.ts';
import { openSearchDescription } from './open-search.ts';
import { otherCatalogues } from './other-catalogues.ts';
import { readOwn } from './own-titles.ts';
import { readAdvanced } from './read-advanced.ts';
import { ResultsPage } from './results.page.tsx';
import { robotsText, siteMapXml } from './robots.ts';
import { type TopContent, TopPage } from './top.page.tsx';

/** How many new arrivals the first page names. */
const ARRIVALS_ON_TOP = 6;
const HOUR = 'public, max-age=3600';

export function mountSearch(routes: PatronRoutes, deps: PatronWebDeps): void {
  const { publicUrl } = deps.setting;
  routes.page('/', 'public', async (call) => {
    const [frame, own, arrivals, magazines, places] = await Promise.all([
      frameOf(deps, call),
      readOwn(deps, call.visit),
      latestArrivals(deps),
      visitorsMagazines(deps),
      placesOfPickup(deps),
    ]);
    const closing = closingHours(deps.setting.maintenanceWindow, frame.front.language);
    const signedOut = call.request.query.done === 'signedOut' && !call.visit.principal;
    const nameOf = await namesIn(frame.front.language, deps.libraries);
    const ready = own.ready.map((one) => ({ ...one, library: nameOf(one.library) }));
    const content: TopContent = { ...places, arrivals, magazines, ready, closing, signedOut };
    sendPage(call.response, h(TopPage, { frame, content, publicUrl }));
  });
  routes.page('/search', 'public', async (call) => {
    const asked = readAsked(call.request.query);
    const path = searchPath(asked);
    if (!isQuestion(asked)) return call.response.redirect(303, toTheForm(asked, call.request.originalUrl));
    // One address a search: what a form sends empty, and what makes no sense, is not kept.
    if (!isSame(call.request.originalUrl, path)) return call.response.redirect(303, path);
    const [frame, found, own, ndcName] = await Promise.all([
      frameOf(deps, call),
      find(deps, asked),
      readOwn(deps, call.visit),
      nameOfNdc(deps, asked),
    ]);
    const conditions = conditionsOf(asked, ndcName, frame.say);
    if (found.total === 0) {
      const [steps, unknownSubject] = await Promise.all([
        nextSteps(deps, asked, conditions),
        subjectOfNothing(deps, asked, found),
      ]);
      const elsewhere = otherCatalogues(deps.setting, asked);
      const empty = { frame, asked, conditions, steps, unknownSubject, found, own, elsewhere };
      return sendPage(call.response, h(EmptyPage, { ...empty, publicUrl }));
    }
    const props = { frame, asked, found, conditions, own, publicUrl };
    sendPage(call.response, h(ResultsPage, props));
  });
  routes.page('/search/advanced', 'public', async (call) => {
    const frame = await frameOf(deps, call);
    const sent = call.request.query.go === '1';
    const { typed, asked, faults } = readAdvanced(call.request.query, frame.say);
    if (sent && faults.length === 0) return call.response.redirect(303, searchPath({ ...asked, page: 1 }));
    const props = { frame, typed, asked, faults: sent ? faults : [], publicUrl };
    sendPage(call.response, h(AdvancedPage, props), sent ? 422 : 200);
  });
  routes.file('/opensearch.xml', 'public', (_request, response) => {
    response.type('application/opensearchdescription+xml').set('Cache-Control', HOUR);
    response.send(openSearchDescription(deps.setting));
  });
  routes.file('/robots.txt', 'public', (_request, response) => {
    response.type('text/plain').set('Cache-Control', HOUR).send(robotsText(publicUrl));
  });
  routes.file('/sitemap.xml', 'public', (_request, response) => {
    response.type('application/xml').set('Cache-Control', HOUR).send(siteMapXml(publicUrl));
  });
  routes.api(patronWebApi.searchRecords, 'public', ({ query }) => deps.catalog.searchRecords({ query }));
  routes.api(patronWebApi.suggestions, 'public', ({ query }) => deps.catalog.suggestions({ query }));
  routes.api(patronWebApi.libraries, 'public', async () => allow(await deps.libraries.list()));
}

/** A search for nothing becomes the form; sent with an empty box, the form says what is missing. */
const toTheForm = (asked: Asked, address: string): string =>
  advancedPath(asked, address.includes('?') ? [['go', '1']] : []);

/**
 * Whether an address asks for the same as the canonical one, however its characters are written. What the basket's
 * button says of itself (`added`, `removed`) may stand there too.
 */
function isSame(address: string, canonical: string): boolean {
  const queryOf = (text: string) => {
    const query = new URLSearchParams(text.split('?').slice(1).join('?'));
    query.delete('added');
    query.delete('removed');
    return String(query);
  };
  return queryOf(address) === queryOf(canonical);
}

/** The words of a subject that is no class and no heading: nothing is found by them whatever else was asked for. */
async function subjectOfNothing(
  deps: Pick<PatronWebDeps, 'catalog'>,
  asked: Asked,
  { subjectClasses }: SearchAnswer,
): Promise<string | undefined> {
  const { subject } = asked;
  if (subject === undefined || subjectClasses.length > 0) return undefined;
  const { total } = await find(deps, { q: '', subject, page: 1 });
  return total === 0 ? subject : undefined;
}

async function nameOfNdc(deps: PatronWebDeps, { ndc }: Asked): Promise<string | undefined> {
  return ndc === undefined || ndc.length === 1 ? undefined : nameOfClass(deps, ndc);
}

/** The first page stands without them. */
async function latestArrivals({ catalog }: PatronWebDeps): Promise<RecordHit[]> {
  const answer = await orNone(catalog.newArrivals({ query: { page: 1, books: 'reservable' } }));
  return answer?.records.slice(0, ARRIVALS_ON_TOP) ?? [];
}

/** What the first page says of libraries and dispatch; without shipping it stands with less. */
async function placesOfPickup(
  deps: PatronWebDeps,
): Promise<Pick<TopContent, 'libraries' | 'paused' | 'regions' | 'dispatch'>> {
  const libraries = await deps.libraries.all();
  const list = libraries.length === 0 ? undefined : await deps.libraries.list();
  const today = dayOf(instantFromDate(deps.now()));
  const paused = libraries.filter(
    ({ pausedFrom, reopens }) => pausedFrom !== null && (reopens === null || isAfter(reopens, today)),
  );
  return {
    libraries: libraries.length,
    paused,
    regions: list?.regions ?? [],
    dispatch: list && {
      today,
      next: list.nextDispatchDay,
      aWeek: list.dispatchDaysAWeek,
      yuMailMost: (await deps.policy.inForce()).yuMailMaxItems,
    },
  };
}
