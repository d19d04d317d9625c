import type { SearchAnswer } from '@toshobin/contracts';
import type { ComponentChildren } from 'preact';
import { Card, Part, TapLine } from '../pages/elements.tsx';
import { type Frame, PatronPage } from '../pages/frame.tsx';
import { Japanese } from '../pages/japanese.tsx';
import { Phone } from '../pages/phone.tsx';
import { SearchHead } from '../pages/search-head.tsx';
import { Words } from '../pages/words.tsx';
import { advancedPath } from './advanced-path.ts';
import { type Asked, searchPath } from './asked.ts';
import type { Condition } from './conditions.ts';
import { Chosen } from './facets.tsx';
import { HitRow } from './hit-row.tsx';
import type { NextStep } from './next-steps.ts';
import { hitsIn, Offers } from './offers.tsx';
import type { OtherCatalogues } from './other-catalogues.ts';
import type { Own } from './own-titles.ts';
import { titleOfResults } from './results.page.tsx';
import { SearchForm } from './search-form.tsx';

/** Titles of a search near to this one that are shown at once. */
const NEAR = 3;

/** Nothing was found: what would be found instead, where else to look, and who helps. */
export function EmptyPage(props: {
  frame: Frame;
  asked: Asked;
  conditions: readonly Condition[];
  steps: readonly NextStep[];
  /** The words of the subject, when no class is named so and nothing has such a heading. */
  unknownSubject: string | undefined;
  found: SearchAnswer;
  own: Own;
  elsewhere: OtherCatalogues | undefined;
  publicUrl: string;
}) {
  const { frame, asked, conditions, steps, unknownSubject, found, elsewhere, publicUrl } = props;
  const { say } = frame;
  const without = steps.filter(({ by }) => by.kind === 'without');
  const inOtherWords = steps.filter(({ by }) => by.kind !== 'without');
  const [nearest] = steps;
  return (
    <PatronPage
      frame={frame}
      title={titleOfResults(asked, say) + say('（0件）', ': nothing found')}
      at="/"
      head={<SearchHead publicUrl={publicUrl} path={searchPath(asked)} indexed={false} />}
    >
      <SearchForm frame={frame} q={asked.q} advanced={advancedPath(asked)} class="stack stack--s" />
      <div class="results-head">
        <h1>
          <NotFoundHeading frame={frame} q={asked.q} />
        </h1>
        <p class="hits">
          {say('', 'Titles: ')}
          <b class="num">0</b>
          {say('件', '')}
          {nearest === undefined
            ? null
            : say('　次の探し方なら見つかります。', '. These searches find some:')}
        </p>
        {unknownSubject === undefined ? null : (
          <p>
            {say('「', 'No class and no subject heading is called “')}
            <Japanese frame={frame}>{unknownSubject}</Japanese>
            {say(
              '」という分類も件名もありません。ほかのことばでお試しください。',
              '”. Please try another word.',
            )}
          </p>
        )}
      </div>
      <div class="with-aside">
        <div class="stack stack--l">
          {conditions.length > 0 ? (
            <section class="stack stack--s">
              <Chosen frame={frame} conditions={conditions} />
              <Steps frame={frame} steps={without} label={say('条件を外して探す', 'With fewer conditions')} />
            </section>
          ) : null}
          <Part id="words" class="stack stack--s" title={say('ことばを変える', 'Other words')}>
            <Steps frame={frame} steps={inOtherWords} label={say('ことばを分けて探す', 'Word by word')} />
            <ul class="dots">
              <li>
                {say(
                  'ことばを短くするか、ひらがなで入れてみてください。',
                  'Try a shorter word, or type it in hiragana.',
                )}
              </li>
              <li>
                {say(
                  '書名がはっきりしないときは、著者名で探せます。',
                  'Not sure of the title? Try the author’s name.',
                )}
              </li>
            </ul>
            <TapLine href={advancedPath(asked)}>
              {say('項目を分けて探す（詳しい検索）', 'Search field by field (advanced search)')}
            </TapLine>
          </Part>
          <Part id="subjects" class="stack stack--s" title={say('主題・分類から探す', 'By subject')}>
            <Offers frame={frame} asked={asked} found={found} labelledBy="subjects" />
            <TapLine href="/browse">{say('分類の一覧から探す', 'Look through the classes')}</TapLine>
          </Part>
          {nearest === undefined ? null : <Near frame={frame} step={nearest} own={props.own} asked={asked} />}
        </div>
        <aside class="stack" aria-label={say('ほかの方法', 'Other ways')}>
          {elsewhere === undefined ? null : <Elsewhere frame={frame} elsewhere={elsewhere} />}
          <Card id="help" tight title={say('図書館員に聞く', 'Ask a librarian')}>
            <p>
              {say(
                '書名がはっきりしないときも、図書館員が一緒にお探しします。',
                'A librarian will look for it with you, even without the exact title. ',
              )}
              <Japanese frame={frame}>{frame.front.libraryName}</Japanese>
              <span class="whole">
                {say('（', ' (')}
                <Phone front={frame.front} />
                {say('）', ')')}
              </span>
              {say('へお電話ください。', ': please call.')}
            </p>
          </Card>
        </aside>
      </div>
    </PatronPage>
  );
}

