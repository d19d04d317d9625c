import { z } from 'zod';
import { addDays } from '../calendar/calendar-date.ts';
import { dayOf, type Instant } from '../calendar/instant.ts';
import { minuteOfDay, minutesOf, type TimeOfDay, timeOn } from '../calendar/time-of-day.ts';

/** R12. The time of every day in which the patrons' web is closed (the end not included), or never. */
export type MaintenanceWindow = 'off' | { from: TimeOfDay; until: TimeOfDay };

const PATTERN = /^((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d)$/;

/** 'HH:MM-HH:MM' in Tokyo (it may run over midnight) or 'off', as configuration writes it. */
export const MaintenanceWindowSchema = z.string().transform((text, context): MaintenanceWindow => {
  if (text === 'off') return 'off';
  const [, from, until] = PATTERN.exec(text) ?? [];
  if (from !== undefined && until !== undefined && from !== until) return { from, until };
  context.addIssue({ code: 'custom', message: "must be HH:MM-HH:MM or 'off'" });
  return z.NEVER;
});

/** R12. The window that the text writes. Throws on anything but 'HH:MM-HH:MM' and 'off'. */
export function maintenanceWindow(text: string): MaintenanceWindow {
  return MaintenanceWindowSchema.parse(text);
}

/** R12. Is the patrons' web closed at that moment? */
export function isClosedAt(window: MaintenanceWindow, at: Instant): boolean {
  if (window === 'off') return false;
  const [from, until, now] = [minutesOf(window.from), minutesOf(window.until), minuteOfDay(at)];
  return from < until ? now >= from && now < until : now >= from || now < until;
}

/** R12. When the patrons' web opens again, for Retry-After; undefined when it is not closed at that moment. */
export function reopensAt(window: MaintenanceWindow, at: Instant): Instant | undefined {
  if (window === 'off' || !isClosedAt(window, at)) return undefined;
  const today = dayOf(at);
  return timeOn(minuteOfDay(at) < minutesOf(window.until) ? today : addDays(today, 1), window.until);
}
