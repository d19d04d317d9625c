import type { CalendarDate, LendingPolicy, Refusal } from '@toshobin/lending-rules';
import type { LibraryList, LibraryPlaces } from '@toshobin/web';
import { Notice } from '@toshobin/web';
import { Back, Submit } from '../pages/elements.tsx';
import { FormPage } from '../pages/form-page.tsx';
import type { Frame } from '../pages/frame.tsx';

import { pauseOf } from './choose-library.ts';
import { LeftInBasket } from './left-in-basket.tsx';
import { LibraryChoices } from './library-choices.tsx';
import { PauseWords } from './pause-words.tsx';
import { ReservingSteps } from './steps.tsx';

interface PickupPageProps {
  frame: Frame;
  /** How many titles are applied for. */
  count: number;
  /** How many stay in the basket. */
  left: number;
  list: LibraryList;
  places: LibraryPlaces;
  policy: LendingPolicy;
  last: string | null;
  /** Chosen before, on the way back from the check. */
  given: string | undefined;
  today: CalendarDate;
  refusal?: Refusal;
}

/** R5. The pickup library; the last one first. */
export function PickupPage(props: PickupPageProps) {
  const { frame, list, last, today, refusal } = props;
  const { say } = frame;
  return (
    <FormPage
      frame={frame}
      title={say('受取館を選ぶ', 'Choose a pickup library')}
      heading={say('受取館を選んでください', 'Choose your pickup library')}
      at="/basket"
      look="stack"
      steps={<ReservingSteps at={1} say={say} />}
      refusal={refusal}
    >
      {refusal ? null : <LastIsPaused {...props} />}
      <p>
        {say(
          `予約する${props.count}点を、同じ館で受け取ります。`,
          props.count === 1
            ? 'You pick up the one item there.'
            : `You pick up all ${props.count} items at the same library.`,
        )}
      </p>
      <LeftInBasket frame={frame} left={props.left} />
      <form class="stack stack--l" action="/reserve/confirm">
        <LibraryChoices
          frame={frame}
          list={list}
          places={props.places}
          today={today}
          chosen={last}
          given={props.given}
          policy={props.policy}
          heading={say('前回の受取館', 'Your last pickup library')}
        />
        <div class="actions">
          <Submit look="l">{say('確認へ進む', 'Go on to check')}</Submit>
          <Back href="/basket" say={say} />
        </div>
      </form>
    </FormPage>
  );
}

/** The library one is used to can't be chosen now: said before the list is looked through for it. */
function LastIsPaused({ frame, list, last, today }: PickupPageProps) {
  const libraries = list.regions.flatMap((region) => region.libraries);
  const library = libraries.find((one) => one.code === last);
  const pause = library && pauseOf(library, today);
  if (!library || pause?.code !== 'PICKUP_LIBRARY_PAUSED') return null;
  return (
    <Notice tone="wait">
      <p data-refusal={pause.code}>
        <PauseWords frame={frame} library={library} pause={pause} />
      </p>
    </Notice>
  );
}
