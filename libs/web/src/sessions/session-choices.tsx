import type { ComponentChildren } from 'preact';
import { Icon } from '../page/icon.tsx';
import type { Say } from '../page/language.ts';

/** ログアウトする端末: each of one's other sessions, and all of them; nothing is chosen beforehand. */
export function SessionChoices<Session extends { id: string }>(props: {
  say: Say;
  others: readonly Session[];
  words: (session: Session) => ComponentChildren;
  /** What was chosen, where something else was wrong. */
  chosen: string | undefined;
  fault: string | undefined;
}) {
  const { say, fault } = props;
  const choices = [
    ...props.others.map((session) => ({ id: session.id, words: props.words(session) })),
    { id: 'all', words: say('ほかの端末すべて', 'All other devices') },
  ];
  return (
    <fieldset class="stack stack--s" aria-describedby={fault ? 'ended-error' : undefined}>
      <legend class="h3">{say('ログアウトする端末', 'Where to sign out')}</legend>
      {choices.map(({ id, words }) => (
        <label class="check" for={`ended-${id}`} key={id}>
          <input
            id={`ended-${id}`}
            type="radio"
            name="ended"
            value={id}
            required
            checked={id === props.chosen}
          />
          <span>{words}</span>
        </label>
      ))}
      {fault ? (
        <p class="field-error" id="ended-error">
          <Icon name="ask" />
          <span>{fault}</span>
        </p>
      ) : null}
    </fieldset>
  );
}
