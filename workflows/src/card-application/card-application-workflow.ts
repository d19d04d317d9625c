import { allHandlersFinished, condition, defineSignal } from '@temporalio/workflow';
import { type CardApplicationRequest, cardApplicationProcess, type EventData } from '@toshobin/contracts';
import { plusDuration } from '@toshobin/lending-rules';
import { followChart } from '../charts/follow-chart.ts';
import { now, until } from '../ports/clock.ts';
import { Ears } from '../ports/ears.ts';
import { cardChecked } from '../ports/messages.ts';
import { patron, said } from '../ports/ports.ts';
import { dayAt } from '../reservation/words.ts';
import { cardApplicationChart } from './card-application-chart.ts';

const identityCheckedSignal = defineSignal<[EventData<'patron.card.checked'>]>(
  cardApplicationProcess.signals.checked,
);

/** How often the desk is asked again. */
const askAgainAfter = 'P7D';

/**
 * A card application (R1): the desk is asked to check the identity, again every week until it has; then the card is
 * issued, or the application declined. Who applied is known to the patron service alone.
 */
export async function cardApplicationWorkflow({
  applicationId,
  channel,
  appliedAt,
}: CardApplicationRequest): Promise<'issued' | 'declined'> {
  const course = followChart(cardApplicationChart);
  const ears = new Ears(course);
  let approved: boolean | undefined;
  ears.onSignal(identityCheckedSignal, cardChecked, (checked) => {
    approved ??= checked.approved;
  });
  const isChecked = () => approved !== undefined;

  return ears.toItsEnd(async () => {
    for (let asked = 1; !isChecked(); asked++) {
      await said(patron.askIdentityCheck, 'task: check who it is')({ applicationId, at: now() });
      const how = channel === 'online' ? 'Online' : 'On paper';
      const times = asked === 1 ? '' : `, asked ${asked} times`;
      course.enter('identityAsked', `${how}, ${dayAt(appliedAt)}; the desk is to check the identity${times}`);
      await until(isChecked, plusDuration(now(), askAgainAfter), 'asks the desk again');
    }
    const end = approved ? 'issued' : 'declined';
    if (approved) await said(patron.issueCard, 'the card is issued')({ applicationId, at: now() });
    else await said(patron.declineApplication, 'declined')({ applicationId, at: now() });
    await condition(allHandlersFinished);
    course.enter(end);
    return end;
  });
}
