import { Icon, type IconName, type Say } from '@toshobin/web';
import type { ComponentChildren } from 'preact';

/** A link that a finger hits. */
export function Tap({ href, children }: { href: string; children: ComponentChildren }) {
  return (
    <a class="tap" href={href}>
      {children}
    </a>
  );
}

/** The same on a line of its own. */
export function TapLine(way: Parameters<typeof Tap>[0]) {
  return (
    <p>
      <Tap {...way} />
    </p>
  );
}

/** The way back from a question that is not to be answered. */
export function Back({ href, say }: { href: string; say: Say }) {
  return (
    <a class="btn btn--quiet" href={href}>
      {say('戻る', 'Back')}
    </a>
  );
}

/** Pages to go to, a line each. */
export function Links({ links }: { links: readonly { href: string; label: ComponentChildren }[] }) {
  return (
    <ul class="rows links">
      {links.map(({ href, label }) => (
        <li key={href}>
          <a href={href}>{label}</a>
        </li>
      ))}
    </ul>
  );
}

/** A form that changes something: with the token of its visitor, and what is sent along unseen. */
export function Form(props: {
  frame: { token: string };
  action: string;
  class?: string;
  novalidate?: boolean;
  /** The address that its page has from now on, for the script. */
  'data-address'?: string;
  fields?: Readonly<Record<string, string | number>>;
  children: ComponentChildren;
}) {
  const { frame, fields = {}, class: look, children, ...form } = props;
  return (
    <form class={look} method="post" {...form}>
      {Object.entries({ _token: frame.token, ...fields }).map(([name, value]) => (
        <input type="hidden" name={name} value={value} key={name} />
      ))}
      {children}
    </form>
  );
}

/** The button that sends a form: large, as wide as its place, beside another, or one that takes something away. */
export function Submit(props: {
  look?: 'l' | 'l block' | 'block' | 'second' | 'quiet' | 'stop' | 'stop l';
  children: ComponentChildren;
}) {
  return (
    <button class={['btn', ...(props.look?.split(' ') ?? [])].join(' btn--')} type="submit">
      {props.children}
    </button>
  );
}

interface Headed {
  id: string;
  title: ComponentChildren;
  children: ComponentChildren;
}

/** A part of a page, named by its heading. */
export function Part(props: Headed & { class?: string; small?: boolean }) {
  const { id, title, small, children } = props;
  return (
    <section class={props.class ?? 'stack'} aria-labelledby={id}>
      <h2 id={id} class={small ? 'h3' : undefined}>
        {title}
      </h2>
      {children}
    </section>
  );
}

/** The same on a card of its own. */
export function Card({ tight, ...part }: Headed & { tight?: boolean }) {
  return <Part {...part} class={tight ? 'card stack stack--s' : 'card stack'} small />;
}

/** A fact in a list of them (dl). */
export function Pair({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** How something stands, as a label: icon and words, never colour alone. */
export function Chip({ look: [tone, icon], children }: { look: ChipLook; children: ComponentChildren }) {
  return (
    <span class={tone === '' ? 'chip' : `chip chip--${tone}`}>
      <Icon name={icon} />
      <span>{children}</span>
    </span>
  );
}

export type ChipLook = readonly [tone: string, icon: IconName];

/** Of which title a link or a button is, for whoever hears it among others. */
export function OfTitle({ title, say }: { title: string | undefined; say: Say }) {
  return (
    <span class="visually-hidden">
      {say('：', ': ')}
      <span lang="ja">{title}</span>
    </span>
  );
}

/** The title of a row of a list, which leads to its page. */
export function RowTitle(props: { recordId: string; title: string; level: 'h2' | 'h3' }) {
  const { level: Heading } = props;
  return (
    <Heading class="row-title">
      <a href={`/records/${props.recordId}`} lang="ja">
        {props.title}
      </a>
    </Heading>
  );
}
