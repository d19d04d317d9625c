import type { FormBody, PageCall, RouteTable, Visit } from '@toshobin/web';
import type { openDeps } from './open-deps.ts';
import type { MenuCounts } from './pages/menu.tsx';
import type { Staff, StaffAction } from './roles.ts';

export type { Staff } from './roles.ts';

/** What the use cases and pages of the staff's web need; clock and ids come from outside. */
export type StaffWebDeps = ReturnType<typeof openDeps> & {
  /** The numbers beside the menu. */
  whatWaits: {
    begin(deps: StaffWebDeps): Promise<boolean>;
    of(deps: StaffWebDeps, staff: Staff): MenuCounts;
    told(staff: Staff, known: Readonly<Record<string, number | undefined>>): void;
    counted(): Promise<void>;
  };
};

export type StaffRoutes = RouteTable<StaffAction, Staff>;
export type StaffCall = PageCall<Staff>;
export type FormCall = StaffCall & { form: FormBody };

/** Who is signed in, behind an action that lets nobody else in. */
export function staffOf({ visit }: { visit: Visit<Staff> }): Staff {
  if (!visit.principal) throw new Error('the guard let somebody in who is not signed in');
  return visit.principal;
}
