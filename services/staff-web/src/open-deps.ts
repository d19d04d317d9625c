import { randomUUID } from 'node:crypto';
import { catalogApi, patronApi, ReservationIdSchema, shippingApi } from '@toshobin/contracts';
import { openDatabaseAdapter } from '@toshobin/database';
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
import { prismaAccounts } from './accounts/accounts.ts';
import { prismaKeptAccounts } from './accounts/kept-accounts.ts';
import { knownBrowsers } from './accounts/known-browsers.ts';
import { ABSOLUTE_HOURS, IDLE_MINUTES, prismaOwnSessions } from './accounts/own-sessions.ts';
import { prismaKeptCheck } from './agreement/kept-check.ts';
import { prismaAnsweredForms } from './answered-forms/answered-forms.ts';
import { prismaAuditTrail } from './audit/audit-trail.ts';
import type { StaffWebConfig } from './config.ts';
import type { DeadLetters, StaffWebDeps } from './deps.ts';
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
import { WhatWaits } from './what-waits/what-waits.ts';

/** Errors are kept short, so that no value of a query gets into a log. */
export function openDatabase(databaseUrl: string): PrismaClient {
  return new PrismaClient({ adapter: openDatabaseAdapter(databaseUrl), errorFormat: 'minimal' });
}

/** The real dependencies of the process, on its own database and the three services. */
export function openDeps(
  config: StaffWebConfig,
  own: {
    database: PrismaClient;
    deadLetters: DeadLetters;
    log: Logger;
  },
  now: () => Date = () => new Date(),
): StaffWebDeps {
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
    workflows,
    process: askProcesses(workflows, ({ reservationId, wishId }) =>
      patron.takeWish({
        params: { reservationId: ReservationIdSchema.parse(reservationId) },
        body: { wishId },
      }),
    ),
    heldCancellations: prismaHeldCancellations(database),
    processes: processesAt(workflows),
    deadLetters,
    accounts: prismaAccounts(database),
    keptAccounts: prismaKeptAccounts(database),
    secondFactors: prismaSecondFactors(database, seal),
    ownSessions: prismaOwnSessions(database, now),
    terminals: prismaTerminals(database, seal),
    terminalCookie: new DeviceCookie({ publicUrl: config.STAFF_WEB_URL, name: 'toshobin-terminal' }),
    knownBrowsers: knownBrowsers(config.STAFF_WEB_URL, seal),
    audit: prismaAuditTrail(database, now),
    desk: prismaDeskState(database, seal),
    copies: new KnownCopies(),
    cardsHeard: new TakenOnce(),
    listsFound: new TakenOnce(),
    listsToFetch: new TakenOnce(),
    leaving: new KnownLeaving(),
    scans: prismaDeskScans(database),
    shelfLooks: prismaShelfLooks(database),
    agreement: prismaKeptCheck(database),
    lastBackup: prismaKeptBackup(database),
    whatWaits: new WhatWaits(),
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
    keptForms: prismaKeptForms(database, seal),
    answeredForms: prismaAnsweredForms(database, seal, now),
    attempts: limiter(10),
    codeAttempts: limiter(5),
    now,
    newId: randomUUID,
    log,
    setting: {
      publicUrl: config.STAFF_WEB_URL,
      patronWebUrl: config.PATRON_WEB_URL,
      libraryName: config.LIBRARY_NAME,
      phone: config.LIBRARY_PHONE,
      secondFactorRequired,
      mailWindow: config.MAIL_WINDOW,
      temporalUiUrl: config.TEMPORAL_UI_URL,
      temporalNamespace: config.TEMPORAL_NAMESPACE,
      trustedProxies: config.TRUSTED_PROXIES,
      developmentPictures: config.DEVELOPMENT_PICTURES,
    },
  };
}
