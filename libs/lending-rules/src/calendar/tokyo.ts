import { LocalDateTime, ZoneOffset } from '@js-joda/core';

/**
 * Asia/Tokyo as the fixed offset +09:00. Japan has had no summer time since the law on it was repealed in
 * 1952, so no time zone database (nor Intl) is needed, and the same code runs inside a workflow's sandbox.
 */
const TOKYO = ZoneOffset.ofHours(9);

/** Milliseconds since 1970 of a local date and time in Tokyo. */
export function epochMsInTokyo(local: LocalDateTime): number {
  return local.toInstant(TOKYO).toEpochMilli();
}

/** The local date and time in Tokyo at a number of milliseconds since 1970, without its fraction of a second. */
export function tokyoDateTime(epochMs: number): LocalDateTime {
  return LocalDateTime.ofEpochSecond(Math.floor(epochMs / 1000), TOKYO);
}
