import type { SearchAnswer, UnderstoodAs } from '@toshobin/contracts';
import type { Say } from '@toshobin/web';
import type { Frame } from '../pages/frame.tsx';
import { Japanese } from '../pages/japanese.tsx';
import { Phone } from '../pages/phone.tsx';
import { type Asked, searchPath } from './asked.ts';

/** Says that nothing fits as it was typed, what is shown instead, and who helps when that was not meant. */
export function Understood(props: { frame: Frame; asked: Asked; understood: SearchAnswer['understood'] }) {
  const { frame, asked, understood } = props;
  const { say } = frame;
  if (understood === null) return null;
  const { as, words, read } = understood;
  const q = asked.q || [asked.title, asked.author, asked.publisher].filter(Boolean).join(' ');
  if (read.length > 0) return <Read frame={frame} words={words} read={read} />;
  return (
    <div class="guess">
      {words !== '' &&
      (['name', 'corrected', 'fewerWords'].includes(as) || (as === 'sound' && words !== q)) ? (
        <p>
          {as === 'fewerWords' ? null : (
            <b>
              {as === 'name' ? say('目録での名前', 'In the catalogue') : say('もしかして', 'Did you mean')}
            </b>
          )}
          {as === 'fewerWords' ? null : say('　', ' ')}
          <a href={searchPath({ q: words, page: 1 })} rel="nofollow">
            <Japanese frame={frame}>{words}</Japanese>
          </a>
        </p>
      ) : null}
      <p class="small muted">
        {as === 'name' ? say('「', '“') : say('「', 'Nothing fits “')}
        <Japanese frame={frame}>{q}</Japanese>
        {as === 'name'
          ? say('」は、目録では別の名前になっています。', '” stands under another name in the catalogue.')
          : say('」のとおりの資料がないため、', '” as it is written: ')}
        {as === 'name' ? null : insteadOf(as, say)}
      </p>
      <p class="small muted">
        {say(
          'ちがうときは、図書館員が一緒にお探しします',
          'Not what you meant? A librarian will look for it with you ',
        )}
        <span class="whole">
          {say('（', '(')}
          <Phone front={frame.front} />
          {say('）。', ').')}
        </span>
      </p>
    </div>
  );
}

/** Says that some words were looked for as they are read, too, beside what fits as it was typed. */
function Read(props: { frame: Frame; words: string; read: NonNullable<SearchAnswer['understood']>['read'] }) {
  const { frame, words, read } = props;
  const { say } = frame;
  return (
    <div class="guess">
      {words === '' ? null : (
        <p>
          <b>{say('もしかして', 'Did you mean')}</b>
          {say('　', ' ')}
          <a href={searchPath({ q: words, page: 1 })} rel="nofollow">
            <Japanese frame={frame}>{words}</Japanese>
          </a>
        </p>
      )}
      {read.map(({ word, reading }) => (
        <p key={word} class="small muted">
          {say('「', '“')}
          <Japanese frame={frame}>{word}</Japanese>
          {say('」は「', '” was looked for as “')}
          <Japanese frame={frame}>{reading}</Japanese>
          {say('」も合わせて探しました。', '”, too.')}
        </p>
      ))}
    </div>
  );
}

function insteadOf(as: Exclude<UnderstoodAs, 'name'>, say: Say): string {
  switch (as) {
    case 'class':
      return say('分類番号として探しました。', 'this is the class of that number.');
    case 'sound':
      return say('読みで探しました。', 'these titles and names are read like it.');
    case 'parts':
      return say('ことばを分けて探しました。', 'the words were taken apart.');
    case 'subject':
      return say('主題として探しました。', 'these are about it.');
    case 'corrected':
      return say('1文字ちがうことばで探しました。', 'this is one character away.');
    case 'fewerWords':
      return say('一部のことばだけで探しました。', 'these have some of the words.');
  }
}
