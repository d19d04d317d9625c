import { rememberLanguage } from '@toshobin/web';
import { z } from 'zod';
import type { PatronWebDeps } from '../deps.ts';
import type { PatronRoutes } from '../patron-routes.ts';
import { localPath } from './local-path.ts';

const Chosen = z.enum(['ja', 'en']).catch('ja');

/** The switch between Japanese and English, for this browser; back to the page it was pressed on. */
export function mountLanguage(routes: PatronRoutes, { setting }: PatronWebDeps): void {
  routes.page('/language/:language', 'always', ({ request, response }) => {
    rememberLanguage(response, Chosen.parse(request.params.language), setting.publicUrl.startsWith('https:'));
    response.redirect(303, pageBefore(request.get('referer'), setting.publicUrl));
  });
}

/** The page of ours that the visitor comes from; the first page if it is not known. */
function pageBefore(referer: string | undefined, publicUrl: string): string {
  if (referer === undefined || !URL.canParse(referer)) return '/';
  const { origin, pathname, search } = new URL(referer);
  return origin === new URL(publicUrl).origin ? localPath.catch('/').parse(pathname + search) : '/';
}
