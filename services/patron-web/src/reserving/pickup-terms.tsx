import {
  type CalendarDate,
  daysIn,
  defaultPolicy,
  type Language,
  type LendingPolicy,
  type OpeningCalendar,
  weeksIn,
} from '@toshobin/lending-rules';
import { sayIn } from '@toshobin/web';
import { Dated } from '../pages/dated.tsx';
import { dispatchDaysIn, yuMailItemsIn } from '../policy/dispatch-words.ts';
import { earliestWords } from './earliest-words.ts';

/** R6, R7, R11. What holds at the library that was chosen, as points of a list. */
export function PickupTerms(props: {
  municipal: boolean;
  nextDispatchDay: CalendarDate;
  dispatchDaysAWeek: number;
  pickup: OpeningCalendar;
  /** Something of what it is about is at the prefectural library now. */
  here: boolean;
  language?: Language;
  policy?: LendingPolicy;
}) {
  const { language = 'ja', policy = defaultPolicy } = props;
  const say = sayIn(language);
  const [hold, loan] = [daysIn(language, policy.holdPeriod), weeksIn(language, policy.loanPeriod)];
  const days = dispatchDaysIn(language, props.dispatchDaysAWeek);
  const few = yuMailItemsIn(language, policy.yuMailMaxItems);
  if (!props.municipal) {
    return (
      <li>
        {say(
          `メールを送った日から${hold}取り置きします。貸出期間は、受け取った日から${loan}です。`,
          `We hold it for ${hold} from the day of our mail. The loan is ${loan} from the day you pick it up.`,
        )}
      </li>
    );
  }
  return (
    <>
      <li>
        {say(
          `貸出期間は${loan}で、配送期間を含みます。返却期限は、受け取った日にかかわらず同じです。`,
          `The loan is ${loan}, delivery included. The due date is the same whichever day you pick it up.`,
        )}
      </li>
      <li>
        {say(
          '受取館では、受取可能のメールに書いた返却期限まで取り置きします。',
          'The pickup library holds it until the due date in the mail that tells you it is ready.',
        )}
      </li>
      <li>
        {say(
          `${few}ほどの資料は、${days}発送します。次の発送予定日は`,
          `Parcels of ${few} leave ${days}; the next day is `,
        )}
        <Dated date={props.nextDispatchDay} language={language} />
        {say('です。', '.')}
      </li>
      {props.here ? (
        <li>
          {say('県立図書館に今ある資料は、', 'For what is at the prefectural library now: ')}
          {earliestWords(language, { nextDispatchDay: props.nextDispatchDay, pickup: props.pickup, policy })}
        </li>
      ) : null}
    </>
  );
}
