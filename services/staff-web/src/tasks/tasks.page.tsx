import { OTHER_TASK, type patronApi, type TaskOwner } from '@toshobin/contracts';
import { dayOf, formatDateJa } from '@toshobin/lending-rules';
import { Notice } from '@toshobin/web';
import type { z } from 'zod';
import { JobPage } from '../pages/branch-page.tsx';
import { Options } from '../pages/entry.tsx';
import { TitledPage, useFrame, useNames } from '../pages/frame.tsx';
import { pageWith } from '../pages/keep-answer.ts';
import { Facts } from '../pages/marks.tsx';
import { Post } from '../pages/post.tsx';
import { Submit, Way, WayAlone } from '../pages/press.tsx';
import { Answer } from '../pages/scan-form.tsx';
import { VerbForm } from '../verbs/verb-form.tsx';
import type { ListedTask } from './list-tasks.ts';
import { actOf } from './task-act.ts';
import { TaskList } from './task-list.tsx';
import { noteTask, reopenTask, settleTask } from './task-verbs.ts';
import type { TaskAbout } from './tasks-about.ts';
import type { TaskFilter } from './tasks-shown.ts';

const ownerWords: Readonly<Record<TaskOwner, string>> = {
  catalog: '資料と貸出',
  patron: '利用者とメール',
  shipping: '小包と館',
};

/** 要確認: what happened, what to do next, until when, and where. */
export function TasksPage(props: {
  tasks: readonly ListedTask[];
  shown: readonly ListedTask[];
  filter: TaskFilter;
  q: string;
  /** Title, author, shelf mark and library by task; of nothing at a branch. */
  about: ReadonlyMap<string, TaskAbout>;
  away: readonly TaskOwner[];
  /** The prefectural desk: it sees histories and may see whom to call. */
  atDesk: boolean;
  library: string;
}) {
  const { now } = useFrame();
  const { tasks, shown, atDesk } = props;
  const some = shown.length < tasks.length ? `のうち${shown.length}件` : '';
  // What can't be asked for is not nothing.
  const unknown = props.away.length > 0;
  const heading = `要確認　${tasks.length}件${some}${unknown ? '（ほかは、ただいまわかりません）' : ''}`;
  return (
    <JobPage
      title="要確認"
      heading={heading}
      at="/tasks"
      library={props.library}
      beside="期限の近い順"
      // What was typed stands in no address.
      {...(props.q === '' ? { csv: pageWith('/lists/tasks.csv', props.filter) } : {})}
    >
      <AwayNotice away={props.away} />
      <Settled filter={props.filter} />
      {tasks.length > 0 ? <Filter {...props} /> : unknown ? null : <p>確かめることはありません。</p>}
      {tasks.length > 0 && shown.length === 0 ? <p>あてはまるものはありません。</p> : null}
      <TaskList
        tasks={shown}
        about={props.about}
        today={dayOf(now)}
        atDesk={atDesk}
        more={(task) => (
          <>
            <Others task={task} atDesk={atDesk} meantFor={props.about.get(task.taskId)?.meantFor} />
            <Settle task={task} filter={props.filter} />
          </>
        )}
      />
      <p class="no-print">
        <Way to="/tasks/settled" look="quiet" says="済みにしたものを見る" />
      </p>
    </JobPage>
  );
}

/** One kind, or what a title, a shelf mark or a number stands in. */
function Filter(props: {
  tasks: readonly ListedTask[];
  filter: TaskFilter;
  q: string;
  about: ReadonlyMap<string, TaskAbout>;
  atDesk: boolean;
}) {
  const nameOf = useNames();
  const { tasks, filter, q } = props;
  const libraries = new Set(tasks.flatMap(({ taskId }) => props.about.get(taskId)?.library ?? []));
  const about = props.atDesk ? '書名・著者・請求記号・番号' : '番号・ことば';
  const kinds = new Map<string, { title: string; count: number }>();
  for (const { kind, title } of tasks) kinds.set(kind, { title, count: (kinds.get(kind)?.count ?? 0) + 1 });
  return (
    <Post to="/tasks" class="cluster s-filter" aria-label="しぼり込み">
      <label class="visually-hidden" for="kind">
        種類
      </label>
      <select class="select" id="kind" name="kind">
        <option value="">すべて　{tasks.length}件</option>
        <Options
          of={[...kinds].map(([value, { title, count }]) => ({ value, label: `${title}　${count}件` }))}
          chosen={filter.kind}
        />
      </select>
      {libraries.size > 0 ? (
        <>
          <label class="visually-hidden" for="task-library">
            館
          </label>
          <select class="select" id="task-library" name="library">
            <option value="">すべての館</option>
            <Options
              of={[...libraries].map((value) => ({ value, label: nameOf(value) }))}
              chosen={filter.library}
            />
          </select>
        </>
      ) : null}
      <label class="visually-hidden" for="task-text">
        {about}
      </label>
      <input
        class="input"
        id="task-text"
        name="q"
        value={q}
        placeholder={about}
        autocomplete="off"
        maxLength={100}
      />
      <Submit look="second" says="しぼり込む" />
      {(filter.kind ?? filter.library ?? (q || undefined)) ? (
        <Way to="/tasks" look="quiet" says="すべて表示する" />
      ) : null}
    </Post>
  );
}

