import type { SearchAnswer, SearchOrder } from '@toshobin/contracts';
import type { Say } from '@toshobin/web';
import { counted } from '../pages/counted.ts';
import { Submit, Tap } from '../pages/elements.tsx';
import { type Frame, PatronPage } from '../pages/frame.tsx';
import { Japanese } from '../pages/japanese.tsx';
import { Pager } from '../pages/pager.tsx';
import { SearchHead } from '../pages/search-head.tsx';
import { advancedPath } from './advanced-path.ts';
import { type Asked, changed, fieldsOf, isPlain, searchPath } from './asked.ts';
import type { Condition } from './conditions.ts';
import { Facets } from './facets.tsx';
import { HitRow } from './hit-row.tsx';
import { Offers } from './offers.tsx';
import type { Own } from './own-titles.ts';
import { SearchForm } from './search-form.tsx';
import { Understood } from './understood.tsx';

/** Results, the ways to narrow them down, their order and pages. */
export function ResultsPage(props: {
  frame: Frame;
  asked: Asked;
  found: SearchAnswer;
  conditions: readonly Condition[];
  own: Own;
  publicUrl: string;
}) {
  const { frame, found, conditions, own, publicUrl } = props;
  const { say } = frame;
  // A page beyond the last answers the last.
  const asked = { ...props.asked, page: found.page };
  const last = Math.min(50, Math.ceil(found.total / found.pageSize));
  const path = searchPath(asked);
  return (
    <PatronPage
      frame={frame}
      title={titleOfResults(asked, say)}
      at="/"
      head={
        <>
          <SearchHead
            publicUrl={publicUrl}
            path={path}
            // What is only near to what was typed is no answer to list it under.
            indexed={isPlain(asked) && found.understood === null}
          />
          <meta name="description" content={descriptionOf(asked, found, say)} />
        </>
      }
    >
      <SearchForm frame={frame} q={asked.q} advanced={advancedPath(asked)} class="stack stack--s" />
      <div class="cluster cluster--apart results-head">
        <div>
          <h1>
            <ResultsHeading asked={asked} frame={frame} />
          </h1>
          <p class="hits">
            <b class="num">{countOf(found, say)}</b>
            {placesOf(found, say)}
          </p>
        </div>
        <OrderForm frame={frame} asked={asked} />
      </div>
      <div class="with-side">
        <Facets frame={frame} asked={asked} found={found} conditions={conditions} />
        <div class="stack" id="list" tabIndex={-1}>
          <Understood frame={frame} asked={asked} understood={found.understood} />
          <WithWords frame={frame} asked={asked} found={found} />
          <OfSubject frame={frame} classes={found.subjectClasses} />
          <Offers frame={frame} asked={asked} found={found} />
          <OrderOfMany frame={frame} asked={asked} found={found} />
          <ol class="items" start={(found.page - 1) * found.pageSize + 1}>
            {found.records.map((record) => (
              <HitRow key={record.recordId} record={record} frame={frame} own={own} back={path} />
            ))}
          </ol>
          <Pager
            frame={frame}
            label={say('検索結果のページ', 'Pages of results')}
            page={found.page}
            last={last}
            href={(page) => searchPath({ ...asked, page })}
          />
          {found.capped && found.page === last ? (
            <p class="small muted">
              {say(
                `ここまでの${found.total}件をご覧いただけます。続きは、しぼり込むか、ことばを足してお探しください。`,
                `These are the first ${found.total} titles. To see others, narrow the search down or add a word.`,
              )}
            </p>
          ) : null}
        </div>
      </div>
    </PatronPage>
  );
}

/** More classes than this are only counted. */
const NAMED = 6;

/** The classes that the words of the subject were read as. */
function OfSubject({ frame, classes }: { frame: Frame; classes: SearchAnswer['subjectClasses'] }) {
  const { say } = frame;
  if (classes.length === 0) return null;
  const more = classes.length - NAMED;
  return (
    <div class="small">
      <p>{say('主題を、次の分類で探しました。', 'The subject was looked for in these classes:')}</p>
      <ul class="cluster">
        {classes.slice(0, NAMED).map(({ ndc, name }) => (
          <li key={ndc}>
            <Tap href={`/browse/${ndc}`}>
              <span>
                {ndc} <Japanese frame={frame}>{name}</Japanese>
              </span>
            </Tap>
          </li>
        ))}
        {more > 0 ? <li>{say(`ほか${more}分類`, `and ${more} more`)}</li> : null}
      </ul>
    </div>
  );
}

