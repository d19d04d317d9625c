import type { PatronActivities } from '@toshobin/contracts';
import type { PatronDeps } from '../patron-deps.ts';

type CardActivities = Pick<
  PatronActivities,
  'remindExpiringCards' | 'askIdentityCheck' | 'issueCard' | 'declineApplication'
>;

/** R1: the commands of card applications and of cards that expire. */
export function cardActivities(_deps: PatronDeps): CardActivities {
  const notYet = async () => {
    throw new Error('cards are issued by a later release');
  };
  return {
    remindExpiringCards: notYet,
    askIdentityCheck: notYet,
    issueCard: notYet,
    declineApplication: notYet,
  };
}
