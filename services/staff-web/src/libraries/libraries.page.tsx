import type { Library, shippingApi } from '@toshobin/contracts';
import { type DispatchCalendar, formatDateJa } from '@toshobin/lending-rules';
import type { z } from 'zod';
import { ActForm } from '../pages/act-form.tsx';
import { type Frame, StaffPage } from '../pages/frame.tsx';
import { Answer } from '../pages/scan-form.tsx';
import type { BigAnswer } from '../sessions/desk-state.ts';

type Closure = z.output<typeof shippingApi.closures.answer>['closures'][number];
export const weekdays = ['月', '火', '水', '木', '金', '土', '日'] as const;

/** R5, R11, R17. Closures, the dispatch's calendar, and the libraries. */
export function LibrariesPage(props: {
  frame: Frame;
  answer: BigAnswer | undefined;
  libraries: readonly Library[];
  closures: readonly Closure[];
  /** How many dates each closure has moved; undefined while the catalog is away. */
  moved: ReadonlyMap<string, number> | undefined;
  dispatch: DispatchCalendar;
  newId: () => string;
}) {
  const { frame, libraries, closures, newId } = props;
  const nameOf = (code: string) => libraries.find((library) => library.code === code)?.name ?? code;
  return (
    <StaffPage frame={frame} title="館と休館" at="/libraries">
      <h1>館と休館</h1>
      {props.answer ? <Answer answer={props.answer} /> : null}
      <p>
        <a class="btn" href="/closures/new">
          臨時休館の登録
        </a>
      </p>
      <h2>臨時休館</h2>
      {closures.length === 0 ? <p>ありません。</p> : null}
      <ul class="rows">
        {closures.map((closure) => (
          <li class="row cluster cluster--apart" key={closure.closureId}>
            <p>
              {nameOf(closure.library)}　{formatDateJa(closure.from)}から{formatDateJa(closure.until)}まで
              {'　'}
              {closure.reason}
              {closure.takenBack ? '　取りやめました' : ''}
              {movedWords(props.moved?.get(closure.closureId))}
            </p>
            {closure.takenBack ? null : (
              <ActForm
                frame={frame}
                id={closure.closureId}
                action={`/closures/${closure.closureId}/take-back`}
                hidden={{ factId: newId() }}
                button="休館を取りやめる"
                about={`${nameOf(closure.library)} ${closure.from}`}
              />
            )}
          </li>
        ))}
      </ul>
      <Dispatch frame={frame} dispatch={props.dispatch} factId={newId()} />
      <h2>館　{libraries.length}館</h2>
      <ul class="rows links">
        {libraries.map((library) => (
          <li key={library.code}>
            <a href={`/libraries/${library.code}`}>
              <span>{library.name}</span>
              <span>
                {library.pausedFrom
                  ? `${formatDateJa(library.pausedFrom)}から受取停止中`
                  : library.arrival === 'assumed'
                    ? '到着は見なし'
                    : ''}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </StaffPage>
  );
}

function movedWords(moved: number | undefined): string {
  return moved === undefined ? '' : `　期限が動いたもの　${moved}件`;
}

function Dispatch(props: { frame: Frame; dispatch: DispatchCalendar; factId: string }) {
  const { dispatch } = props;
  return (
    <section class="stack" aria-labelledby="dispatch">
      <h2 id="dispatch">発送の休み</h2>
      <p>
        発送日は{dispatch.weekdays.map((day) => weekdays[day - 1]).join('・')}曜日、締切時刻は
        {dispatch.cutOff}です。
      </p>
      <ul class="lines">
        {dispatch.noDispatch.map((span) => (
          <li key={span.from}>
            発送休止期間　{formatDateJa(span.from)}から{formatDateJa(span.until)}まで
          </li>
        ))}
      </ul>
      <ActForm
        frame={props.frame}
        id="pause-dispatch"
        action="/dispatch-pauses"
        hidden={{ factId: props.factId }}
        fields={[
          {
            name: 'kind',
            label: '何を',
            choices: [
              { value: 'closure', label: '発送の休業（次の営業日に動きます）' },
              { value: 'noDispatch', label: '発送休止期間' },
            ],
          },
          { name: 'from', label: 'はじめの日', type: 'date' },
          { name: 'until', label: '終わりの日（この日まで）', type: 'date' },
        ]}
        button="登録する"
      />
    </section>
  );
}
