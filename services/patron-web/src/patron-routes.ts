import type { PageCall, RouteTable, Visit } from '@toshobin/web';
import type { PatronAccess, SignedIn } from './access.ts';

export type PatronRoutes = RouteTable<PatronAccess, SignedIn>;
export type PatronCall = PageCall<SignedIn>;

/** Who is signed in, behind an access that lets nobody else in. */
export function signedIn(visit: Visit<SignedIn>): SignedIn {
  if (!visit.principal) throw new Error('the guard let somebody in who is not signed in');
  return visit.principal;
}
