import type { Instant, LendingPolicy, MailWindow } from '@toshobin/lending-rules';
import { Notice } from '@toshobin/web';
import { WeekdayChecks } from '../libraries/weekday-checks.tsx';
import { dayAndClock } from '../pages/dates.ts';
import { FaultAt, type Faults, faultOf } from '../pages/entry.tsx';
import { Part, TitledPage } from '../pages/frame.tsx';
import { Post } from '../pages/post.tsx';
import { Submit, Way } from '../pages/press.tsx';
import type { ChangedNumber } from './changed-numbers.ts';
import { type Kind, type Typed, written } from './number-words.ts';
import { groups, mailWindowWords, type NumberName, numberNames, numberWords } from './policy-words.ts';

export interface PolicyView {
  version: number;
  /** Each number as the form writes it, or as it was typed. */
  fields: Readonly<Partial<Record<NumberName, Typed>>>;
}

export function fieldsOf(policy: LendingPolicy): PolicyView['fields'] {
  return Object.fromEntries(numberNames.map((name) => [name, written(policy[name], numberWords[name].kind)]));
}

/** The numbers of the rules; only operators change them. */
export function PolicyPage(props: {
  view: PolicyView;
  mayChange: boolean;
  mailWindow: MailWindow;
  notice?: { tone: 'ok' | 'stop'; text: string };
  /** What to write instead, by the number that is wrong. */
  faults?: Faults;
  /** Earlier numbers, newest first, with what each changed; none while a form is mended. */
  versions?: readonly Version[];
  /** The version whose numbers stand in the form, to take a change back. */
  earlier?: number;
}) {
  const { view, mayChange, notice, faults = {}, versions = [], earlier } = props;
  return (
    <TitledPage title="決まりの数字" heading={`決まりの数字（第${view.version}版）`} at="/policy">
      <p>変えた数字は、次に決めるときから使われます。今の貸出の返却期限は変わりません。</p>
      {mayChange ? null : <p>変えられるのは運用担当です。ここでは読むだけです。</p>}
      {notice ? <Notice tone={notice.tone}>{notice.text}</Notice> : null}
      {earlier === undefined ? null : (
        <Notice tone="wait">第{earlier}版の数字を入れてあります。まだ何も変わっていません。</Notice>
      )}
      <Post to="/policy" class="stack" hidden={{ basedOnVersion: view.version }}>
        <div class="s-numbers">
          {groups.map(({ id, title, rule }) => (
            <section class="s-panel stack stack--s" aria-labelledby={id} key={id}>
              <h2 id={id}>
                {title} <small>{rule}</small>
              </h2>
              {numberNames
                .filter((name) => numberWords[name].group === id)
                .map((name) => (
                  <Field
                    key={name}
                    name={name}
                    typed={view.fields[name] ?? ''}
                    fault={faults[name]}
                    mayChange={mayChange}
                  />
                ))}
              {id === 'cards' ? (
                <p class="small">「2年」「6か月」のように書きます。「消さない」と書くと、消しません。</p>
              ) : null}
              {id === 'mail' ? <p class="small">{mailWindowWords(props.mailWindow)}</p> : null}
            </section>
          ))}
        </div>
        {mayChange ? <Submit look="l" says="変わるものを確かめる" /> : null}
      </Post>
      {versions.length > 0 ? <Versions versions={versions} mayChange={mayChange} /> : null}
    </TitledPage>
  );
}

interface Version {
  version: number;
  changedBy: string;
  changedAt: Instant;
  changes: readonly ChangedNumber[];
}

function Versions({ versions, mayChange }: { versions: readonly Version[]; mayChange: boolean }) {
  const [now] = versions;
  return (
    <Part class="stack stack--s" id="versions" title="これまでの版">
      <ul class="rows">
        {versions.map(({ version, changedBy, changedAt, changes }) => (
          <li class="row cluster cluster--apart" key={version}>
            <p>
              第{version}版　{dayAndClock(new Date(changedAt))}　{changedBy}
              {changes.map(({ name, from, to }) => (
                <small class="s-sub" key={name}>
                  {numberWords[name].label}　{from} → {to}
                </small>
              ))}
            </p>
            {mayChange && version !== now?.version ? (
              <Way to={`/policy?version=${version}`} says={`第${version}版に戻す`} />
            ) : null}
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Field(props: { name: NumberName; typed: Typed; fault: string | undefined; mayChange: boolean }) {
  const { name, typed, fault, mayChange } = props;
  const { label, kind } = numberWords[name];
  if (kind.kind === 'weekdays') {
    const chosen = [typed].flat().map(Number);
    return <WeekdayChecks legend={label} disabled={!mayChange} {...{ name, chosen, fault }} />;
  }
  const invalid = faultOf(name, fault);
  return (
    <div class={isShort(kind) ? 'field s-number' : 'field'}>
      <label for={name}>{label}</label>
      {kind.kind === 'choice' ? (
        <select class="input" id={name} name={name} disabled={!mayChange} {...invalid}>
          {(['true', 'false'] as const).map((value) => (
            <option key={value} value={value} selected={typed === value}>
              {value === 'true' ? kind.yes : kind.no}
            </option>
          ))}
        </select>
      ) : (
        <input
          class="input"
          id={name}
          name={name}
          value={String(typed)}
          autocomplete="off"
          maxLength={100}
          readOnly={!mayChange}
          {...invalid}
        />
      )}
      <FaultAt id={name} fault={fault} />
    </div>
  );
}

/** Whether the number has room beside its name. */
function isShort({ kind }: Kind): boolean {
  return kind === 'number' || kind === 'months' || kind === 'period' || kind === 'window';
}
