import type { LibraryCode, StaffRole } from '@toshobin/contracts';
import type { Access } from '@toshobin/web';
import type { Lack } from './accounts/how-far.ts';

/** Who signed in: an account, what it may do, and where it works (a property of the account). */
export interface Staff {
  account: string;
  role: StaffRole;
  library: LibraryCode;
  /** 代行入力: what whoever enters it for this library really is (for-library/acting-for.ts); nobody signs in with it. */
  enteredBy?: StaffRole;
  /** What the sign-in lacks yet: until it is there, only that can be done. */
  lacks?: Lack;
  /** A code of the second factor was given. */
  codeGiven?: boolean;
  /** The enrolled terminal that this was signed in at. */
  terminal?: string;
}

/** Everything that can be done here. `anyone` is what needs no account: signing in, and what comes before it. */
export type StaffAction =
  | 'anyone'
  | 'signOut'
  | 'giveCode'
  | 'setUpSecondFactor'
  | 'ownAccount'
  | 'ownSecondFactor'
  | 'today'
  | 'pickList'
  | 'pick'
  | 'copiesToReturn'
  | 'holdShelf'
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
  | 'find'
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
  | 'imports'
  | 'settle'
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
    'ownAccount',
    'ownSecondFactor',
    'today',
    'pickList',
    'pick',
    'copiesToReturn',
    'holdShelf',
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
    // Persons are found here and at no branch (R14).
    'find',
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
    'imports',
    'settle',
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
    'ownAccount',
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
    'ownAccount',
    'ownSecondFactor',
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
    'imports',
    'audit',
  ]),
  // Keeps accounts and terminals; reads no patron and changes no loan.
  administrator: new Set<StaffAction>([
    'signOut',
    'ownAccount',
    'ownSecondFactor',
    'today',
    'accounts',
    'terminals',
  ]),
};

/** What a session may that has given a password and lacks the rest, whatever its role. */
const mayDoLacking: Readonly<Record<Lack, ReadonlySet<StaffAction>>> = {
  code: new Set<StaffAction>(['signOut', 'giveCode']),
  secondFactor: new Set<StaffAction>(['signOut', 'setUpSecondFactor']),
};

/** Where the rest of a sign-in is. */
export const stepOfSignIn: Readonly<Record<Lack, string>> = {
  code: '/sign-in/code',
  secondFactor: '/sign-in/second-factor',
};

export const staffAccess: Access<StaffAction, Staff> = {
  admit(action, staff) {
    if (action === 'anyone') return { ok: true };
    if (!staff) return { ok: false, status: 401 };
    if (staff.lacks) {
      if (mayDoLacking[staff.lacks].has(action)) return { ok: true };
      return { ok: false, status: 401, refusal: { code: 'SECOND_FACTOR_NEEDED' } };
    }
    return mayDo[staff.role].has(action) ? { ok: true } : { ok: false, status: 403 };
  },
  turnAway(_request, response, staff) {
    if (staff?.lacks) return response.redirect(303, stepOfSignIn[staff.lacks]);
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
