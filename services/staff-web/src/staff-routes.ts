import type { RouteTable, Visit } from '@toshobin/web';
import type { Staff, StaffAction } from './roles.ts';

export type StaffRoutes = RouteTable<StaffAction, Staff>;

/** Who is signed in, behind an action that lets nobody else in. */
export function staffOf({ visit }: { visit: Visit<Staff> }): Staff {
  if (!visit.principal) throw new Error('the guard let somebody in who is not signed in');
  return visit.principal;
}
