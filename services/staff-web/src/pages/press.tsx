import { Icon, type IconName } from '@toshobin/web';
import type { ComponentProps } from 'preact';

interface Pressed {
  says: string;
  icon?: IconName | undefined;
  /** The digit that is typed in its place. */
  digit?: number | string | undefined;
  /** What it is about, for who does not see the row. */
  unseen?: string | undefined;
}

/** The button that sends its form: the one thing of a page, or beside it. */
export function Submit({
  look,
  says,
  icon,
  digit,
  unseen,
  ...button
}: Pressed & { look?: 'second' | 'l' | 'quiet' | undefined } & Pick<ComponentProps<'button'>, OfButton>) {
  return (
    <button class={look ? `btn btn--${look}` : 'btn'} {...button} type="submit">
      <Words {...{ says, icon, digit, unseen }} />
    </button>
  );
}
type OfButton = 'name' | 'value' | 'disabled';

/** A way to another page, as a button: beside the one thing of this page, or as that. */
export function Way({
  to,
  look = 'second',
  says,
  icon,
  digit,
  unseen,
  ...way
}: Pressed & { to: string; look?: 'main' | 'second' | 'l' | 'quiet' } & Pick<ComponentProps<'a'>, OfWay>) {
  return (
    <a class={look === 'main' ? 'btn' : `btn btn--${look}`} href={to} {...way}>
      <Words {...{ says, icon, digit, unseen }} />
    </a>
  );
}
type OfWay = 'target' | 'rel' | 'autofocus';

function Words({ says, icon, digit, unseen }: Pressed) {
  return (
    <>
      {icon ? <Icon name={icon} /> : null}
      {says}
      {digit === undefined ? null : <kbd>{digit}</kbd>}
      {unseen ? <span class="visually-hidden">{unseen}</span> : null}
    </>
  );
}

/** A link that is as large as a finger. */
export function Tap({ to, says, unseen }: Pick<Pressed, 'says' | 'unseen'> & { to: string }) {
  return (
    <a class="tap" href={to}>
      <Words {...{ says, unseen }} />
    </a>
  );
}

/** A way alone in its line, mostly the way back. */
export function WayAlone({ to, says = '戻る' }: { to: string; says?: string }) {
  return (
    <p>
      <Way to={to} says={says} />
    </p>
  );
}
