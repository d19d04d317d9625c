import type { ComponentChildren } from 'preact';

/** A column of a table; `hidden`: its name is for who hears the page alone. */
type Head = string | { name: string; hidden?: boolean; look?: string };

export const numbers = (...names: readonly string[]): Head[] => names.map((name) => ({ name, look: 'n' }));

export function Heads({ of }: { of: readonly Head[] }) {
  return (
    <thead>
      <tr>
        {of
          .map((head) => (typeof head === 'string' ? { name: head } : head))
          .map(({ name, hidden, look }) => (
            <th scope="col" key={name} {...(look ? { class: look } : {})}>
              {hidden ? <span class="visually-hidden">{name}</span> : name}
            </th>
          ))}
      </tr>
    </thead>
  );
}

/**
 * A table of rows that are stacked on a phone, unless its class is another. `caption`: for who hears the page alone; `scrolls`:
 * by itself where it is wider than the page.
 */
export function Table(props: {
  of: readonly Head[];
  class?: string;
  caption?: string;
  scrolls?: boolean;
  children: ComponentChildren;
}) {
  const table = (
    <table class={props.class ?? 's-table s-table--stack'}>
      {props.caption === undefined ? null : <caption class="visually-hidden">{props.caption}</caption>}
      <Heads of={props.of} />
      <tbody>{props.children}</tbody>
    </table>
  );
  return props.scrolls ? <div class="s-scroll">{table}</div> : table;
}
