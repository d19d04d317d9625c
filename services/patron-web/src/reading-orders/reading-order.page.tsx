import type { Volume } from '@toshobin/contracts';
import type { CalendarDate, LendingPolicy, Refusal } from '@toshobin/lending-rules';
import type { LibraryList, LibraryPlaces } from '@toshobin/web';
import type { Standing } from '../basket/judge-basket.ts';
import { Meter } from '../basket/meter.tsx';
import { Form, Part, Submit } from '../pages/elements.tsx';
import { FormPage } from '../pages/form-page.tsx';
import type { Frame } from '../pages/frame.tsx';
import { titleOf } from '../records/title-of.ts';
import { LibraryChoices } from '../reserving/library-choices.tsx';

interface ReadingOrderPageProps {
  frame: Frame;
  /** One of the volumes: where they are found. */
  of: string;
  /** In their order. */
  volumes: readonly Volume[];
  list: LibraryList;
  places: LibraryPlaces;
  policy: LendingPolicy;
  standing: Standing;
  today: CalendarDate;
  /** Made with the form: sent twice, it is one order. */
  ids: { orderId: string; first: string };
  /** What was chosen before, where that was refused. */
  typed: { pickup?: string; when?: string };
  refusal: Refusal | undefined;
}

/** 読みたい順予約, before it is asked for: what comes in which order, when the next is reserved, and where they are picked up. */
export function ReadingOrderPage(props: ReadingOrderPageProps) {
  const { frame, of, volumes, list, standing, today, ids, typed, refusal } = props;
  const { say } = frame;
  const title = say('読みたい順予約', 'Volumes in order');
  return (
    <FormPage frame={frame} title={title} at="/" look="stack" refusal={refusal}>
      <p>
        {say(
          'この順に1点ずつ予約します。後のものが先に届くことはありません。',
          'They are reserved one after the other, in this order. No later one comes before an earlier one.',
        )}
      </p>
      <ol class="lines">
        {volumes.map((volume) => (
          <li key={volume.recordId}>
            <b lang="ja">{titleOf(volume)}</b>
          </li>
        ))}
      </ol>
      <Form
        frame={frame}
        class="stack stack--l"
        action="/reading-order"
        fields={{ of, orderId: ids.orderId, first: ids.first }}
      >
        {volumes.map(({ recordId }) => (
          <input key={recordId} type="hidden" name="v" value={recordId} />
        ))}
        <When frame={frame} early={typed.when === 'ready'} />
        <LibraryChoices
          frame={frame}
          list={list}
          places={props.places}
          today={today}
          chosen={standing.lastPickupLibrary}
          given={typed.pickup}
          policy={props.policy}
          heading={say('前回の受取館', 'Your last pickup library')}
        />
        <Part id="bf" class="stack stack--s" small title={say('予約の前に', 'Before you reserve')}>
          <Meter say={say} count={standing.reservations} limit={standing.limit} added={1} />
          <Terms frame={frame} limit={standing.limit} />
        </Part>
        <div class="actions">
          <Submit look="l">{say('この順に予約する', 'Reserve in this order')}</Submit>
        </div>
      </Form>
    </FormPage>
  );
}

function When({ frame: { say }, early }: { frame: Frame; early: boolean }) {
  return (
    <fieldset class="stack stack--s">
      <legend>{say('次のものを予約するとき', 'When the next one is reserved')}</legend>
      <div class="choices">
        <label class="choice">
          <input type="radio" name="when" value="handedOut" required checked={!early} />
          <span>{say('前のものを受け取ったとき', 'When you have picked up the one before')}</span>
        </label>
        <label class="choice">
          <input type="radio" name="when" value="ready" required checked={early} />
          <span>
            {say(
              '前のものが受取可能になったとき（早め）',
              'When the one before is ready for pickup (earlier)',
            )}
          </span>
        </label>
      </div>
    </fieldset>
  );
}

/** What holds of it. */
function Terms({ frame: { say }, limit }: { frame: Frame; limit: number }) {
  return (
    <ul class="dots">
      <li>
        {say(
          `予約は1点ずつ数えます。今の予約と合わせて${limit}点までです。`,
          `Each counts as one of your ${limit} reservations, from the time it is reserved.`,
        )}
      </li>
      <li>
        {say(
          '予約の上限などで次のものを予約できないときは、毎日もう一度お試しします。',
          'If the next one can’t be reserved, because of the limit for instance, it is tried again every day.',
        )}
      </li>
      <li>
        {say(
          '途中のものをお渡しできなかったときは、続けるかどうかをMyライブラリでお選びください。28日たつと終わります。',
          'If one of them was never handed to you, say in My Library whether to go on. After 28 days it ends.',
        )}
      </li>
      <li>{say('Myライブラリで、いつでもやめられます。', 'You can stop at any time, in My Library.')}</li>
    </ul>
  );
}
