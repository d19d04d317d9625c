import type { ComponentChildren } from 'preact';

/** The button that sends its form: the one thing of a page, or beside it. */
export function Submit({ look, children }: { look?: 'second' | 'l' | 'quiet'; children: ComponentChildren }) {
  return (
    <button class={look ? `btn btn--${look}` : 'btn'} type="submit">
      {children}
    </button>
  );
}

/** A way to another page, as a button beside the one thing of this page. */
export function Way({ to, children }: { to: string; children: ComponentChildren }) {
  return (
    <a class="btn btn--second" href={to}>
      {children}
    </a>
  );
}
