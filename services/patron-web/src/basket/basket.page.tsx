import type { RecordDetail } from '@toshobin/contracts';
import type { Refusal } from '@toshobin/lending-rules';
import { Icon, Notice } from '@toshobin/web';
import { counted } from '../pages/counted.ts';
import { Cover } from '../pages/cover.tsx';
import { Card, Form, OfTitle, Submit, TapLine } from '../pages/elements.tsx';
import { type Frame, PatronPage } from '../pages/frame.tsx';
import { basketAnchor } from '../pages/just-done.ts';
import { titleOf } from '../records/title-of.ts';
import { Why } from '../records/why.tsx';
import { BASKET_DAYS } from './basket.ts';
import { ItemState, ItemTitle } from './item-words.tsx';
import type { JudgedBasket, Standing } from './judge-basket.ts';
import { Meter } from './meter.tsx';

interface BasketPageProps {
  frame: Frame;
  judged: JudgedBasket;
  /** Undefined before the sign-in, and while the patron service is away. */
  standing: Standing | undefined;
  limit: number;
  /** What has just been taken out, to be put in again with one press. */
  removed: RecordDetail | undefined;
  /** How many were accepted when this session last reserved: whoever goes back finds the basket without them. */
  reserved: number;
  /** Something was refused because the basket is full. */
  full: boolean;
}

/** The basket: what can be applied for, what can't and why, the ten, and the way on. */
export function BasketPage(props: BasketPageProps) {
  const { frame, judged, full } = props;
  const { say } = frame;
  const empty = judged.ready.length + judged.not.length === 0;
  return (
    <PatronPage frame={frame} title={say('予約かご', 'Basket')} at="/basket">
      <div class="with-aside">
        <div class="stack">
          <h1>{say('予約かご', 'Basket')}</h1>
          <JustDoneNotice {...props} />
          {full ? (
            <Notice tone="wait">
              {say(
                '予約かごがいっぱいです。先にかごから出すか、申し込んでください。',
                'Your basket is full. Please take something out or reserve first.',
              )}
            </Notice>
          ) : null}
          {empty ? (
            <Empty {...props} />
          ) : (
            <p>
              {say(
                '予約かごに入れただけでは、まだ予約ではありません。',
                'Nothing in the basket is reserved yet.',
              )}
              {frame.visit.principal
                ? say(
                    `入れた資料は${BASKET_DAYS}日間残ります。`,
                    ` What you put in stays for ${BASKET_DAYS} days.`,
                  )
                : null}
            </p>
          )}
          {judged.ready.length > 0 ? (
            <ul class="rows">
              {judged.ready.map(({ recordId, record }) => (
                <Item key={recordId} recordId={recordId} record={record} frame={frame} />
              ))}
            </ul>
          ) : null}
          {judged.not.length > 0 ? (
            <>
              <h2 class="h3">{say('今は申し込めない資料', 'Can’t be reserved now')}</h2>
              <ul class="rows">
                {judged.not.map((item) => (
                  <Item key={item.recordId} {...item} frame={frame} full={whenFull(props)} />
                ))}
              </ul>
            </>
          ) : null}
        </div>
        <Counts {...props} />
      </div>
    </PatronPage>
  );
}

function Empty({ frame: { say, basketDone }, reserved }: BasketPageProps) {
  const words = say('予約かごは空です。', 'Your basket is empty.');
  if (reserved === 0 || basketDone) return <p>{words}</p>;
  return (
    <>
      <p>
        {words}
        {say(
          `申し込んだ${reserved}点の予約は、受け付けました。`,
          reserved === 1
            ? ' Your reservation was accepted.'
            : ` Your ${reserved} reservations were accepted.`,
        )}
      </p>
      <TapLine href="/reserve/done">{say('申込みの結果を見る', 'See what was reserved')}</TapLine>
    </>
  );
}

function JustDoneNotice({ frame, removed }: BasketPageProps) {
  const { say, basketDone } = frame;
  if (basketDone?.what === 'added') {
    return (
      <div class="notice notice--ok" role="status">
        <Icon name="ok" />
        <div>
          <p>{say('予約かごに入れました。', 'Put into your basket.')}</p>
        </div>
      </div>
    );
  }
  if (basketDone?.what !== 'removed') return null;
  return (
    <div class="notice notice--ok" role="status" id={basketAnchor(basketDone.recordId)} tabIndex={-1}>
      <Icon name="ok" />
      <div>
        <p>
          {say('予約かごから出しました。', 'Taken out of your basket.')}
          {removed ? <span lang="ja">「{titleOf(removed)}」</span> : null}
        </p>
        {removed ? (
          <Form frame={frame} action="/basket/add" fields={{ recordId: removed.recordId }}>
            <Submit look="quiet">{say('もう一度入れる', 'Put it in again')}</Submit>
          </Form>
        ) : null}
      </div>
    </div>
  );
}

