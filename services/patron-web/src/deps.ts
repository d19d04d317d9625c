import type { catalogApi, PatronId, patronApi } from '@toshobin/contracts';
import type { MailWindow, MaintenanceWindow } from '@toshobin/lending-rules';
import type { Logger, Operations } from '@toshobin/service';
import type { AttemptLimiter, KeptForms, KnownLibraries, ReservationProcess, Sessions } from '@toshobin/web';
import type { SignedIn } from './access.ts';
import type { Basket } from './basket/basket.ts';
import type { KeptCards } from './card/kept-cards.ts';
import type { SharedTerminal } from './card/shared-terminal.ts';
import type { Covers } from './covers/covers.ts';
import type { KnownPolicy } from './policy/known-policy.ts';
import type { KeptHere } from './privacy/kept-here.ts';
import type { DoneAnswers } from './reserving/done-answers.ts';
import type { EndSessions } from './sessions/end-sessions.ts';
import type { OwnSessions } from './sessions/own-sessions.ts';
import type { Devices } from './sign-in/devices.ts';
import type { KnownBrowsers } from './sign-in/known-browsers.ts';
import type { TypedForms } from './typed-forms/typed-forms.ts';

/** What the use cases and pages of the patrons' web need; clock and ids come from outside. */
export interface PatronWebDeps {
  catalog: Operations<typeof catalogApi>;
  patron: Operations<typeof patronApi>;
  process: ReservationProcess;
  libraries: KnownLibraries;
  basket: Basket;
  /** Left out where no source of real ones is configured. */
  covers?: Covers | undefined;
  doneAnswers: DoneAnswers;
  keptForms: KeptForms;
  typedForms: TypedForms;
  /** The numbers of the rules, for what pages say of them. */
  policy: KnownPolicy;
  sessions: Sessions<SignedIn>;
  endSessions: EndSessions;
  ownSessions: OwnSessions;
  /** Browsers that were asked to remember a family's cards. */
  devices: Devices;
  /** What this web keeps of one person. */
  keptHere: (patronId: PatronId) => Promise<KeptHere>;
  /** Browsers that were asked to keep the card's number. */
  keptCards: KeptCards;
  /** Browsers that several people use. */
  sharedTerminal: SharedTerminal;
  knownBrowsers: KnownBrowsers;
  /** Failed sign-ins by group of addresses. */
  attempts: AttemptLimiter;
  /** Requests of whoever is not signed in (applications, links by mail) by group of addresses. */
  requests: AttemptLimiter;
  now: () => Date;
  newId: () => string;
  log: Logger;
  setting: {
    publicUrl: string;
    libraryName: string;
    phone: string;
    /** The city that this service does not bring anything to, and where its own libraries are found; undefined where there is none. */
    unserved: { city: string; url?: string | undefined } | undefined;
    /** With {isbn} in it. */
    unionSearchUrl?: string | undefined;
    /** With {words} in it. */
    unionWordsUrl?: string | undefined;
    /** With {latitude} and {longitude} in it. */
    mapUrl: string;
    mailFrom?: string | undefined;
    maintenanceWindow: MaintenanceWindow;
    mailWindow: MailWindow;
    trustedProxies: number;
    /** Given where somebody is writing the pages. */
    developmentPictures?: string | undefined;
  };
}
