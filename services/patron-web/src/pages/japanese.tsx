import type { ComponentChildren } from 'preact';
import type { Frame } from './frame.tsx';

/** Text that stays Japanese on an English page (titles, names), marked so that it is read out in Japanese. */
export function Japanese(props: {
  frame: Pick<Frame, 'front'>;
  children: ComponentChildren;
}): ComponentChildren {
  return props.frame.front.language === 'ja' ? props.children : <span lang="ja">{props.children}</span>;
}
