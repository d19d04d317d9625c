import { instantFromDate, isClosedAt } from '@toshobin/lending-rules';

/** The hour in which the services erase (workflows' schedules); what looks every hour looks once in it. */
const NIGHT = { from: '03:00', until: '04:00' } as const;

export const isNight = (now: Date): boolean => isClosedAt(NIGHT, instantFromDate(now));
