import type { LibraryCode, StaffRole } from '@toshobin/contracts';
import type { Access } from '@toshobin/web';

/** Who signed in: an account, what it may do, and where it works (a property of the account). */
export interface Staff {
  account: string;
  role: StaffRole;
  library: LibraryCode;
  /** 代行入力: what whoever enters it for this library really is (for-library/acting-for.ts); nobody signs in with it. */
  enteredBy?: StaffRole;
}

/** Everything that can be done here. `anyone` is the one thing that needs no account: signing in. */
export type StaffAction =
  | 'anyone'
  | 'signOut'
  | 'today'
  | 'pickList'
  | 'pick'
  | 'copiesToReturn'
  | 'processReturn'
  | 'packing'
  | 'readParcels'
  | 'changeParcels'
  | 'handOut'
  | 'handIn'
  | 'receiveParcel'
  | 'shelfChecks'
  | 'readPolicy'
  | 'changePolicy'
  | 'timeline'
  | 'tasks'
  | 'whomToCall'
  | 'undo'
  | 'enterForLibrary'
  | 'declaredHandOuts'
  | 'confirmHandOut'
  | 'allowLateHandOut'
  | 'lend'
  | 'phone'
  | 'cards'
  | 'reportContents'
  | 'giveUpParcels'
  | 'postage'
  | 'libraries'
  | 'stock'
  | 'dispatchBoard'
  | 'slips'
  | 'statistics'
  | 'savedViews'
  | 'reconcile'
  | 'anotherCopy'
  | 'mailAgain'
  | 'claimReturned'
  | 'deadLetters'
  | 'audit'
  | 'accounts'
  | 'terminals';

/** The table of roles and actions. What is not in it is refused. */
export const mayDo: Readonly<Record<StaffRole, ReadonlySet<StaffAction>>> = {
  prefecturalDesk: new Set<StaffAction>([
    'signOut',
    'today',
    'pickList',
    'pick',
    'copiesToReturn',
    'processReturn',
    'packing',
    'readParcels',
    'changeParcels',
    'handOut',
    // For a pickup library alone (代行入力): what is handed in here is a return.
    'handIn',
    'shelfChecks',
    'receiveParcel',
    'readPolicy',
    'timeline',
    'tasks',
    'whomToCall',
    'undo',
    'enterForLibrary',
    'declaredHandOuts',
    'confirmHandOut',
    'allowLateHandOut',
    'lend',
    'phone',
    'cards',
    'reportContents',
    'giveUpParcels',
    'postage',
    'libraries',
    'stock',
    'dispatchBoard',
    'slips',
    'statistics',
    'savedViews',
    'reconcile',
    'anotherCopy',
    'mailAgain',
    'claimReturned',
    'audit',
  ]),
  pickupLibrary: new Set<StaffAction>([
    'signOut',
    'today',
    'copiesToReturn',
    'readParcels',
    'changeParcels',
    'handOut',
    'handIn',
    'receiveParcel',
    'shelfChecks',
    'tasks',
    'undo',
    'declaredHandOuts',
    'reportContents',
    // Of its own parcels.
    'slips',
  ]),
  operator: new Set<StaffAction>([
    'signOut',
    'today',
    'readPolicy',
    'changePolicy',
    'timeline',
    'postage',
    'statistics',
    'savedViews',
    // The process looks again at what is written; an operator changes nothing by it.
    'reconcile',
    'deadLetters',
    'audit',
  ]),
  // Keeps accounts and terminals; reads no patron and changes no loan.
  administrator: new Set<StaffAction>(['signOut', 'today', 'accounts', 'terminals']),
};

export const staffAccess: Access<StaffAction, Staff> = {
  admit(action, staff) {
    if (action === 'anyone') return { ok: true };
    if (!staff) return { ok: false, status: 401 };
    return mayDo[staff.role].has(action) ? { ok: true } : { ok: false, status: 403 };
  },
  turnAway(_request, response, staff) {
    // Somebody signed in learns nothing of what others may do: their own first page instead.
    response.redirect(303, staff ? '/?not-allowed=1' : '/sign-in');
  },
};

/** A branch sees and changes only its own return parcels, and receives what is sent to it. */
export function ownParcel(staff: Staff, parcel: { library: LibraryCode }): boolean {
  return staff.role !== 'pickupLibrary' || parcel.library === staff.library;
}

/** The prefectural desk packs outward parcels, a pickup library its own return parcels. */
export function mayPack(
  staff: Staff,
  parcel: { library: LibraryCode; direction: 'outward' | 'return' },
): boolean {
  if (staff.role === 'prefecturalDesk') return parcel.direction === 'outward';
  return staff.role === 'pickupLibrary' && parcel.direction === 'return' && ownParcel(staff, parcel);
}
