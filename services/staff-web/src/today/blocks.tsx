import type { NightlyRun } from '@toshobin/contracts';
import type { Instant } from '@toshobin/lending-rules';
import { Icon } from '@toshobin/web';
import type { ComponentChildren } from 'preact';
import { clockOf } from '../pages/dates.ts';
import { Facts } from '../pages/marks.tsx';
import type { Engine } from './engines.ts';
import type { Waiting } from './read-today.ts';
import { ageOf } from './steps.ts';

/** A block of a dashboard: its name and number, a link to the whole list; empty it says so in one line. */
export function Block(props: {
  id: string;
  name: string;
  count?: number | undefined;
  unit?: string;
  about?: string | undefined;
  more?: { href: string; label: string };
  tone?: 'ask' | 'stop' | undefined;
  /** What stands in it while there is nothing. */
  empty?: string | false | undefined;
  children?: ComponentChildren;
}) {
  const { id, name, more } = props;
  return (
    <section class="s-block" id={id} aria-labelledby={`${id}-h`} data-tone={props.tone}>
      <div class="s-block__head">
        <h2 id={`${id}-h`}>
          {name}
          {props.count === undefined ? null : (
            <b>
              {props.count}
              {props.unit}
            </b>
          )}
        </h2>
        {props.about ? <p>{props.about}</p> : null}
        {more ? <a href={more.href}>{more.label}</a> : null}
      </div>
      {props.empty ? <p class="s-zero">{props.empty}</p> : props.children}
    </section>
  );
}

const jobWords: Readonly<Record<NightlyRun['job'], string>> = {
  waiting: '待っている資料と捜索を見る',
  cards: 'カード期限のメールと、登録の消去',
  reconcile: '処理と記録を照らし合わせる',
  erasure: '履歴の消去',
};
const stateWords = {
  done: { tone: 'ok', icon: 'ok', says: '済み' },
  running: { tone: undefined, icon: 'clock', says: '進行中' },
  failed: { tone: 'stop', icon: 'stop', says: '失敗' },
  none: { tone: 'ask', icon: 'question', says: 'この1日はありません' },
} as const;

/** ゆうべの処理: each job of the night, when it ended, and how. */
export function LastNight({ night }: { night: readonly NightlyRun[] | 'away' }) {
  if (night === 'away') return <p class="s-zero">ただいま表示できません。</p>;
  return (
    <Facts
      class="s-tell"
      of={Object.fromEntries(
        night.map(({ job, ...how }) => [jobWords[job], <HowItWent key={job} {...how} />]),
      )}
    />
  );
}

function HowItWent({ state, at }: Pick<NightlyRun, 'state' | 'at'>) {
  const { tone, icon, says } = stateWords[state];
  return (
    <span class="s-say" data-tone={tone}>
      <Icon name={icon} />
      {says}
      {at ? <small>{clockOf(at)}</small> : null}
    </span>
  );
}

/** What of the mail waits to be sent; `more`: where those are that can't be. */
export function Mails(props: {
  mails: Waiting['mails'];
  now: Instant;
  more?: { href: string; label: string };
}) {
  const { mails, now, more } = props;
  return (
    <Block
      id="mails"
      name="メール"
      tone={mails && mails.triedBefore > 0 ? 'ask' : undefined}
      empty={mails === undefined && 'ただいま表示できません。'}
      {...(more ? { more } : {})}
    >
      {mails ? (
        <Facts
          class="s-tell"
          of={{
            送信待ち: `${mails.due}通${mails.since ? `　最長 ${ageOf(mails.since, now)}` : ''}`,
            これから送る: `${mails.later}通`,
            送り直し: `${mails.triedBefore}通`,
          }}
        />
      ) : null}
    </Block>
  );
}

export function Engines({ engines }: { engines: readonly Engine[] }) {
  return (
    <Block id="engines" name="しくみの動き">
      <ul class="s-list">
        {engines.map(({ ok, text, tone = 'ask' }) => (
          <li key={text}>
            <p>
              <span class="s-say" data-tone={ok ? undefined : tone}>
                <Icon name={ok ? 'ok' : tone === 'stop' ? 'stop' : 'clock'} />
                {text}
              </span>
            </p>
          </li>
        ))}
      </ul>
    </Block>
  );
}
