import type { ComponentProps } from 'preact';

/** What is typed beneath its name: a line, a day, a time; its name in the form is its id, unless it says so. */
export function Entry({ label, id, ...input }: { label: string; id: string } & ComponentProps<'input'>) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input class="input" id={id} name={id} {...input} />
    </div>
  );
}
