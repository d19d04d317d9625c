import {
  epochMs,
  type Instant,
  instantFromEpochMs,
  type LendingPolicy,
  mailHours,
  nextSendingTime,
} from '@toshobin/lending-rules';
import type { PatronSettings } from '../patron-deps.ts';

/**
 * R19. When a notice that exists now may go out: after the few seconds in which others of its occasion may join it,
 * and within the mail window.
 */
export function sendingTime(
  now: Instant,
  settings: Pick<PatronSettings, 'noticeGatherSeconds' | 'mailWindow'>,
  policy: LendingPolicy,
): Instant {
  const gathered = instantFromEpochMs(epochMs(now) + settings.noticeGatherSeconds * 1000);
  return withinWindow(gathered, settings, policy);
}

/** The given moment, or the start of the next mail window. */
export function withinWindow(
  at: Instant,
  { mailWindow }: Pick<PatronSettings, 'mailWindow'>,
  policy: LendingPolicy,
): Instant {
  const hours = mailHours(mailWindow, policy);
  return hours ? nextSendingTime(at, { mailWindow: hours }) : at;
}