/** What was done last; a task that was settled can be opened again. */
function Settled({ filter }: { filter: TaskFilter }) {
  const { answer } = useFrame();
  const { reopens } = answer ?? {};
  return answer ? (
    <Answer answer={answer}>
      {reopens ? (
        <VerbForm
          verb={reopenTask}
          of={reopens}
          row={reopens.taskId}
          given={{ chosen: pageWith('', filter).slice(1) }}
          about={answer.detail}
        />
      ) : null}
    </Answer>
  ) : null;
}

/** Whose tasks are missing on this page. */
export function AwayNotice({ away }: { away: readonly TaskOwner[] }) {
  if (away.length === 0) return null;
  return (
    <Notice tone="wait">
      {away.map((owner) => ownerWords[owner]).join('、')}
      の仕事は、ただいま表示できません。少したってから、もう一度ご覧ください。
    </Notice>
  );
}

/** What the first button does not lead to already. */
function Others(props: { task: ListedTask; atDesk: boolean; meantFor: string | undefined }) {
  const { task, atDesk, meantFor } = props;
  const reservationId = task.subject.reservationId ?? meantFor;
  if (!atDesk || !reservationId) return null;
  const others = [
    { label: '経過を見る', href: `/timeline?q=${reservationId}` },
    ...(meantFor ? [] : [{ label: '電話する方を見る', href: `/tasks/whom/${reservationId}` }]),
  ].filter(({ label }) => label !== actOf(task, atDesk)?.label);
  return (
    <>
      {others.map(({ label, href }) => (
        <Way key={href} to={href} says={label} />
      ))}
    </>
  );
}

function Settle({ task, filter }: { task: ListedTask; filter: TaskFilter }) {
  const { owner, taskId, kind } = task;
  const chosen = pageWith('', filter).slice(1);
  const settle = {
    given: { chosen },
    verb: settleTask,
    about: `${task.title} ${formatDateJa(dayOf(task.openedAt))}`,
  };
  const note = <VerbForm {...settle} verb={noteTask} of={{ owner, taskId }} row={`${taskId}-note`} folded />;
  // What ends the search is what was found: it is recorded where that is, can be taken back there, and closes the task.
  if (kind === 'claimedReturned' && task.subject.barcode)
    return (
      <>
        <Way to="/returns" says="見つかった（返却受付で読み取る）" />
        <Way to={`/stock?barcode=${task.subject.barcode}`} says="見つからない（紛失にする）" />
        {note}
      </>
    );
  // Such a task ends with the decision, on the application's own page; or nobody knows here what else ending it would end.
  if (kind === 'checkIdentity' || kind === OTHER_TASK) return note;
  if (kind !== 'callPatron')
    return (
      <>
        <VerbForm {...settle} of={{ owner, taskId }} row={taskId} />
        {note}
      </>
    );
  return (
    <>
      <VerbForm {...settle} of={{ owner, taskId, reached: true }} row={`${taskId}-yes`} />
      <VerbForm {...settle} of={{ owner, taskId, reached: false }} row={`${taskId}-no`} />
      {note}
    </>
  );
}

/** Whom to call, at the prefectural desk alone; looking was written down. */
export function WhomToCallPage({ found }: { found: z.output<typeof patronApi.patronOfReservation.answer> }) {
  return (
    <TitledPage title="電話する方" at="/tasks" narrow>
      <p>ご覧になったことを記録しました。</p>
      <Facts
        class="pairs card"
        of={{
          お名前: found.name,
          電話: <span class="s-num">{found.phone ?? '登録がありません'}</span>,
          カード下4桁: <span class="s-num">{found.cardLast4}</span>,
          書名: found.row.title,
          予約番号: found.row.reservationNumber,
        }}
      />
      <WayAlone to="/tasks" />
    </TitledPage>
  );
}
