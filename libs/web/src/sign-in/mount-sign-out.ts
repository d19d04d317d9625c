import type { PageCall, RouteTable } from '../routes/route-table.ts';

/**
 * Signing out. Pressed on a page of an earlier sign-in it ends no later one: `ask` draws whose session is open now, with
 * a button of its own; where nobody is in, it is done.
 *
 * @param given.done where somebody is who has signed out
 */
export function mountSignOut<A, P>(
  routes: RouteTable<A, P>,
  given: { access: A; done: string; ask: (call: PageCall<P>, principal: P) => Promise<void> | void },
): void {
  const { access, done, ask } = given;
  routes.form(
    '/sign-out',
    access,
    async ({ visit, response }) => {
      await visit.signOut();
      // Not "storage": a patron's kept card has a button of its own to go, and scans that wait for a line are still sent.
      response.setHeader('Clear-Site-Data', '"cache"').redirect(303, done);
    },
    ({ response }) => response.redirect(303, '/sign-out'),
  );
  routes.page('/sign-out', access, (call) => {
    const { principal } = call.visit;
    return principal ? ask(call, principal) : call.response.redirect(303, done);
  });
}
