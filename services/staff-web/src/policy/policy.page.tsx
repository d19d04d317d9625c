import type { LendingPolicy } from '@toshobin/lending-rules';
import { Notice } from '@toshobin/web';
import { type Frame, StaffPage, Token } from '../pages/frame.tsx';

export interface PolicyView {
  version: number;
  /** Each number as the form writes it, by name. */
  fields: Readonly<Record<string, string>>;
}

/** A number, period or list as a field of the form. */
export function fieldsOf(policy: LendingPolicy): Record<string, string> {
  return Object.fromEntries(
    Object.entries(policy).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}

/** The numbers of the rules; only operators change them. */
export function PolicyPage(props: {
  frame: Frame;
  view: PolicyView;
  mayChange: boolean;
  notice?: { tone: 'ok' | 'stop'; text: string };
  faulty: ReadonlySet<string>;
}) {
  const { frame, view, mayChange, notice, faulty } = props;
  return (
    <StaffPage frame={frame} title="決まりの数字" at="/policy" narrow>
      <h1>決まりの数字（第{view.version}版）</h1>
      <p>期間は ISO 8601（P21D は21日）で書きます。変えた数字は、次に決めるときから使われます。</p>
      {notice ? <Notice tone={notice.tone}>{notice.text}</Notice> : null}
      <form class="stack" method="post" action="/policy">
        <Token token={frame.token} />
        <input type="hidden" name="basedOnVersion" value={view.version} />
        {Object.entries(view.fields).map(([name, value]) => (
          <div class="field" key={name}>
            <label for={name}>{name}</label>
            <input
              class="input"
              id={name}
              name={name}
              value={value}
              autocomplete="off"
              readOnly={!mayChange}
              {...(faulty.has(name)
                ? { 'aria-invalid': 'true' as const, 'aria-describedby': `${name}-f` }
                : {})}
            />
            {faulty.has(name) ? (
              <p class="field-error" id={`${name}-f`}>
                書き方を確かめてください。
              </p>
            ) : null}
          </div>
        ))}
        {mayChange ? (
          <button class="btn btn--l" type="submit">
            この数字にする
          </button>
        ) : null}
      </form>
    </StaffPage>
  );
}
