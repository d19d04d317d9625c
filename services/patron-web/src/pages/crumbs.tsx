import type { ComponentChildren } from 'preact';
import type { Frame } from './frame.tsx';

/** The way back from a page: to My Library, whose row it is about, or to the search, by what lies between. */
export function Crumbs(props: {
  frame: Frame;
  under?: 'myLibrary' | 'search';
  by?: readonly { href: string; label: ComponentChildren }[];
  here: ComponentChildren;
}) {
  const { under = 'myLibrary', by = [], here } = props;
  const { say } = props.frame;
  const first = {
    myLibrary: { href: '/my-library', label: say('Myライブラリ', 'My Library') },
    search: { href: '/', label: say('蔵書検索', 'Search') },
  };
  return (
    <nav class="crumbs" aria-label={say('現在のページ', 'You are here')}>
      <ol>
        {[first[under], ...by].map(({ href, label }) => (
          <li key={href}>
            <a href={href}>{label}</a>
          </li>
        ))}
        <li>
          <span aria-current="page">{here}</span>
        </li>
      </ol>
    </nav>
  );
}
