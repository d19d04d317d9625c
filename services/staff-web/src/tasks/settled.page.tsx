import { OTHER_TASK, type TaskOwner } from '@toshobin/contracts';
import { JobPage } from '../pages/branch-page.tsx';
import { shortMoment } from '../pages/dates.ts';
import { Table } from '../pages/heads.tsx';
import { Below } from '../pages/marks.tsx';
import { WayAlone } from '../pages/press.tsx';
import { VerbForm } from '../verbs/verb-form.tsx';
import type { ListedSettled } from './list-settled.ts';
import { reopenTask } from './task-verbs.ts';
import { AwayNotice } from './tasks.page.tsx';
import type { TaskAbout } from './tasks-about.ts';

/** What was settled in the last days, so that a slip of the finger is found and taken back. */
export function SettledTasksPage(props: {
  tasks: readonly ListedSettled[];
  /** Title by task; of nothing at a branch. */
  about: ReadonlyMap<string, TaskAbout>;
  away: readonly TaskOwner[];
  library: string;
}) {
  const { tasks, about } = props;
  const title = '済みにした要確認';
  return (
    <JobPage title={title} heading={title} at="/tasks" library={props.library} csv="/lists/settled-tasks.csv">
      <AwayNotice away={props.away} />
      <p>済みにしてから7日の間、取り消して要確認に戻せます。</p>
      {tasks.length === 0 && props.away.length === 0 ? <p>取り消せるものはありません。</p> : null}
      {tasks.length > 0 ? (
        <Table of={['済みにした日時', '要確認', '担当', { name: '取り消す', hidden: true }]} caption={title}>
          {tasks.map((task) => (
            <SettledRow key={task.taskId} task={task} title={about.get(task.taskId)?.title} />
          ))}
        </Table>
      ) : null}
      <WayAlone to="/tasks" says="要確認に戻る" />
    </JobPage>
  );
}

function SettledRow({ task, title }: { task: ListedSettled; title: string | undefined }) {
  const { owner, taskId, subject, settledAt, settledBy } = task;
  const number = subject.barcode ?? subject.parcelNumber;
  return (
    <tr>
      <td data-label="済みにした日時">{shortMoment(settledAt)}</td>
      <td data-label="要確認">
        <b>{task.title}</b>
        {number ? (
          <>
            {'　'}
            <span class="s-num">{number}</span>
          </>
        ) : null}
        {title ? <Below>{title}</Below> : null}
      </td>
      <td data-label="担当">{settledBy}</td>
      <td>
        {task.kind === OTHER_TASK ? null : (
          <VerbForm verb={reopenTask} of={{ owner, taskId }} row={taskId} about={task.title} />
        )}
      </td>
    </tr>
  );
}