/** Searches that find something, each with how much. */
function Steps({ frame, steps, label }: { frame: Frame; steps: readonly NextStep[]; label: string }) {
  const { say } = frame;
  if (steps.length === 0) return null;
  return (
    <nav aria-label={label}>
      <ul class="offers">
        {steps.map(({ href, by, total, capped }) => (
          <li key={href}>
            <a href={href} rel="nofollow">
              <span>
                <StepWords frame={frame} by={by} />
              </span>
              <small class="num">{hitsIn({ total, capped }, say)}</small>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The first titles of the nearest search that finds any, which was made to count them. */
function Near({ frame, step, own, asked }: { frame: Frame; step: NextStep; own: Own; asked: Asked }) {
  const { say } = frame;
  return (
    <Part id="near" class="stack stack--s" title={say('近い資料', 'Near to it')}>
      <p class="small muted">
        <StepWords frame={frame} by={step.by} />
        {say('と、はじめに出る資料です。', ': the first titles of that.')}
      </p>
      <ul class="items">
        {step.records.slice(0, NEAR).map((record) => (
          <HitRow
            key={record.recordId}
            record={record}
            frame={frame}
            own={own}
            back={searchPath(asked)}
            level="h3"
          />
        ))}
      </ul>
    </Part>
  );
}

/** The same words in other catalogues. Nobody there hears of them before one of the links is opened. */
function Elsewhere({ frame, elsewhere }: { frame: Frame; elsewhere: OtherCatalogues }) {
  const { say } = frame;
  return (
    <Card id="elsewhere" tight title={say('ほかの図書館で探す', 'In other libraries')}>
      <p>
        {say(
          'お住まいの市町村の図書館や、ほかの図書館にあることがあります。',
          'A library of your town, or another one, may have it.',
        )}
      </p>
      <ul class="links">
        {elsewhere.prefecture === undefined ? null : (
          <li>
            <a href={elsewhere.prefecture} rel="noreferrer nofollow">
              {say('県内の図書館をまとめて探す', 'All libraries of the prefecture')}
            </a>
          </li>
        )}
        <li>
          <a href={elsewhere.japan} rel="noreferrer nofollow">
            {say('国立国会図書館サーチ', 'NDL Search (National Diet Library)')}
          </a>
        </li>
      </ul>
      <p class="small muted">
        {say(
          '開くと、同じことばで外部のサイトを検索します。',
          'Opening one searches another site for the same words.',
        )}
      </p>
    </Card>
  );
}

function NotFoundHeading({ frame, q }: { frame: Frame; q: string }) {
  const { say } = frame;
  if (q === '') return <>{say('条件に合う資料は見つかりませんでした', 'Nothing fits these conditions')}</>;
  if (frame.front.language === 'ja') return <>「{q}」の資料は見つかりませんでした</>;
  return (
    <>
      Nothing was found for “<Japanese frame={frame}>{q}</Japanese>”
    </>
  );
}

function StepWords({ frame, by }: { frame: Frame; by: NextStep['by'] }): ComponentChildren {
  const { say } = frame;
  switch (by.kind) {
    case 'word':
      return (
        <>
          {say('「', 'Only “')}
          <Japanese frame={frame}>{by.word}</Japanese>
          {say('」だけで探す', '”')}
        </>
      );
    case 'everywhere':
      return (
        <>
          {say('「', '“')}
          <Japanese frame={frame}>{by.words}</Japanese>
          {say('」を書名・著者名・出版社のすべてから探す', '” in titles, authors and publishers alike')}
        </>
      );
    case 'without':
      return (
        <>
          {say('しぼり込み「', 'Without the condition “')}
          <Words text={by.value} language={frame.front.language} />
          {say('」を外して探す', '”')}
        </>
      );
  }
}
