import { type DestinationStream, type Logger as PinoLogger, pino, stdTimeFunctions } from 'pino';

export type Logger = PinoLogger;

/** What must never be read in a log, wherever in a logged object it turns up (two levels down). */
const PRIVATE = [
  'authorization',
  'cookie',
  'cookies',
  'setCookie',
  '["set-cookie"]',
  'password',
  'newPassword',
  'currentPassword',
  'email',
  'mail',
  'cardNumber',
  'card_number',
  'token',
  'PATRON_WEB_TOKEN',
  'STAFF_WEB_TOKEN',
  'PATRON_TOKEN',
  'body',
  'query',
  // What a database says of the row that it refused.
  'detail',
];

/**
 * The log of one process: JSON lines on standard output, one line an event, time as ISO 8601 in UTC.
 * Credentials, cookies, mail addresses and card numbers are replaced before a line is written.
 */
export function createLogger(name: string, level = 'info', destination?: DestinationStream): Logger {
  const paths = PRIVATE.flatMap((key) =>
    key.startsWith('[') ? [key, `*${key}`, `*.*${key}`] : [key, `*.${key}`, `*.*.${key}`],
  );
  const options = {
    name,
    level,
    base: { name },
    timestamp: stdTimeFunctions.isoTime,
    redact: { paths, censor: '[removed]' },
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return destination ? pino(options, destination) : pino(options);
}
