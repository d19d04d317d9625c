/** A column of a table; `hidden`: its name is for who hears the page alone. */
type Head = string | { name: string; hidden?: boolean; look?: string };

/** Columns of numbers. */
export const numbers = (...names: readonly string[]): Head[] => names.map((name) => ({ name, look: 'n' }));

/** The first row of a table. */
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
