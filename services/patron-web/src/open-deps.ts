import { randomUUID } from 'node:crypto';
import { catalogApi, patronApi, ReservationIdSchema } from '@toshobin/contracts';
import { openDatabaseAdapter } from '@toshobin/database';
import { firstOf, type Logger, operationsOf, serviceClient } from '@toshobin/service';
import {
  AttemptLimiter,
  askProcesses,
  attemptStoreIn,
  KeptForms,
  KnownLibraries,
  markOfId,
  Sessions,
  WAITED_FOR_MS,
} from '@toshobin/web';
import { prismaBasket } from './basket/basket.ts';
import { prismaKeptCards } from './card/kept-cards.ts';
import { SharedTerminal } from './card/shared-terminal.ts';
import type { PatronWebConfig } from './config.ts';
import { Covers } from './covers/covers.ts';
import type { PatronWebDeps } from './deps.ts';
import { PrismaClient } from './generated/prisma/client.ts';
import { keptFormsIn } from './kept-forms/kept-forms.ts';
import { KnownPolicy } from './policy/known-policy.ts';
import { prismaKeptHere } from './privacy/kept-here.ts';
import { prismaDoneAnswers } from './reserving/done-answers.ts';
import { prismaEndSessions } from './sessions/end-sessions.ts';
import { ABSOLUTE_HOURS, IDLE_MINUTES, prismaOwnSessions } from './sessions/own-sessions.ts';
import { prismaSessionStore } from './sessions/prisma-session-store.ts';
import { prismaDevices } from './sign-in/devices.ts';
import { KnownBrowsers } from './sign-in/known-browsers.ts';
import { prismaTypedForms } from './typed-forms/typed-forms.ts';

/** Errors are kept short, so that no value of a query gets into a log. */
export function openDatabase(databaseUrl: string): PrismaClient {
  return new PrismaClient({ adapter: openDatabaseAdapter(databaseUrl), errorFormat: 'minimal' });
}

/** The real dependencies of the process: its own database, the three services and the processes. */
export function openDeps(
  config: PatronWebConfig,
  own: { database: PrismaClient; log: Logger },
  now: () => Date = () => new Date(),
): PatronWebDeps {
  const { database, log } = own;
  const client = (name: string, url: string, waits: { timeoutMs?: number } = {}) =>
    serviceClient(url, firstOf(config.PATRON_WEB_TOKEN), { name, ...waits });
  const catalog = operationsOf(client('catalog', config.CATALOG_URL), catalogApi);
  const patron = operationsOf(client('patron', config.PATRON_URL), patronApi);
  const workflows = client('workflows', config.WORKFLOWS_URL, { timeoutMs: WAITED_FOR_MS });
  const sharedTerminal = new SharedTerminal(config.PATRON_WEB_URL);
  return {
    catalog,
    patron,
    process: askProcesses(workflows, ({ reservationId, wishId }) =>
      patron.takeWish({
        params: { reservationId: ReservationIdSchema.parse(reservationId) },
        body: { wishId },
      }),
    ),
    libraries: new KnownLibraries(client('shipping', config.SHIPPING_URL), now),
    basket: prismaBasket(database),
    covers: coversFrom(config, { catalog, now, log }),
    doneAnswers: prismaDoneAnswers(database),
    keptForms: new KeptForms(keptFormsIn(database)),
    typedForms: prismaTypedForms(database, now),
    policy: new KnownPolicy(catalog, now),
    sessions: new Sessions({
      store: prismaSessionStore(database),
      publicUrl: config.PATRON_WEB_URL,
      name: 'toshobin-patron',
      idleMinutes: IDLE_MINUTES,
      absoluteHours: ABSOLUTE_HOURS,
      now,
      markOf: ({ patronId }) => markOfId(patronId),
    }),
    endSessions: prismaEndSessions(database),
    ownSessions: prismaOwnSessions(database, now),
    devices: prismaDevices(database, { publicUrl: config.PATRON_WEB_URL, now }),
    keptHere: prismaKeptHere(database),
    keptCards: prismaKeptCards(database, { publicUrl: config.PATRON_WEB_URL, now }),
    sharedTerminal,
    knownBrowsers: new KnownBrowsers(config.PATRON_WEB_URL, sharedTerminal),
    attempts: new AttemptLimiter({ store: attemptStoreIn(database), limit: 20, windowMinutes: 10, now }),
    requests: new AttemptLimiter({ store: attemptStoreIn(database), limit: 20, windowMinutes: 60, now }),
    now,
    newId: randomUUID,
    log,
    setting: {
      publicUrl: config.PATRON_WEB_URL,
      libraryName: config.LIBRARY_NAME,
      phone: config.LIBRARY_PHONE,
      unserved: unservedIn(config),
      unionSearchUrl: config.UNION_SEARCH_URL,
      unionWordsUrl: config.UNION_SEARCH_WORDS_URL,
      mapUrl: config.MAP_URL,
      mailFrom: config.MAIL_FROM,
      mailWindow: config.MAIL_WINDOW,
      maintenanceWindow:
        config.MAINTENANCE_WINDOW ??
        (config.NODE_ENV === 'production' ? { from: '04:30', until: '05:00' } : 'off'),
      trustedProxies: config.TRUSTED_PROXIES,
      developmentPictures: config.DEVELOPMENT_PICTURES,
    },
  };
}

/** The city that this service brings nothing to; undefined where there is none. */
function unservedIn({ UNSERVED_CITY: city, UNSERVED_CITY_URL: url }: PatronWebConfig) {
  return city === undefined ? undefined : { city, url };
}

/** A source of real covers where one is configured, asked for books of the catalogue alone. */
export function coversFrom(
  { COVER_SOURCE_URL: template }: PatronWebConfig,
  { catalog, ...parts }: Pick<PatronWebDeps, 'catalog' | 'now' | 'log'>,
): Covers | undefined {
  if (template === undefined) return undefined;
  const isOurs = async (isbn: string) => {
    const answer = await catalog.availability({ query: { isbn } });
    return answer.ok && answer.value.books.some(({ records }) => records.length > 0);
  };
  return new Covers({ ...parts, template, isOurs });
}
