import type { Frame } from '../pages/frame.tsx';

/** My Library, and what is to be reserved: what was meant to be before all this, or something to be found. */
export function WayOn({ frame: { say, basket } }: { frame: Frame }) {
  return (
    <ul class="rows links">
      {basket.length > 0 ? (
        <li>
          <a href="/basket">{say(`予約かご（${basket.length}点）`, `Basket (${basket.length})`)}</a>
        </li>
      ) : (
        <li>
          <a href="/">{say('蔵書を探す', 'Search the catalogue')}</a>
        </li>
      )}
      <li>
        <a href="/my-library">{say('Myライブラリ', 'My Library')}</a>
      </li>
    </ul>
  );
}
