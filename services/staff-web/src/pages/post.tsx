import type { ComponentProps } from 'preact';
import { Own, useFrame } from './frame.tsx';

/** A form that is sent: that it is ours and whom it is entered for, what it says unseen, and `once`: sent twice it is one. */
export function Post(
  props: {
    to: string;
    once?: boolean;
    hidden?: Readonly<Record<string, string | number>>;
  } & Omit<ComponentProps<'form'>, 'hidden'>,
) {
  const { to, once, hidden = {}, children, ...form } = props;
  const { newId } = useFrame();
  const unseen = once ? { factId: newId(), ...hidden } : hidden;
  return (
    <form {...form} method="post" action={to}>
      <Own />
      {Object.entries(unseen).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
    </form>
  );
}
