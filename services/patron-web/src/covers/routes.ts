import { pageFault } from '@toshobin/web';
import { z } from 'zod';
import type { PatronWebDeps } from '../deps.ts';
import type { PatronRoutes } from '../patron-routes.ts';

const Isbn = z.string().regex(/^97[89]\d{10}$/);

/** An empty picture: browsers mark one that does not come with an icon, over the drawn cover. */
const NOTHING = '<svg xmlns="http://www.w3.org/2000/svg"/>';

/** Real covers, where a source is configured; where it has none, nothing that could be seen over the drawn one. */
export function mountCovers(routes: PatronRoutes, { covers }: Pick<PatronWebDeps, 'covers'>): void {
  if (!covers) return;
  routes.file('/covers/:isbn', 'public', async (request, response) => {
    const isbn = Isbn.safeParse(request.params.isbn);
    if (!isbn.success) pageFault(404);
    const { picture, seconds } = await covers.find(isbn.data);
    response.set('Cache-Control', `public, max-age=${seconds}`);
    if (picture) response.type(picture.type).send(picture.bytes);
    else response.type('image/svg+xml').send(NOTHING);
  });
}