/** Where what has the words ends: the rest is of the class that is called so. */
function WithWords({ frame, asked, found }: { frame: Frame; asked: Asked; found: SearchAnswer }) {
  const { say } = frame;
  const { withWords, understood } = found;
  if (withWords === null || understood !== null) return null;
  return (
    <p class="small muted">
      {say('「', '“')}
      <Japanese frame={frame}>{asked.q}</Japanese>
      {say(
        `」ということばのある資料は${withWords}件です。ほかは、その主題の分類の資料です。`,
        withWords === 1
          ? '” is in 1 title. The others are in the class of that subject.'
          : `” is in ${withWords} titles. The others are in the class of that subject.`,
      )}
    </p>
  );
}

/** With more hits than are counted only the newest are put in that order. */
function OrderOfMany(props: { frame: Frame; asked: Asked; found: SearchAnswer }) {
  const {
    frame: { say },
    asked,
    found: { capped, total },
  } = props;
  if (!capped || (asked.order !== 'title' && asked.order !== 'author')) return null;
  return (
    <p class="small muted">
      {say(
        `見つかった資料が多いため、新しいものから${total}件を並べています。`,
        `There are many hits: the ${total} most recent are in this order.`,
      )}
    </p>
  );
}

/** How many were found; beyond some hundreds nobody counts. */
function countOf({ total, capped }: SearchAnswer, say: Say): string {
  const number = total.toLocaleString('ja-JP');
  if (capped) return say(`${number}件以上`, `more than ${number}`);
  return say(`${number}件`, counted(total, 'title'));
}

/** Which of the hits this page has, where it has not all of them. */
function placesOf({ page, pageSize, records, total, capped }: SearchAnswer, say: Say): string {
  if (records.length === total && !capped) return '';
  const first = (page - 1) * pageSize + 1;
  const last = first + records.length - 1;
  return say(`　${first}〜${last}件目`, `, ${first} to ${last}`);
}

/** Title of the window: what was typed, and the page beyond the first. */
export function titleOfResults(asked: Asked, say: Say): string {
  const page = asked.page > 1 ? say(`（${asked.page}ページ目）`, `, page ${asked.page}`) : '';
  return headingOf(asked, say) + page;
}

function headingOf({ q, about, subject }: Asked, say: Say): string {
  if (q !== '') return say(`「${q}」の検索結果`, `Results for “${q}”`);
  if (about !== undefined) return say(`「${about}」についての資料`, `Results about “${about}”`);
  if (subject !== undefined) return say(`主題「${subject}」の検索結果`, `Results about “${subject}”`);
  return say('検索結果', 'Results');
}

/** What another site shows below the title: what there is, and how one gets it. */
function descriptionOf(asked: Asked, found: SearchAnswer, say: Say): string {
  return say(
    `${headingOf(asked, say)}、${countOf(found, say)}。県立図書館の本を予約して、お近くの図書館で受け取れます。送料は無料です。`,
    `${headingOf(asked, say)}: ${countOf(found, say)}. Reserve books of the prefectural library and pick them up near you, free of postage.`,
  );
}

function ResultsHeading({ asked, frame }: { asked: Asked; frame: Frame }) {
  const { say } = frame;
  const words = asked.q === '' ? (asked.about ?? asked.subject) : asked.q;
  if (words === undefined || frame.front.language === 'ja') return <>{headingOf(asked, say)}</>;
  return (
    <>
      Results {asked.q === '' ? 'about' : 'for'} “<Japanese frame={frame}>{words}</Japanese>”
    </>
  );
}

function OrderForm({ frame, asked }: { frame: Frame; asked: Asked }) {
  const { say } = frame;
  const orders: [SearchOrder, string][] = [
    ['match', say('関連の高い順', 'Best match')],
    ['newest', say('出版年の新しい順', 'Newest first')],
    ['oldest', say('出版年の古い順', 'Oldest first')],
    ['title', say('書名の五十音順', 'By title')],
    ['author', say('著者の五十音順', 'By author')],
  ];
  const kept = fieldsOf(changed(asked, { order: undefined }));
  return (
    <form class="cluster" action="/search">
      {kept.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <label for="order" class="visually-hidden">
        {say('並び順', 'Order')}
      </label>
      <select class="select select--auto" id="order" name="order">
        {orders.map(([value, name]) => (
          <option key={value} value={value} selected={value === (asked.order ?? 'match')}>
            {name}
          </option>
        ))}
      </select>
      <Submit look="second">{say('並べ替える', 'Sort')}</Submit>
    </form>
  );
}
