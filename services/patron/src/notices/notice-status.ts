import { NoticeStatus } from '../generated/prisma/enums.ts';

/** What has become of a mail; sets of statuses are made of these, so that a new one belongs to all that it should. */
const phaseOf: Readonly<Record<NoticeStatus, 'waits' | 'underWay' | 'said' | 'unsent' | 'overtaken'>> = {
  pending: 'waits',
  sending: 'underWay',
  sent: 'said',
  told: 'said',
  failed: 'unsent',
  noAddress: 'unsent',
  bounced: 'unsent',
  overtaken: 'overtaken',
};
const statusesThat = (...phases: readonly (typeof phaseOf)[NoticeStatus][]): readonly NoticeStatus[] =>
  Object.values(NoticeStatus).filter((status) => phases.includes(phaseOf[status]));

/** The mail waits, or is being sent. */
export const TO_GO = statusesThat('waits', 'underWay');
/** The patron knows what the mail says, or does so in a moment. */
export const HEARD = statusesThat('underWay', 'said');
/** No such mail has reached the patron, who knows none of its dates. */
export const UNSENT = statusesThat('unsent');
/** The same as TO_GO in a statement, as its index has it. */
export const IS_TO_GO = `status IN (${TO_GO.map((status) => `'${status}'`).join(', ')})`;
