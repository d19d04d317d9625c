import type { Frame } from './frame.tsx';

/** The way back to My Library, above a page that asks something of one of its rows. */
export function Crumbs({ frame: { say }, here }: { frame: Frame; here: string }) {
  return (
    <nav class="crumbs" aria-label={say('現在のページ', 'You are here')}>
      <ol>
        <li>
          <a href="/my-library">{say('Myライブラリ', 'My Library')}</a>
        </li>
        <li>
          <span aria-current="page">{here}</span>
        </li>
      </ol>
    </nav>
  );
}
