import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect } from '@jest/globals';
import { ReservationIdSchema } from '@toshobin/contracts';
import { calendarDate, deadlineOn, type RefusalCode, sentence } from '@toshobin/lending-rules';
import type { Got, Visitor } from '@toshobin/web/testing';
import { Prisma } from '../generated/prisma/client.ts';
import { signedInAt } from './signed-in.ts';
import { hanakosCopyForUto, hanakosReservation } from './stand-ins.ts';
import { startStaffWeb, type TestStaffWeb } from './start-staff-web.ts';
import { worldAsUsual } from './world.ts';

/** The staff's web for the stories of a file, as usual before each of them with nothing in anybody’s hand, and who has signed in there; on the day given, or today. */
export function openDesks(settings: { now?: () => Date } = {}) {
  const opened: { web?: TestStaffWeb; desk?: Visitor; uto?: Visitor; kikuyo?: Visitor } = {};
  const given = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error('The desks are not open');
    return part;
  };
  /** The last that was written down before the test. */
  let before = 0n;
  beforeAll(async () => {
    opened.web = await startStaffWeb(settings);
    for (const account of ['desk', 'uto', 'kikuyo'] as const)
      opened[account] = await signedInAt(opened.web.service.url, account);
  });
  afterAll(() => opened.web?.stop());
  beforeEach(async () => {
    const { world, heard, database } = given(opened.web);
    heard.length = 0;
    Object.assign(world, worldAsUsual());
    await database.deskScan.deleteMany({});
    await database.session.updateMany({ data: { shownCard: null, answer: Prisma.DbNull, recentScans: [] } });
    before = (await database.audit.aggregate({ _max: { id: true } }))._max.id ?? 0n;
  });
  return {
    get web() {
      return given(opened.web);
    },
    get desk() {
      return given(opened.desk);
    },
    get uto() {
      return given(opened.uto);
    },
    get kikuyo() {
      return given(opened.kikuyo);
    },
    /** Another browser, in which an account has signed in. */
    signedIn: (account: string) => signedInAt(given(opened.web).service.url, account),
    /** The last that was written down of what was done. */
    async lastDeed() {
      return (await given(opened.web).database.audit.findMany({ orderBy: { id: 'desc' }, take: 1 }))[0];
    },
    /** All that was written down of an action since the test began. */
    deeds: (action: string) =>
      given(opened.web).database.audit.findMany({ where: { action, id: { gt: before } } }),
  };
}

/** Reads a number on a page, and answers the page that follows. */
export async function read(
  visitor: Visitor,
  page: string,
  code: string,
  more: Record<string, string> = {},
): Promise<string> {
  const got = await visitor.post(page, { factId: randomUUID(), code, ...more });
  expect(got.status).toBe(303);
  return (await visitor.get(got.location ?? page)).text;
}
/** What is taken in over the counter. */
export const counter = { from: 'counter' };
/** How many scans a page lists. */
export const listed = (page: string) => page.match(/<li class[^>]*><time/g)?.length ?? 0;

/** A reservation of somebody’s. */
export const someone = ReservationIdSchema.parse(hanakosReservation);
/** A copy that has waited at 宇土 for so many days. */
export function waitsFor(days: number) {
  return {
    reservationId: hanakosReservation,
    barcode: hanakosCopyForUto,
    title: '坊っちゃん',
    shelfMark: '913.6 ナツ',
    holdNumber: 'A-0003',
    holdUntil: null,
    since: new Date(Date.now() - days * 86_400_000).toISOString(),
    due: deadlineOn(calendarDate('2027-01-05')),
    protectiveCover: true,
    supplementCount: 0,
  };
}

/** What a device sends of a scan, now. */
export const scanned = (more: object = {}) => ({
  factId: randomUUID(),
  occurredAt: new Date().toISOString(),
  ...more,
});
export const bodyOf = (got: Got) => JSON.parse(got.text);
export const codeOf = (got: Got) => bodyOf(got).code;
/** How a form is refused that was drawn for somebody who is not in hand any more. */
export const OTHER = 'カードの方が<br/>替わっています';
/** How a page of the desks begins to say a refusal. */
export const beginOf = (code: RefusalCode) => sentence({ code }, 'ja').split('。')[0] ?? '';
