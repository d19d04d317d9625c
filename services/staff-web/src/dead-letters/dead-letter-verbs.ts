import { staffWebApi } from '@toshobin/contracts';
import {
  chooseDismissals,
  chooseReplays,
  KafkaAway,
  type StoredLetter,
  type Unchoosable,
} from '@toshobin/events';
import { allow, type Decision, refuse } from '@toshobin/lending-rules';
import type { StaffWebDeps } from '../deps.ts';
import { reasonWords } from '../pages/act-form.tsx';
import { done, type Said } from '../scans/say.ts';
import { GIVEN } from '../verbs/form-fields.ts';
import { verbOn } from '../verbs/mount-verb.ts';

/** One step of it, and the letters that are settled by the step. */
interface Step {
  letters: readonly StoredLetter[];
  take: () => Promise<void>;
}
interface Asked {
  body: { which: 'chosen' | 'all' | 'dismissed'; positions?: string[] | undefined };
}

/** What is to be done, in the order in which the events were read. Nothing is done when one of them can't be chosen. */
async function stepsOf({ deadLetters }: Pick<StaffWebDeps, 'deadLetters'>, { body }: Asked) {
  const { which, positions = [] } = body;
  if (which !== 'all' && positions.length === 0) return refuse('NOTHING_CHOSEN');
  const letters = await orAway(deadLetters.list());
  if (!letters.ok) return letters;
  if (which === 'dismissed') {
    const chosen = chooseDismissals(letters.value, positions);
    if (!('dismissals' in chosen)) return refusedFor(chosen);
    return allow(
      chosen.dismissals.map((one): Step => ({ letters: one.letters, take: () => deadLetters.dismiss(one) })),
    );
  }
  const chosen = chooseReplays(letters.value, which === 'all' ? 'all' : positions);
  if (!('replays' in chosen)) return refusedFor(chosen);
  return allow(
    chosen.replays.map((one): Step => ({ letters: one.letters, take: () => deadLetters.putBack(one) })),
  );
}

const refusedFor = (why: Unchoosable) => refuse('settled' in why ? 'LETTER_SETTLED' : 'NOT_FOUND');

async function orAway<T>(asked: Promise<T>): Promise<Decision<T>> {
  try {
    return allow(await asked);
  } catch (fault) {
    if (fault instanceof KafkaAway) return refuse('KAFKA_AWAY');
    throw fault;
  }
}

/**
 * Puts events back onto their topics, and has parked keys tried again; or nothing more is to be done about them, and
 * what waits behind a parked one goes on. As `npm run dead-letters` does. Cut off in between, what was done is written
 * down and told, and the rest is done the next time.
 */
export const settleDeadLetters = verbOn('settleDeadLetters', staffWebApi.settleDeadLetters, {
  may: 'deadLetters',
  words: {
    putBackDeadLetters: '読めなかった知らせを戻した',
    dismissDeadLetters: '読めなかった知らせを済みにした',
  },
  deed: ({ which }) => (which === 'dismissed' ? 'dismissDeadLetters' : 'putBackDeadLetters'),
  find: stepsOf,
  subject: ({ body }, _steps, answer) =>
    (answer?.positions ?? body.positions ?? ['－']).map((position) => `dead letter ${position}`),
  async carryOut(_deps, { found: steps }) {
    const positions: string[] = [];
    for (const [events, { letters, take }] of steps.entries()) {
      const taken = await orAway(take());
      if (!taken.ok) return events === 0 ? taken : allow({ positions, events, cutOff: true });
      positions.push(...letters.map(({ position }) => position));
    }
    return allow({ positions, events: steps.length, cutOff: false });
  },
  form: {
    path: '/dead-letters',
    button: '戻す',
    fields: { which: GIVEN, positions: GIVEN, reason: reasonWords },
    arrange: ({ position, ...typed }) => ({ ...typed, positions: position }),
    kept: '読めなかった知らせの処理',
    said: ({ positions, events, cutOff }, { body }) => {
      const isDismissed = body.which === 'dismissed';
      const text = isDismissed ? `${positions.length}件を済みにしました` : `${events}件を戻しました`;
      if (cutOff) return cutOffAfter(text);
      return done(
        text,
        isDismissed ? 'もう戻りません。一覧には残ります' : '少したってから、予約の経過をご覧ください',
      );
    },
    page: '/dead-letters',
  },
});

const cutOffAfter = (text: string): Said => ({
  tone: 'stop',
  text: 'Kafka につながらないため、終わりまでできませんでした',
  detail: `${text}。つながってから一覧を見て、残っているものを、もう一度選んでください`,
});
