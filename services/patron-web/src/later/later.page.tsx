import { LATER_LIMIT } from '@toshobin/contracts';
import { Notice } from '@toshobin/web';
import type { BasketItem } from '../basket/judge-basket.ts';
import { counted } from '../pages/counted.ts';
import { Form, Submit } from '../pages/elements.tsx';
import { type Frame, PatronPage } from '../pages/frame.tsx';
import { Pager } from '../pages/pager.tsx';
import { HitRow } from '../search/hit-row.tsx';
import type { Own } from '../search/own-titles.ts';

export const later = (page: number) => (page > 1 ? `/later?page=${page}` : '/later');

/** あとで読む: what the patron means to read some day, each with the way into the basket and off the list. */
export function LaterPage(props: {
  frame: Frame;
  items: readonly BasketItem[];
  own: Own;
  count: number;
  page: number;
  last: number;
  done: 'full' | 'removed' | 'cleared' | undefined;
}) {
  const { frame, items, own, count, page } = props;
  const { say } = frame;
  const title = say('あとで読む', 'Read later');
  return (
    <PatronPage frame={frame} title={title} at="/my-library">
      <div class="stack stack--l">
        <div class="stack">
          <h1>{title}</h1>
          <Done frame={frame} done={props.done} />
          <p>
            {count === 0
              ? say(
                  'まだ何も入っていません。資料の詳細と検索結果の「あとで読む」で、ここに入れられます。',
                  'Nothing is here yet. Put titles here from the results and from a title’s page.',
                )
              : say(`${count}点あります。`, `${counted(count, 'title')}.`)}
            {say(
              `この一覧は消すまで残り、ご本人だけに見えます。図書館の職員には見えません。${LATER_LIMIT}点まで入ります。`,
              ` The list stays until you erase it. Only you see it, not the staff. It takes ${LATER_LIMIT} titles.`,
            )}
          </p>
        </div>
        {items.length > 0 ? (
          <ul class="items">
            {items.map(({ recordId, record }) =>
              record ? (
                <HitRow
                  key={recordId}
                  record={{
                    ...record,
                    copies: record.copies.length,
                    onShelf: record.copies.filter(({ place }) => place === 'onShelf').length,
                  }}
                  frame={frame}
                  own={{ ...own, later: undefined }}
                  back={later(page)}
                >
                  <TakeOff frame={frame} recordId={recordId} title={record.title} page={page} />
                </HitRow>
              ) : (
                <li class="item" key={recordId}>
                  <div>
                    <p>
                      {say(
                        'この資料は、目録からなくなりました。',
                        'This title is no longer in the catalogue.',
                      )}
                    </p>
                    <TakeOff frame={frame} recordId={recordId} title="" page={page} />
                  </div>
                </li>
              ),
            )}
          </ul>
        ) : null}
        <Pager
          frame={frame}
          label={say('あとで読むのページ', 'Pages of the list')}
          page={page}
          last={props.last}
          href={later}
        />
        {count > 0 ? (
          <Form frame={frame} action="/later/clear">
            <Submit look="quiet">{say('すべて消す', 'Erase all')}</Submit>
          </Form>
        ) : null}
      </div>
    </PatronPage>
  );
}

function Done({ frame: { say }, done }: { frame: Frame; done: string | undefined }) {
  const words = {
    full: say(
      `あとで読むは${LATER_LIMIT}点までです。先に消してください。`,
      `The list takes ${LATER_LIMIT} titles. Please take some off first.`,
    ),
    removed: say('一覧から消しました。', 'Taken off the list.'),
    cleared: say('すべて消しました。', 'All erased.'),
  };
  if (done !== 'full' && done !== 'removed' && done !== 'cleared') return null;
  return (
    <Notice tone={done === 'full' ? 'wait' : 'ok'}>
      <p role="status">{words[done]}</p>
    </Notice>
  );
}

function TakeOff(props: { frame: Frame; recordId: string; title: string; page: number }) {
  const { frame, recordId, title, page } = props;
  return (
    <Form frame={frame} action="/later/remove" fields={{ recordId, page }}>
      <Submit look="quiet">
        {frame.say('一覧から消す', 'Take off the list')}
        <span class="visually-hidden" lang="ja">
          ：{title}
        </span>
      </Submit>
    </Form>
  );
}
