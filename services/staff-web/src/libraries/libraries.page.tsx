import type { Library } from '@toshobin/contracts';
import {
  type CalendarDate,
  closingDaysOf,
  dayOf,
  formatDateJa,
  type Instant,
  isOpenDay,
} from '@toshobin/lending-rules';
import { Told } from '../pages/answer.tsx';
import { Part, TitledPage, useFrame } from '../pages/frame.tsx';
import { Table } from '../pages/heads.tsx';
import { Tap, Way, WayAlone } from '../pages/press.tsx';
import { VerbForm } from '../verbs/verb-form.tsx';
import { closingDaysWords } from './closing-days.ts';
import { dispatchPauseAt } from './dispatch-pause.page.tsx';
import { type Closure, enteredTogether } from './entered-together.ts';
import {
  type Dispatch,
  dispatchPauseWords,
  dispatchWords,
  pauseNow,
  pausesFrom,
  takeBackClosure,
} from './library-verbs.ts';

/** R5, R11, R17. Closures, the dispatch's calendar, and the libraries. */
export function LibrariesPage(props: {
  libraries: readonly Library[];
  closures: readonly Closure[];
  /** How many dates each closure has moved; undefined while the catalog is away. */
  moved: ReadonlyMap<string, number> | undefined;
  dispatch: Dispatch;
}) {
  const frame = useFrame();
  const { libraries, closures } = props;
  const nameOf = (code: string) => libraries.find((library) => library.code === code)?.name ?? code;
  return (
    <TitledPage title="館と休館" at="/libraries" csv="/lists/libraries.csv">
      <Told />
      <p>
        <a class="btn" href="/closures/new">
          臨時休館の登録
        </a>{' '}
        <Way to="/libraries/month" says="月の一覧" />
      </p>
      <h2>臨時休館</h2>
      {closures.length === 0 ? <p>ありません。</p> : null}
      <ul class="rows">
        {enteredTogether(closures).map((several) => (
          <Together several={several} key={several[0]?.closureId} />
        ))}
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
              <VerbForm
                verb={takeBackClosure}
                of={{ closureId: closure.closureId }}
                row={closure.closureId}
                folded
                about={`${nameOf(closure.library)} ${formatDateJa(closure.from)}から`}
              />
            )}
          </li>
        ))}
      </ul>
      <DispatchPauses now={frame.now} dispatch={props.dispatch} />
      <h2>館　{libraries.length}館</h2>
      <Table of={['館', '地域', '電話', '休館日', '今']}>
        {libraries.map((library) => (
          <tr key={library.code}>
            <th scope="row">
              <Tap to={`/libraries/${library.code}`} says={library.name} />
            </th>
            <td>{library.region}</td>
            <td class="s-num" data-label="電話">
              {library.phone}
            </td>
            <td data-label="休館日">{closingDaysWords(closingDaysOf(library.calendar))}</td>
            <td>{standing(library, dayOf(frame.now))}</td>
          </tr>
        ))}
      </Table>
    </TitledPage>
  );
}

/** A closure of several libraries, which is taken back for all of them together. */
function Together({ several }: { several: readonly Closure[] }) {
  const [first] = several;
  if (first === undefined) return null;
  return (
    <li class="row cluster cluster--apart">
      <p>
        <b>{several.length}館</b>　{formatDateJa(first.from)}から{formatDateJa(first.until)}まで　
        {first.reason}
      </p>
      <Way
        to={`/closures/${first.closureId}/together`}
        unseen={`：${several.length}館　${formatDateJa(first.from)}から`}
        says="まとめて取りやめる"
      />
    </li>
  );
}

/** What is not as on other days: whoever calls there, or sends something, should know it. */
function standing(library: Library, today: CalendarDate): string {
  const closed = isOpenDay(library.calendar, today) ? '' : '今日は休館';
  const assumed = library.arrival === 'assumed' ? '到着は見なし' : '';
  return [closed, pauseNow(library, today), assumed].filter((one) => one !== '').join('　');
}

function movedWords(moved: number | undefined): string {
  return moved === undefined ? '' : `　期限が動いたもの　${moved}件`;
}

function DispatchPauses({ now, dispatch }: { now: Instant; dispatch: Dispatch }) {
  return (
    <Part class="stack" id="dispatch" title="発送の休み">
      <p>
        発送日と締切　<b>{dispatchWords(dispatch)}</b>{' '}
        <Way to="/dispatch-calendar" says="発送日と締切を変える" />
      </p>
      <ul class="rows">
        {pausesFrom(dayOf(now), dispatch).map(({ comesEveryYear, ...pause }) => (
          <li class="row cluster cluster--apart" key={`${pause.kind} ${pause.from}`}>
            <p>{dispatchPauseWords(pause)}</p>
            {comesEveryYear ? (
              <p>毎年の休みです</p>
            ) : (
              <Way
                to={dispatchPauseAt({ ...pause, takenBack: 'yes' })}
                unseen={`：${formatDateJa(pause.from)}`}
                says="取りやめる"
              />
            )}
          </li>
        ))}
      </ul>
      <WayAlone to="/dispatch-pauses" says="発送の休みを登録する" />
      <p class="no-print">
        <Way to="/lists/closures.csv" look="quiet" says="臨時休館と発送の休みをCSVで保存する" />
      </p>
    </Part>
  );
}
