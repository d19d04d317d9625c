import type { PatronActivities } from '@toshobin/contracts';
import { withSignsOfLife } from '@toshobin/temporal';
import { askIdentityCheck } from '../card-applications/ask-identity-check.ts';
import { declineCardApplication } from '../card-applications/decline-card-application.ts';
import { issueCard } from '../card-applications/issue-card.ts';
import { remindExpiringCards } from '../cards/remind-expiring-cards.ts';
import type { PatronDeps } from '../patron-deps.ts';

type CardActivities = Pick<
  PatronActivities,
  'remindExpiringCards' | 'askIdentityCheck' | 'issueCard' | 'declineApplication'
>;

/** R1: the commands of card applications and of cards that expire. */
export function cardActivities(deps: PatronDeps): CardActivities {
  return {
    remindExpiringCards: (command) => withSignsOfLife(() => remindExpiringCards(deps, command)),
    askIdentityCheck: (command) => askIdentityCheck(deps, command),
    issueCard: (command) => issueCard(deps, command),
    declineApplication: (command) => declineCardApplication(deps, command),
  };
}
