import { isOurs, rememberLanguage } from '@toshobin/web';
import type { Request } from 'express';
import { z } from 'zod';
import type { PatronWebDeps } from '../deps.ts';
import type { PatronRoutes } from '../patron-routes.ts';
import { localPath } from './local-path.ts';

const Chosen = z.enum(['ja', 'en']).catch('ja');

/** The switch between Japanese and English, for this browser; back to the page it was pressed on. */
export function mountLanguage(routes: PatronRoutes, { setting }: PatronWebDeps): void {
  routes.page('/language/:language', 'public', ({ request, response }) => {
    rememberLanguage(response, Chosen.parse(request.params.language), setting.publicUrl.startsWith('https:'));
    const before = pageBefore(request, setting.publicUrl);
    response.redirect(303, withTyped(before, Typed.parse(request.query)));
  });
}

/** What is typed into a search that was not sent yet, as the script takes it along; other pages have no use for it. */
const Typed = z.record(z.string().max(40), z.string().max(300)).catch({});
const TYPED_LIMIT = 2000;

/** The address with the fields as they are typed now, in place of those it was opened with. */
function withTyped(path: string, typed: Readonly<Record<string, string>>): string {
  const [page = '/', query = ''] = path.split('?');
  const fields = new URLSearchParams(query);
  for (const [name, value] of Object.entries(typed)) {
    if (value === '') fields.delete(name);
    else fields.set(name, value);
  }
  const merged = String(fields);
  if (merged.length > TYPED_LIMIT) return path;
  return merged === '' ? page : `${page}?${merged}`;
}

/** The page of ours that the visitor comes from; the first page if it is not known. */
function pageBefore(request: Request, publicUrl: string): string {
  const referer = request.get('referer');
  if (referer === undefined || !URL.canParse(referer)) return '/';
  const { origin, pathname, search } = new URL(referer);
  return isOurs(origin, request, publicUrl) ? localPath.catch('/').parse(pathname + search) : '/';
}
