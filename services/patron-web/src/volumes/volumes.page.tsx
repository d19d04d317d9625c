import type { RecordDetail, Volume } from '@toshobin/contracts';
import { Icon, type Say } from '@toshobin/web';
import { FullBasket } from '../basket/add-to-basket.tsx';
import { BASKET_LIMIT } from '../basket/basket.ts';
import { HowVisitorsBorrow } from '../magazines/magazines.tsx';
import { counted } from '../pages/counted.ts';
import { Cover } from '../pages/cover.tsx';
import { Crumbs } from '../pages/crumbs.tsx';
import { Card, Form, TapLine } from '../pages/elements.tsx';
import { type Frame, PatronPage } from '../pages/frame.tsx';
import { Japanese } from '../pages/japanese.tsx';
import { SearchHead } from '../pages/search-head.tsx';
import { recordPath } from '../records/record-path.ts';
import { titleOf } from '../records/title-of.ts';
import { volumesPath } from '../records/volumes-link.tsx';
import { type OwnTitles, whyNot } from '../search/own-titles.ts';
import { VolumeRow } from './volume-row.tsx';

/** What is shown before the fold. */
const SHOWN = 10;

interface VolumesPageProps {
  frame: Frame;
  /** The one that the visitor came from. */
  record: RecordDetail;
  volumes: readonly Volume[];
  own: OwnTitles;
  /** Ticked when the page is drawn. */
  chosen: ReadonlySet<string>;
  /** The form was sent with nothing ticked, or with one where several are meant. */
  fault: 'none' | 'few' | undefined;
  /** Volumes may be reserved one after the other (読みたい順予約). */
  inOrder: boolean;
  publicUrl: string;
}

/** All volumes of a work, or all issues of a magazine, each with its state: several are chosen at once. */
export function VolumesPage(props: VolumesPageProps) {
  const { frame, record, volumes, own, publicUrl } = props;
  const { say, front } = frame;
  const isIssue = record.kind === 'magazineIssue';
  const heading = isIssue ? say('号の一覧', 'Issues') : say('巻の一覧', 'Volumes');
  const title = say(`${record.title}（${heading}）`, `${record.title}: ${heading}`);
  const mayChoose = volumes.some((volume) => whyNot(volume, own) === undefined);
  return (
    <PatronPage
      frame={frame}
      title={title}
      at="/"
      refused={props.fault !== undefined}
      head={
        <SearchHead
          publicUrl={publicUrl}
          path={volumesPath(record)}
          indexed
          shared={{ title, description: `${title}｜${front.libraryName}` }}
        />
      }
    >
      <Crumbs
        frame={frame}
        under="search"
        by={[{ href: recordPath(record), label: <Japanese frame={frame}>{titleOf(record)}</Japanese> }]}
        here={heading}
      />
      <Form frame={frame} action={volumesPath(record)}>
        <div class="with-aside">
          <div class="stack stack--l">
            <WorkHead frame={frame} record={record} count={volumes.length} />
            <section aria-labelledby="vs">
              <div class="sec-head">
                <h2 id="vs">{heading}</h2>
                <p>
                  {isIssue
                    ? say('新しい号から順にならべています', 'The newest first')
                    : say('第1巻から順にならべています', 'In their order')}
                </p>
              </div>
              {props.fault ? (
                <p class="field-error" role="alert" id="vs-error">
                  <Icon name="stop" />
                  {faultWords(props.fault, isIssue, say)}
                </p>
              ) : null}
              {mayChoose && volumes.length > 1 ? (
                <TapLine href={`${volumesPath(record)}?all=1`}>{say('すべて選ぶ', 'Choose all')}</TapLine>
              ) : null}
              <Rows {...props} />
            </section>
          </div>
          {mayChoose ? <Chosen {...props} isIssue={isIssue} /> : null}
          {isIssue && record.lending === 'inPersonOnly' ? <ForVisitors frame={frame} /> : null}
        </div>
      </Form>
    </PatronPage>
  );
}

