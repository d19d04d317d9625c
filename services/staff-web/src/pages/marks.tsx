import { Icon, type IconName, Notice } from '@toshobin/web';
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

/** What is known of one thing, each under its name. */
export function Facts(props: { class?: string; of: Readonly<Record<string, ComponentChildren>> }) {
  return (
    <dl class={props.class ?? 's-facts'}>
      {Object.entries(props.of).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function NotAllowed({ when }: { when: boolean }) {
  return when ? <Notice tone="wait">このアカウントでは使えない画面です。</Notice> : null;
}
