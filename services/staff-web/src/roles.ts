import { type LibraryCode, type StaffRole, StaffRoleSchema } from '@toshobin/contracts';
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

/** Which roles may do what is done here; what is not in this table is refused. */
const whoMay = {
  signOut: StaffRoleSchema.options,
  // Before a sign-in is whole: of no role.
  giveCode: [],
  setUpSecondFactor: [],
  ownAccount: StaffRoleSchema.options,
  ownSecondFactor: ['prefecturalDesk', 'operator', 'administrator'],
  today: StaffRoleSchema.options,
  pickList: ['prefecturalDesk'],
  pick: ['prefecturalDesk'],
  copiesToReturn: ['prefecturalDesk', 'pickupLibrary'],
  holdShelf: ['prefecturalDesk'],
  processReturn: ['prefecturalDesk'],
  packing: ['prefecturalDesk'],
  readParcels: ['prefecturalDesk', 'pickupLibrary'],
  changeParcels: ['prefecturalDesk', 'pickupLibrary'],
  handOut: ['prefecturalDesk', 'pickupLibrary'],
  // The prefectural desk for a pickup library alone (代行入力): what is handed in there is a return.
  handIn: ['prefecturalDesk', 'pickupLibrary'],
  receiveParcel: ['prefecturalDesk', 'pickupLibrary'],
  shelfChecks: ['prefecturalDesk', 'pickupLibrary'],
  lookUp: ['pickupLibrary'],
  readPolicy: ['prefecturalDesk', 'operator'],
  changePolicy: ['operator'],
  timeline: ['prefecturalDesk', 'operator'],
  // An operator opens what a number leads to; persons and titles are found at the prefectural desk alone (R14).
  find: ['prefecturalDesk', 'operator'],
  findByName: ['prefecturalDesk'],
  tasks: ['prefecturalDesk', 'pickupLibrary'],
  whomToCall: ['prefecturalDesk'],
  undo: ['prefecturalDesk', 'pickupLibrary'],
  enterForLibrary: ['prefecturalDesk'],
  declaredHandOuts: ['prefecturalDesk', 'pickupLibrary'],
  confirmHandOut: ['prefecturalDesk'],
  allowLateHandOut: ['prefecturalDesk'],
  lend: ['prefecturalDesk'],
  phone: ['prefecturalDesk'],
  cards: ['prefecturalDesk'],
  reportContents: ['prefecturalDesk', 'pickupLibrary'],
  giveUpParcels: ['prefecturalDesk'],
  postage: ['prefecturalDesk', 'operator'],
  libraries: ['prefecturalDesk'],
  stock: ['prefecturalDesk'],
  imports: ['prefecturalDesk', 'operator'],
  settle: ['prefecturalDesk'],
  dispatchBoard: ['prefecturalDesk'],
  // A branch those of its own parcels.
  slips: ['prefecturalDesk', 'pickupLibrary'],
  statistics: ['prefecturalDesk', 'operator'],
  savedViews: ['prefecturalDesk', 'operator'],
  // The process looks again at what is written; an operator changes nothing by it.
  reconcile: ['prefecturalDesk', 'operator'],
  anotherCopy: ['prefecturalDesk'],
  mailAgain: ['prefecturalDesk'],
  claimReturned: ['prefecturalDesk'],
  deadLetters: ['operator'],
  audit: ['prefecturalDesk', 'operator'],
  // Whoever keeps accounts and terminals reads no patron and changes no loan.
  accounts: ['administrator'],
  terminals: ['administrator'],
} satisfies Readonly<Record<string, readonly StaffRole[]>>;

/** Everything that can be done here. `anyone` is what needs no account: signing in, and what comes before it. */
export type StaffAction = 'anyone' | keyof typeof whoMay;

function mayOf(role: StaffRole): ReadonlySet<StaffAction> {
  const actions = Object.keys(whoMay).filter((action): action is keyof typeof whoMay => action in whoMay);
  const isOf = (roles: readonly StaffRole[]) => roles.includes(role);
  return new Set(actions.filter((action) => isOf(whoMay[action])));
}

/** The same by role. */
export const mayDo: Readonly<Record<StaffRole, ReadonlySet<StaffAction>>> = {
  prefecturalDesk: mayOf('prefecturalDesk'),
  pickupLibrary: mayOf('pickupLibrary'),
  operator: mayOf('operator'),
  administrator: mayOf('administrator'),
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
