import { Icon, type IconName } from '@toshobin/web';
import type { ComponentChildren } from 'preact';

/** How something stands, in a word. */
export function Pill(props: { tone: string; icon: IconName; says: string }) {
  return (
    <span class="s-pill" data-tone={props.tone}>
      <Icon name={props.icon} />
      {props.says}
    </span>
  );
}

/** What is to be known before going on. */
export function Check(props: { tone?: string; icon: IconName; children: ComponentChildren }) {
  return (
    <p class="s-check" data-tone={props.tone ?? 'ask'}>
      <Icon name={props.icon} />
      <span>{props.children}</span>
    </p>
  );
}

/** Another line in the same cell. */
export function Below({ children }: { children: ComponentChildren }) {
  return (
    <>
      <br />
      {children}
    </>
  );
}
