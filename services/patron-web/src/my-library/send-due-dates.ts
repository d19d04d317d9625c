import type { PatronRow } from '@toshobin/contracts';
import { addDays, type CalendarDate, instantFromDate, onLoan } from '@toshobin/lending-rules';
import { languageOf, pageFault, type Say, sayIn } from '@toshobin/web';
import type { PatronWebDeps } from '../deps.ts';
import { type PatronCall, signedIn } from '../patron-routes.ts';
import { readMyLibrary } from './read-my-library.ts';

/**
 * The days that bind a patron as a calendar file (RFC 5545), one whole day each: the due dates of loans, those handed in
 * left out, and until when what is ready is held. Each is told at noon of the day before.
 */
export async function sendDueDates(deps: PatronWebDeps, call: PatronCall): Promise<void> {
  const rows = await readMyLibrary(deps, signedIn(call.visit).patronId);
  if (!rows.ok) pageFault(404);
  const say = sayIn(languageOf(call.request));
  const stamp = instantFromDate(deps.now())
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '');
  const events = rows.value.flatMap((row) => eventOf(row, stamp, say));
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

/** The day of a row that binds, and what it is; undefined where none does. */
export function dayIn(row: PatronRow, say: Say): { date: CalendarDate; words: string } | undefined {
  if (!row.open || row.state === 'returning') return undefined;
  if (row.state === 'ready') {
    const date = row.holdUntil ?? row.due?.date;
    return date && { date, words: say('取り置き期限', 'Held until') };
  }
  if (!onLoan.has(row.state) || row.due === null) return undefined;
  return { date: row.due.date, words: say('返却期限', 'Due') };
}

/** Extended or lent later, the same event moves: its UID is the reservation's. */
function eventOf(row: PatronRow, stamp: string, say: Say): string[] {
  const found = dayIn(row, say);
  if (found === undefined) return [];
  const { date, words } = found;
  const day = date.replaceAll('-', '');
  return [
    'BEGIN:VEVENT',
    `UID:${row.reservationId}@toshobin`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${day}`,
    `DTEND;VALUE=DATE:${addDays(date, 1).replaceAll('-', '')}`,
    `SUMMARY:${escaped(`${words}: ${row.title}`)}`,
    'TRANSP:TRANSPARENT',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escaped(words)}`,
    'TRIGGER:-PT12H',
    'END:VALARM',
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
