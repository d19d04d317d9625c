import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { LibraryCodeSchema, type PatronRow, PREFECTURAL_LIBRARY } from '@toshobin/contracts';
import { calendarDate, deadlineOn } from '@toshobin/lending-rules';
import type { Visitor } from '@toshobin/web/testing';
import { signedIn } from './signed-in.ts';
import { startPatronWeb, type TestWeb } from './start-patron-web.ts';
import { wordsOf } from './words-of.ts';

export const RESERVATION = '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0001';
export const OTHER = '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0002';
export const PREF = LibraryCodeSchema.parse(PREFECTURAL_LIBRARY);
export const day = calendarDate('2026-12-08');
export const soon = deadlineOn(calendarDate('2026-11-30'));
export const past = deadlineOn(calendarDate('2026-11-19'));

/** My Library of 例山花子 for the stories of a file: noon of Tuesday, 24 November 2026 in Tokyo, as usual before each of them. */
export function openMyLibrary() {
  const opened: { web?: TestWeb; hanako?: Visitor; english?: Visitor } = {};
  const given = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error('My Library is not open');
    return part;
  };
  beforeAll(async () => {
    const web = await startPatronWeb();
    opened.web = web;
    opened.hanako = await signedIn(web);
    opened.english = await signedIn(web);
    web.deps.now = () => new Date('2026-11-24T03:00:00Z');
  });
  beforeEach(() => {
    Object.assign(given(opened.web).world, {
      rows: [],
      position: null,
      catalog: 'answers',
      cardStatus: 'valid',
      expiresOn: null,
      emailStatus: 'verified',
      loans: 0,
      pausedFrom: null,
      calendar: { closedWeekdays: [1], closedDates: [], closures: [] },
    });
  });
  afterAll(() => opened.web?.stop());

  /** The page with these rows, and its words. */
  const readBy = async (visitor: Visitor, rows: readonly PatronRow[]) => {
    given(opened.web).world.rows = [...rows];
    const { text } = await visitor.get('/my-library');
    return { text, words: wordsOf(text) };
  };
  return {
    get world() {
      return given(opened.web).world;
    },
    get hanako() {
      return given(opened.hanako);
    },
    read: (rows: readonly PatronRow[]) => readBy(given(opened.hanako), rows),
    /** The words of the same page in English. */
    readInEnglish: async (rows: readonly PatronRow[]) => {
      const visitor = given(opened.english);
      const { cookie } = visitor;
      visitor.cookie = `${cookie}; language=en`;
      const { words } = await readBy(visitor, rows);
      visitor.cookie = cookie;
      return words;
    },
  };
}
