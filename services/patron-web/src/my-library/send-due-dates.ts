import type { PatronRow } from '@toshobin/contracts';
import { addDays, instantFromDate, onLoan } from '@toshobin/lending-rules';
import { languageOf, type PageCall, pageFault, sayIn } from '@toshobin/web';
import type { SignedIn } from '../access.ts';
import type { PatronWebDeps } from '../deps.ts';
import { signedIn } from '../patron-routes.ts';
import { readMyLibrary } from './read-my-library.ts';

/** The due dates of the patron's loans as a calendar file (RFC 5545), one whole day each; those handed in have none. */
export async function sendDueDates(deps: PatronWebDeps, call: PageCall<SignedIn>): Promise<void> {
  const rows = await readMyLibrary(deps, signedIn(call.visit).patronId);
  if (!rows.ok) pageFault(404);
  const say = sayIn(languageOf(call.request));
  const stamp = instantFromDate(deps.now())
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '');
  const events = rows.value.flatMap((row) => eventOf(row, stamp, say('返却期限', 'Due')));
  // A calendar without an entry is none.
  if (events.length === 0) pageFault(404);
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//toshobin//due dates//JA',
    ...events,
    'END:VCALENDAR',
  ];
  call.response.type('text/calendar; charset=utf-8').setHeader('Cache-Control', 'no-store');
  call.response.attachment('due-dates.ics').send(lines.map((line) => `${folded(line)}\r\n`).join(''));
}

/** Extended later, the same event moves: its UID is the reservation's. */
function eventOf(row: PatronRow, stamp: string, words: string): string[] {
  if (!row.open || !onLoan.has(row.state) || row.state === 'returning' || row.due === null) return [];
  const day = row.due.date.replaceAll('-', '');
  return [
    'BEGIN:VEVENT',
    `UID:${row.reservationId}@toshobin`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${day}`,
    `DTEND;VALUE=DATE:${addDays(row.due.date, 1).replaceAll('-', '')}`,
    `SUMMARY:${escaped(`${words}: ${row.title}`)}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
  ];
}

function escaped(text: string): string {
  return text.replaceAll(/[\\;,]/g, (sign) => `\\${sign}`).replaceAll(/\r?\n/g, '\\n');
}

/** Lines of at most 75 bytes; the rest goes on after a blank, and no character is cut. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  for (const character of line) {
    if (Buffer.byteLength(part + character) > (parts.length === 0 ? 75 : 74)) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part].join('\r\n ');
}
