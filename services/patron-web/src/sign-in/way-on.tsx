import { Links } from '../pages/elements.tsx';
import type { Frame } from '../pages/frame.tsx';

/** My Library, and what is to be reserved: what was meant to be before all this, or something to be found. */
export function WayOn({ frame: { say, basket } }: { frame: Frame }) {
  const { length } = basket;
  const next =
    length > 0
      ? { href: '/basket', label: say(`予約かご（${length}点）`, `Basket (${length})`) }
      : { href: '/', label: say('蔵書を探す', 'Search the catalogue') };
  return <Links links={[next, { href: '/my-library', label: say('Myライブラリ', 'My Library') }]} />;
}