/** With some places left it is those before in the basket that fill them; undefined where none is left. */
function whenFull({ frame, judged, standing }: BasketPageProps): string | undefined {
  if (standing === undefined || standing.reservations >= standing.limit) return undefined;
  const { limit } = standing;
  const ready = judged.ready.length;
  return frame.say(
    `予約は${limit}点までです。先にかごに入れた${ready}点で、いっぱいになります。`,
    `You can have up to ${counted(limit, 'reservation')}, and the ${ready} before it in the basket ${ready === 1 ? 'takes' : 'take'} what is left.`,
  );
}

function Item(props: {
  recordId: string;
  record: RecordDetail | undefined;
  frame: Frame;
  refusal?: Refusal;
  /** What is said in place of the limit's sentence, where it is not reached yet. */
  full?: string | undefined;
}) {
  const { recordId, record, frame, refusal, full } = props;
  const { say } = frame;
  return (
    <li
      class="row basket-row"
      id={basketAnchor(recordId)}
      tabIndex={-1}
      {...(refusal ? { 'data-refusal': refusal.code } : {})}
    >
      {record ? <Cover record={record} frame={frame} size="s" /> : <span />}
      <div>
        <ItemTitle frame={frame} record={record} level={refusal ? 'h3' : 'h2'} />
        {refusal ? (
          <Why
            frame={frame}
            refusal={refusal}
            words={refusal.code === 'RESERVATION_LIMIT' ? full : undefined}
          />
        ) : record ? (
          <ItemState frame={frame} record={record} />
        ) : null}
      </div>
      <Form frame={frame} action="/basket/remove" fields={{ recordId, back: '/basket' }}>
        <Submit look="quiet">
          <Icon name="remove" />
          {say('かごから出す', 'Take out')}
          <OfTitle title={record ? titleOf(record) : recordId} say={say} />
        </Submit>
      </Form>
    </li>
  );
}

/** R3. The ten with what the basket adds, and the way on; where there is none, why stands in its place. */
function Counts({ frame, judged, standing, limit }: BasketPageProps) {
  const { say } = frame;
  const added = judged.ready.length;
  const count = standing?.reservations;
  return (
    <Card id="cnt" title={say('利用点数', 'Your items')}>
      {count === undefined ? (
        <p>
          {say(`予約はお一人${limit}点までです。`, `You can have up to ${counted(limit, 'reservation')}.`)}
          {added > 0
            ? say(`予約かごの${added}点を申し込めます。`, ` ${added} in your basket can be reserved.`)
            : null}
        </p>
      ) : (
        <>
          <Meter say={say} count={count} limit={limit} added={added} />
          {added > 0 && standing?.mayReserve.ok ? (
            <p>
              {say(`この${added}点を申し込むと、予約は `, `With ${added} more, your reservations are `)}
              <b class="num">
                {count + added}/{limit}
              </b>
              {say(' になります。', '.')}
            </p>
          ) : null}
        </>
      )}
      <Proceed frame={frame} judged={judged} standing={standing} />
      <TapLine href="/">{say('蔵書検索に戻る', 'Back to the search')}</TapLine>
    </Card>
  );
}

function Proceed(props: { frame: Frame; judged: JudgedBasket; standing: Standing | undefined }) {
  const { frame, judged, standing } = props;
  const { say } = frame;
  if (standing && !standing.mayReserve.ok)
    return <Why frame={frame} refusal={standing.mayReserve.refusal} marked />;
  if (standing && standing.reservations >= standing.limit) {
    return <Why frame={frame} refusal={{ code: 'RESERVATION_LIMIT' }} marked />;
  }
  if (judged.ready.length === 0) return null;
  return (
    <div class="actions">
      <a class="btn btn--l btn--block" href="/reserve">
        {say('予約申込へ進む', 'Go on to reserve')}
      </a>
      {frame.visit.principal ? null : (
        <p class="small">
          {say(
            '次の画面でログインします。予約かごはそのまま残ります。',
            'You sign in on the next page. The basket stays as it is.',
          )}
        </p>
      )}
    </div>
  );
}