function faultWords(fault: 'none' | 'few', isIssue: boolean, say: Say): string {
  if (fault === 'few')
    return say('順に予約するものを、2点以上選んでください。', 'Choose two or more to be reserved in order.');
  return isIssue
    ? say('号を選んでください。', 'Choose an issue.')
    : say('巻を選んでください。', 'Choose a volume.');
}

function WorkHead({ frame, record, count }: { frame: Frame; record: RecordDetail; count: number }) {
  const { say } = frame;
  const isIssue = record.kind === 'magazineIssue';
  return (
    <div class="work-head">
      <Cover record={record} frame={frame} size="l" />
      <div class="stack stack--s">
        <p class="muted small">
          {isIssue
            ? say(`雑誌・${count}号`, `Magazine, ${counted(count, 'issue')}`)
            : say(`図書・${count}巻`, `Book, ${counted(count, 'volume')}`)}
        </p>
        <h1>
          <Japanese frame={frame}>{record.title}</Japanese>
        </h1>
        {record.titleReading ? (
          <p class="muted">
            <Japanese frame={frame}>{record.titleReading}</Japanese>
          </p>
        ) : null}
        {record.author ? (
          <p class="lead">
            <Japanese frame={frame}>{record.author}</Japanese>
          </p>
        ) : null}
      </div>
    </div>
  );
}

function Rows({ frame, volumes, own, chosen, fault }: VolumesPageProps) {
  const first = volumes.find((volume) => whyNot(volume, own) === undefined);
  const rows = (some: readonly Volume[]) => (
    <ul class="vols">
      {some.map((volume) => (
        <VolumeRow
          key={volume.recordId}
          frame={frame}
          volume={volume}
          own={own}
          chosen={chosen.has(volume.recordId)}
          describedBy={fault && volume === first ? 'vs-error' : undefined}
        />
      ))}
    </ul>
  );
  const folded = volumes.slice(SHOWN);
  return (
    <>
      {rows(volumes.slice(0, SHOWN))}
      {folded.length === 0 ? null : (
        <details class="fold" open={folded.some(({ recordId }) => chosen.has(recordId))}>
          <summary>{frame.say(`ほかの${folded.length}点`, `${folded.length} more`)}</summary>
          <div class="fold-body">{rows(folded)}</div>
        </details>
      )}
    </>
  );
}

/** R4. In place of what can be done here: how they are borrowed. */
function ForVisitors({ frame }: { frame: Frame }) {
  return (
    <Card id="visitors" title={frame.say('来館貸出可の雑誌の借り方', 'How to borrow this magazine')}>
      <HowVisitorsBorrow frame={frame} />
    </Card>
  );
}

/** What is done with what is ticked. */
function Chosen({ frame, volumes, inOrder, isIssue }: VolumesPageProps & { isIssue: boolean }) {
  const { say, basket } = frame;
  const orders = inOrder && volumes.length > 1;
  return (
    <Card
      id="chosen"
      title={
        isIssue
          ? say('選んだ号の予約', 'Reserve what you chose')
          : say('選んだ巻の予約', 'Reserve what you chose')
      }
    >
      {orders ? (
        <>
          <button class="btn btn--block btn--l" type="submit" name="how" value="order">
            {say('読みたい順予約', 'Reserve in order')}
          </button>
          <p class="small muted">
            {say(
              `選んだものを、${isIssue ? '古い号' : '巻の番号'}の順に1点ずつ予約します。後のものが先に届くことはありません。`,
              `One after the other, ${isIssue ? 'the oldest issue first' : 'in the order of the volumes'}: no later one comes before an earlier one.`,
            )}
          </p>
        </>
      ) : null}
      {basket.length >= BASKET_LIMIT ? (
        <FullBasket frame={frame} />
      ) : (
        <>
          <button
            class={orders ? 'btn btn--second btn--block' : 'btn btn--block btn--l'}
            type="submit"
            name="how"
            value="each"
          >
            <Icon name="basket" />
            {say('予約かごに入れる', 'Put into the basket')}
          </button>
          <p class="small muted">
            {say(
              `順番を決めず、そろった${isIssue ? '号' : '巻'}からお届けします。`,
              'In no order: each comes as it is free.',
            )}
          </p>
        </>
      )}
    </Card>
  );
}
