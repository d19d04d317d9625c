import type { catalogApi, patronApi, ResolvedCard, shippingApi } from '@toshobin/contracts';
import type { DeadLetterBox } from '@toshobin/events';
import type { MailWindow } from '@toshobin/lending-rules';
import type { Logger, Operations, ServiceClient } from '@toshobin/service';
import type {
  AttemptLimiter,
  DeviceCookie,
  FormBody,
  KnownLibraries,
  PageCall,
  ReservationProcess,
  RouteTable,
  Sessions,
  Visit,
} from '@toshobin/web';
import type { z } from 'zod';
import type { Accounts } from './accounts/accounts.ts';
import type { KeptAccounts } from './accounts/kept-accounts.ts';
import type { KnownBrowsers } from './accounts/known-browsers.ts';
import type { OwnSessions } from './accounts/own-sessions.ts';
import type { KeptCheck } from './agreement/kept-check.ts';
import type { AnsweredForms } from './answered-forms/answered-forms.ts';
import type { AuditTrail } from './audit/audit-trail.ts';
import type { Lists } from './find/found.ts';
import type { StaffKeptForms } from './kept-forms/kept-forms.ts';
import type { KeptBackup } from './last-backup/kept-backup.ts';
import type { MenuCounts } from './pages/menu.tsx';
import type { KnownLeaving } from './parcels/known-leaving.ts';
import type { HeldCancellations } from './phone/held-cancellations.ts';
import type { Processes } from './processes/reach-processes.ts';
import type { Staff, StaffAction } from './roles.ts';
import type { KnownCopies } from './scans/known-copies.ts';
import type { SecondFactors } from './second-factor/second-factors.ts';
import type { DeskScans } from './sessions/desk-scans.ts';
import type { DeskState } from './sessions/desk-state.ts';
import type { TakenOnce } from './sessions/taken-once.ts';
import type { ShelfLooks } from './shelf-checks/shelf-looks.ts';
import type { Terminals } from './terminals/terminals.ts';

export type { Staff } from './roles.ts';

/** What no service could understand or carry out: listed, put back, dismissed. */
export type DeadLetters = Pick<DeadLetterBox, 'list' | 'putBack' | 'dismiss'>;

/** What the use cases and pages of the staff's web need; clock and ids come from outside. */
export interface StaffWebDeps {
  catalog: ServiceClient & Operations<typeof catalogApi>;
  patron: ServiceClient & Operations<typeof patronApi>;
  shipping: ServiceClient & Operations<typeof shippingApi>;
  /** The worker of the processes. */
  workflows: ServiceClient;
  /** What a caller wishes of a reservation. */
  process: ReservationProcess;
  /** What callers have cancelled and may still take back. */
  heldCancellations: HeldCancellations;
  /** Whether the processes go on, and how one is made to. */
  processes: Processes;
  deadLetters: DeadLetters;
  accounts: Accounts;
  /** What administrators do with accounts. */
  keptAccounts: KeptAccounts;
  secondFactors: SecondFactors;
  ownSessions: OwnSessions;
  terminals: Terminals;
  /** Names the browser of an enrolled terminal. */
  terminalCookie: DeviceCookie;
  /** Where an account has signed in before. */
  knownBrowsers: KnownBrowsers;
  audit: AuditTrail;
  desk: DeskState;
  /** What copies are called, as it was said lately. */
  copies: KnownCopies;
  /** How a card stood when a form was answered. */
  cardsHeard: TakenOnce<ResolvedCard>;
  /** What the search box found when its form was answered. */
  listsFound: TakenOnce<Lists>;
  /** What was still to fetch when a copy was fetched, by that scan. */
  listsToFetch: TakenOnce<z.output<typeof catalogApi.pickList.answer>['rows']>;
  /** When a parcel for each library leaves, as it was said lately. */
  leaving: KnownLeaving;
  /** What was scanned at this terminal. */
  scans: DeskScans;
  /** What pickup libraries have looked for today. */
  shelfLooks: ShelfLooks;
  /** The numbers beside the menu. */
  whatWaits: {
    begin(deps: StaffWebDeps): Promise<boolean>;
    of(deps: StaffWebDeps, staff: Staff): MenuCounts;
    told(staff: Staff, known: Readonly<Record<string, number | undefined>>): void;
    counted(): Promise<void>;
  };
  /** Whether everything agreed when it was compared last. */
  agreement: KeptCheck;
  /** What would be left of all this if it were lost now. */
  lastBackup: KeptBackup;
  libraries: KnownLibraries;
  sessions: Sessions<Staff>;
  /** What was sent when its session had ended. */
  keptForms: StaffKeptForms;
  /** What was answered to a form that is to be carried out once. */
  answeredForms: AnsweredForms;
  /** Failed sign-ins by account and by group of addresses. */
  attempts: AttemptLimiter;
  /** Wrong codes of a second factor by account. */
  codeAttempts: AttemptLimiter;
  now: () => Date;
  newId: () => string;
  log: Logger;
  setting: {
    publicUrl: string;
    /** The patrons' web, where it is known. */
    patronWebUrl?: string | undefined;
    libraryName: string;
    phone: string;
    secondFactorRequired: boolean;
    mailWindow: MailWindow;
    temporalUiUrl: string;
    temporalNamespace: string;
    trustedProxies: number;
    /** Given where somebody is writing the pages. */
    developmentPictures?: string | undefined;
  };
}

export type StaffRoutes = RouteTable<StaffAction, Staff>;
export type StaffCall = PageCall<Staff>;
export type FormCall = StaffCall & { form: FormBody };

/** Who is signed in, behind an action that lets nobody else in. */
export function staffOf({ visit }: { visit: Visit<Staff> }): Staff {
  if (!visit.principal) throw new Error('the guard let somebody in who is not signed in');
  return visit.principal;
}
