import type { SearchAnswer } from '@toshobin/contracts';
import type { ComponentChildren } from 'preact';
import { type Frame, PatronPage } from '../pages/frame.tsx';
import { Japanese } from '../pages/japanese.tsx';
import { Phone } from '../pages/phone.tsx';
import { SearchHead } from '../pages/search-head.tsx';
import { Words } from '../pages/words.tsx';
import { advancedPath } from './advanced-path.ts';
import { type Asked, searchPath } from './asked.ts';
import type { Condition } from './conditions.ts';
import { Chosen } from './facets.tsx';
import type { NextStep } from './next-steps.ts';
import { titleOfResults } from './results.page.tsx';
import { SearchForm } from './search-form.tsx';
import { NamedClasses } from './understood.tsx';

/** Nothing was found: what would be found instead, and who helps. */
export function EmptyPage(props: {
  frame: Frame;
  asked: Asked;
  conditions: readonly Condition[];
  steps: readonly NextStep[];
  /** The words of the subject, when no class is named so. */
  unknownSubject: string | undefined;
  /** The classes that are called as what was typed. */
  namedClasses: SearchAnswer['namedClasses'];
  publicUrl: string;
}) {
  const { frame, asked, conditions, steps, unknownSubject, namedClasses, publicUrl } = props;
  const { say } = frame;
  return (
    <PatronPage
      frame={frame}
      title={titleOfResults(asked, say) + say('（0件）', ': nothing found')}
      at="/"
      narrow
      head={<SearchHead publicUrl={publicUrl} path={searchPath(asked)} indexed={false} />}
    >
      <SearchForm frame={frame} q={asked.q} advanced={advancedPath(asked)} class="stack stack--s" />
      <div class="stack stack--l results-head">
        <div>
          <h1>
            <NotFoundHeading frame={frame} q={asked.q} />
          </h1>
          <p class="muted">{say('0件', '0 titles')}</p>
          {unknownSubject === undefined ? null : (
            <p>
              {say('「', 'No class is called “')}
              <Japanese frame={frame}>{unknownSubject}</Japanese>
              {say(
                '」という主題の分類はありません。ほかのことばでお試しください。',
                '”. Please try another word.',
              )}
            </p>
          )}
        </div>
        {conditions.length > 0 ? (
          <section class="stack stack--s">
            <Chosen frame={frame} conditions={conditions} level="h2" />
          </section>
        ) : null}
        <NamedClasses frame={frame} asked={asked} classes={namedClasses} />
        <section class="stack stack--s" aria-labelledby="next">
          <h2 id="next" class="h3">
            {say('こうすると見つかることがあります', 'What may help')}
          </h2>
          <ul class="rows links">
            {steps.map(({ href, by, total, capped }) => (
              <li key={href}>
                <a href={href} rel="nofollow">
                  <span>
                    <StepWords frame={frame} by={by} />
                  </span>
                  <span class="num">
                    {total.toLocaleString('ja-JP')}
                    {capped ? say('件以上', '+') : say('件', '')}
                  </span>
                </a>
              </li>
            ))}
            <li>
              <a href={advancedPath(asked)}>
                {say('項目を分けて探す（詳しい検索）', 'Search field by field (advanced search)')}
              </a>
            </li>
            <li>
              <a href="/browse">{say('分類から探す', 'Browse by subject')}</a>
            </li>
          </ul>
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
        </section>
        <section class="stack stack--s" aria-labelledby="help">
          <h2 id="help" class="h3">
            {say('それでも見つからないとき', 'Still nothing?')}
          </h2>
          <p>
            {say(
              '書名がはっきりしないときも、図書館員が一緒にお探しします。',
              'A librarian will look for it with you, even without the exact title. ',
            )}
            <Japanese frame={frame}>{frame.front.libraryName}</Japanese>
            {say('（', ' (')}
            <Phone front={frame.front} />
            {say('）へお電話ください。', '): please call.')}
          </p>
        </section>
      </div>
    </PatronPage>
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
