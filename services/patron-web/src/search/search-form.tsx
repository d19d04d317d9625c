import { Icon } from '@toshobin/web';
import { Submit, TapLine } from '../pages/elements.tsx';
import type { Frame } from '../pages/frame.tsx';
import { suggestHref } from '../pages/scripts.ts';
import { TEXT_LIMIT } from './asked.ts';

/**
 * The search box.
 * @param advanced the address of the advanced search, with what is asked for now
 * @param hinted whether what can be typed is said below the label
 */
export function SearchForm(props: {
  frame: Frame;
  q: string;
  advanced: string;
  hinted?: boolean;
  class: string;
}) {
  const { frame, q, hinted = false } = props;
  const { say } = frame;
  return (
    <search>
      <form action="/search" class={props.class}>
        <label class="label" for="q">
          {say('蔵書検索', 'Search the catalogue')}
        </label>
        {hinted ? (
          <p class="hint" id="q-hint">
            {say(
              '書名、著者名、出版社、ISBNなど。ひらがなでも探せます。',
              'Title, author, publisher, ISBN. Titles are Japanese; kana and Latin letters (kokoro) work too.',
            )}
          </p>
        ) : null}
        <div class="search">
          <input
            class="input"
            id="q"
            name="q"
            type="search"
            value={q}
            {...(hinted ? { 'aria-describedby': 'q-hint' } : {})}
            autocomplete="off"
            enterkeyhint="search"
            maxLength={TEXT_LIMIT}
          />
          <Submit look="l">
            <Icon name="search" />
            {say('検索する', 'Search')}
          </Submit>
        </div>
        <script type="module" src={suggestHref} />
        <TapLine href={props.advanced}>{say('詳しい検索', 'Advanced search')}</TapLine>
      </form>
    </search>
  );
}
