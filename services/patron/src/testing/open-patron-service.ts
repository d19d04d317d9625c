import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import {
  type CloudEvent,
  type EventData,
  type EventType,
  LibrarySchema,
  type NoticeKind,
  type PatronId,
  PatronIdSchema,
} from '@toshobin/contracts';
import { startTestPostgres } from '@toshobin/database/testing';
import { epochMs, type Instant, instant, instantFromEpochMs, type Language } from '@toshobin/lending-rules';
import { createLogger, type ServiceClient } from '@toshobin/service';
import { openDatabase } from '../database.ts';
import { demoPatrons, loadTestPatrons } from '../demo/demo-patrons.ts';
import { loadPatrons } from '../demo/load-patrons.ts';
import { keepLibrary } from '../libraries/keep-library.ts';
import type { Mail, MailAccepted, Mailer } from '../mails/mailer.ts';
import { sendNotices } from '../mails/send-notices.ts';
import { wordings } from '../mails/wordings.ts';
import type { PatronDeps } from '../patron-deps.ts';
import { hearStanding } from '../standings/hear-standing.ts';
import { CatalogInTest } from './catalog-in-test.ts';

/**
 * A place where mails arrive; when `away` it refuses them as a mail service that is down, when `refusing` as one that
 * cannot read the address.
 */
interface Mailbox extends Mailer {
  mails: Mail[];
  away: boolean;
  /** Whether every address is refused for good. */
  refusing: boolean;
  /** The mails with the subject of that kind, oldest first. */
  about(kind: NoticeKind): Mail[];
}

export function subjectOf(kind: NoticeKind, language: Language = 'ja'): string {
  return wordings[language].templates[kind].subject.replace('{libraryName}', '熊本県立図書館');
}

function openMailbox(): Mailbox {
  const mails: Mail[] = [];
  return {
    mails,
    away: false,
    refusing: false,
    about: (kind) => mails.filter(({ subject }) => subject === subjectOf(kind)),
    async send(mail): Promise<MailAccepted> {
      if (this.away) throw new Error('the mail service is away');
      if (this.refusing) return { accepted: false, reason: 'rejected' };
      mails.push(mail);
      return { accepted: true, mailId: `mail-${randomUUID()}` };
    },
  };
}

/** The prefectural desk and two pickup libraries, closed on Mondays, one of them paused. */
export const testLibraries = [
  library('pref', ['熊本県立図書館', 'くまもと けんりつ としょかん'], { closedWeekdays: [2] }),
  library('uto', ['宇土市立図書館', 'うと しりつ としょかん'], { closedWeekdays: [1] }),
  library(
    'paused',
    ['改修中図書館', 'かいしゅうちゅう としょかん'],
    { closedWeekdays: [1] },
    { from: '2026-11-01', reopens: '2027-02-01' },
  ),
];

function library(
  code: string,
  [name, reading]: [name: string, reading: string],
  calendar: { closedWeekdays: number[] },
  pause?: { from: string; reopens: string },
) {
  return LibrarySchema.parse({
    code,
    name,
    reading,
    region: code === 'pref' ? null : '宇城地域',
    order: 0,
    phone: '000-000-0000',
    arrival: 'scan',
    calendar: { ...calendar, closedDates: [], closures: [] },
    pausedFrom: pause?.from ?? null,
    reopens: pause?.reopens ?? null,
  });
}

/**
 * The patron service on a PostgreSQL of its own, without HTTP, Kafka, Temporal and SES: its steps take `deps`. The
 * clock stands still until it is set; mails are gathered, and sent when `sendMails` is called. The demo people and the
 * twenty of the load tests are in it, and the test libraries unless told otherwise.
 */
export async function openPatronService(options: { libraries?: 'none'; catalog?: ServiceClient } = {}) {
  const postgres = await startTestPostgres();
  const migrations = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));
  const url = await postgres.createMigrated('patron', migrations);
  const { db, close } = openDatabase(url);
  const mailbox = openMailbox();
  const catalog = new CatalogInTest();
  let now = instant('2026-11-24T01:00:00Z');
  let carried = 0n;
  const deps: PatronDeps = {
    db,
    now: () => now,
    newId: randomUUID,
    log: createLogger('patron', 'silent'),
    catalog: options.catalog ?? catalog,
    settings: {
      libraryName: '熊本県立図書館',
      libraryPhone: '096-000-0000',
      patronWebUrl: 'http://127.0.0.1:4000',
      secret: 'a-secret-of-the-tests-alone',
      otherSecrets: [],
      noticeGatherSeconds: 0,
      mailWindow: 'policy',
    },
    committed: () => {},
  };
  await loadPatrons(db, [...demoPatrons, ...loadTestPatrons], { now, newId: randomUUID });
  if (options.libraries !== 'none') for (const one of testLibraries) await keepLibrary(db, one, 1n);
  return {
    deps,
    db,
    url,
    mailbox,
    catalog,
    postgres,
    setClock(at: string): Instant {
      now = instant(at);
      return now;
    },
    passMinutes(minutes: number): Instant {
      now = instantFromEpochMs(epochMs(now) + minutes * 60_000);
      return now;
    },
    async sendMails(): Promise<number> {
      const sent = await sendNotices(deps, mailbox);
      await this.carryMails();
      return sent;
    },
    /** The catalog hears of the mails that were accepted or came back, and tells how their reservations stand then. */
    async carryMails(): Promise<void> {
      if (options.catalog) return;
      const rows = await db.outbox.findMany({
        where: { sequence: { gt: carried }, type: { in: ['patron.notice.sent', 'patron.notice.failed'] } },
        orderBy: { sequence: 'asc' },
      });
      for (const { type, data, sequence } of rows) {
        carried = sequence;
        const isSent = type === 'patron.notice.sent';
        const told = catalog.hearMail(isSent ? 'patron.notice.sent' : 'patron.notice.failed', data);
        if (!told) continue;
        catalog.carried(told);
        await hearStanding(deps, told, now);
      }
    },
    /** The id of the person with the card of that serial. */
    async patronId(cardNumber: string): Promise<PatronId> {
      const card = await db.card.findUniqueOrThrow({ where: { number: cardNumber } });
      return PatronIdSchema.parse(card.patronId);
    },
    /** The events of a type that were published so far, oldest first. */
    async published(type: EventType): Promise<unknown[]> {
      const rows = await db.outbox.findMany({ where: { type }, orderBy: { sequence: 'asc' } });
      return rows.map((row) => row.data);
    },
    async close(): Promise<void> {
      await close();
      await postgres.stop();
    },
  };
}

export type PatronTestService = Awaited<ReturnType<typeof openPatronService>>;

/** An event of another service as Kafka brings it. */
export function eventOf<T extends EventType>(type: T, data: EventData<T>, sequence = '1'): CloudEvent {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: type.split('.')[0] ?? '',
    type,
    subject: 'test',
    time: instant('2026-11-24T01:00:00Z'),
    datacontenttype: 'application/json',
    sequence,
    data,
  };
}
