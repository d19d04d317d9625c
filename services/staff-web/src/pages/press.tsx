import type { ComponentChildren } from 'preact';

/** The button that sends its form: the one thing of a page, or beside it. */
export function Submit({ look, children }: { look?: 'second' | 'l' | 'quiet'; children: ComponentChildren }) {
  return (
    <button class={look ? `btn btn--${look}` : 'btn'} type="submit">
      {children}
    </button>
  );
}

/** A way to another page, as a button: beside the one thing of this page, or as that. */
export function Way(props: {
  to: string;
  look?: 'main' | 'second' | 'l' | 'quiet';
  children: ComponentChildren;
}) {
  const { to, look = 'second', children } = props;
  return (
    <a class={look === 'main' ? 'btn' : `btn btn--${look}`} href={to}>
      {children}
    </a>
  );
}

/** The same alone in its line, mostly the way back. */
export function WayAlone({ to, children = '戻る' }: { to: string; children?: ComponentChildren }) {
  return (
    <p>
      <Way to={to}>{children}</Way>
    </p>
  );
}
