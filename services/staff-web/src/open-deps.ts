import { randomUUID } from 'node:crypto';
import {
  catalogApi,
  patronApi,
  ReservationIdSchema,
  type ResolvedCard,
  shippingApi,
} from '@toshobin/contracts';
import { openDatabaseAdapter } from '@toshobin/database';
import type { DeadLetterBox } from '@toshobin/events';
import { firstOf, type Logger, operationsOf, serviceClient } from '@toshobin/service';
import {
  AttemptLimiter,
  askProcesses,
  attemptStoreIn,
  DeviceCookie,
  KnownLibraries,
  Sessions,
  WAITED_FOR_MS,
} from '@toshobin/web';
import type { z } from 'zod';
import { prismaAccounts } from './accounts/accounts.ts';
import { prismaKeptAccounts } from './accounts/kept-accounts.ts';
import { knownBrowsers } from './accounts/known-browsers.ts';
import { ABSOLUTE_HOURS, IDLE_MINUTES, prismaOwnSessions } from './accounts/own-sessions.ts';
import { prismaKeptCheck } from './agreement/kept-check.ts';
import { prismaAnsweredForms } from './answered-forms/answered-forms.ts';
import { prismaAuditTrail } from './audit/audit-trail.ts';
import type { StaffWebConfig } from './config.ts';
import type { Lists } from './find/found.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { markOfAccount, prismaKeptForms } from './kept-forms/kept-forms.ts';
import { prismaKeptBackup } from './last-backup/kept-backup.ts';
import { KnownLeaving } from './parcels/known-leaving.ts';
import { prismaHeldCancellations } from './phone/held-cancellations.ts';
import { processesAt } from './processes/reach-processes.ts';
import { KnownCopies } from './scans/known-copies.ts';
import { sealWith } from './seal-secret.ts';
import { prismaSecondFactors } from './second-factor/second-factors.ts';
import { prismaDeskScans } from './sessions/desk-scans.ts';
import { prismaDeskState } from './sessions/desk-state.ts';
import { TakenOnce } from './sessions/taken-once.ts';
import { prismaShelfLooks } from './shelf-checks/shelf-looks.ts';
import { prismaSessionStore } from './signed-in/prisma-session-store.ts';
import { prismaTerminals } from './terminals/terminals.ts';

/** Errors are kept short, so that no value of a query gets into a log. */
export function openDatabase(databaseUrl: string): PrismaClient {
  return new PrismaClient({ adapter: openDatabaseAdapter(databaseUrl), errorFormat: 'minimal' });
}

/** The real dependencies of the process, on its own database and the three services. */
export function openDeps(
  config: StaffWebConfig,
  own: {
    database: PrismaClient;
    /** What no service could understand or carry out: listed, put back, dismissed. */
    deadLetters: Pick<DeadLetterBox, 'list' | 'putBack' | 'dismiss'>;
    log: Logger;
  },
  now: () => Date = () => new Date(),
) {
  const { database, deadLetters, log } = own;
  const client = (name: string, url: string, waits: { timeoutMs?: number } = {}) =>
    serviceClient(url, firstOf(config.STAFF_WEB_TOKEN), { name, ...waits });
  const patron = operationsOf(client('patron', config.PATRON_URL), patronApi);
  const shipping = operationsOf(client('shipping', config.SHIPPING_URL), shippingApi);
  const workflows = client('workflows', config.WORKFLOWS_URL, { timeoutMs: WAITED_FOR_MS });
  const seal = sealWith(config.STAFF_SECRET);
  const secondFactorRequired = config.STAFF_SECOND_FACTOR === 'required';
  const limiter = (limit: number) =>
    new AttemptLimiter({ store: attemptStoreIn(database), limit, windowMinutes: 10, now });
  return {
    catalog: operationsOf(client('catalog', config.CATALOG_URL), catalogApi),
    patron,
    shipping,
    /** The worker of the processes. */
    workflows,
    /** What a caller wishes of a reservation. */
    process: askProcesses(workflows, ({ reservationId, wishId }) =>
      patron.takeWish({
        params: { reservationId: ReservationIdSchema.parse(reservationId) },
        body: { wishId },
      }),
    ),
    /** What callers have cancelled and may still take back. */
    heldCancellations: prismaHeldCancellations(database),
    /** Whether the processes go on, and how one is made to. */
    processes: processesAt(workflows),
    deadLetters,
    accounts: prismaAccounts(database),
    /** What administrators do with accounts. */
    keptAccounts: prismaKeptAccounts(database),
    secondFactors: prismaSecondFactors(database, seal),
    ownSessions: prismaOwnSessions(database, now),
    terminals: prismaTerminals(database, seal),
    /** Names the browser of an enrolled terminal. */
    terminalCookie: new DeviceCookie({ publicUrl: config.STAFF_WEB_URL, name: 'toshobin-terminal' }),
    /** Where an account has signed in before. */
    knownBrowsers: knownBrowsers(config.STAFF_WEB_URL, seal),
    audit: prismaAuditTrail(database, now),
    desk: prismaDeskState(database, seal),
    /** What copies are called, as it was said lately. */
    copies: new KnownCopies(),
    /** How a card stood when a form was answered. */
    cardsHeard: new TakenOnce<ResolvedCard>(),
    /** What the search box found when its form was answered. */
    listsFound: new TakenOnce<Lists>(),
    /** What was still to fetch when a copy was fetched, by that scan. */
    listsToFetch: new TakenOnce<z.output<typeof catalogApi.pickList.answer>['rows']>(),
    /** When a parcel for each library leaves, as it was said lately. */
    leaving: new KnownLeaving(),
    /** What was scanned at this terminal. */
    scans: prismaDeskScans(database),
    /** What pickup libraries have looked for today. */
    shelfLooks: prismaShelfLooks(database),
    /** Whether everything agreed when it was compared last. */
    agreement: prismaKeptCheck(database),
    /** What would be left of all this if it were lost now. */
    lastBackup: prismaKeptBackup(database),
    libraries: new KnownLibraries(shipping, now),
    sessions: new Sessions({
      store: prismaSessionStore(database, { secondFactorRequired, now }),
      publicUrl: config.STAFF_WEB_URL,
      name: 'toshobin-staff',
      idleMinutes: IDLE_MINUTES,
      absoluteHours: ABSOLUTE_HOURS,
      now,
      markOf: ({ account }) => markOfAccount(seal, account),
    }),
    /** What was sent when its session had ended. */
    keptForms: prismaKeptForms(database, seal),
    /** What was answered to a form that is to be carried out once. */
    answeredForms: prismaAnsweredForms(database, seal, now),
    /** Failed sign-ins by account and by group of addresses. */
    attempts: limiter(10),
    /** Wrong codes of a second factor by account. */
    codeAttempts: limiter(5),
    now,
    newId: randomUUID,
    log,
    setting: {
      publicUrl: config.STAFF_WEB_URL,
      /** The patrons' web, where it is known. */
      patronWebUrl: config.PATRON_WEB_URL,
      libraryName: config.LIBRARY_NAME,
      phone: config.LIBRARY_PHONE,
      secondFactorRequired,
      mailWindow: config.MAIL_WINDOW,
      temporalUiUrl: config.TEMPORAL_UI_URL,
      temporalNamespace: config.TEMPORAL_NAMESPACE,
      trustedProxies: config.TRUSTED_PROXIES,
      /** Given where somebody is writing the pages. */
      developmentPictures: config.DEVELOPMENT_PICTURES,
    },
  };
}
