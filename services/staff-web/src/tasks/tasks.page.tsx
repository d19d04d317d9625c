import type { patronApi, TaskOwner } from '@toshobin/contracts';
import { dayOf, formatDateJa } from '@toshobin/lending-rules';
import { Notice } from '@toshobin/web';
import type { z } from 'zod';
import { type Frame, StaffPage } from '../pages/frame.tsx';
import { Answer } from '../pages/scan-form.tsx';
import type { BigAnswer } from '../sessions/desk-state.ts';
import { VerbForm } from '../verbs/verb-form.tsx';
import type { ListedTask } from './list-tasks.ts';
import { actOf } from './task-act.ts';
import { TaskList } from './task-list.tsx';
import { settleTask } from './task-verbs.ts';

const ownerWords: Readonly<Record<TaskOwner, string>> = {
  catalog: '資料と貸出',
  patron: '利用者とメール',
  shipping: '小包と館',
};

/** 要確認: what happened, what to do next, until when, and where. */
export function TasksPage(props: {
  frame: Frame;
  tasks: readonly ListedTask[];
  away: readonly TaskOwner[];
  answer: BigAnswer | undefined;
  /** The prefectural desk: it sees histories and may see whom to call. */
  atDesk: boolean;
}) {
  const { frame, tasks, atDesk } = props;
  const today = dayOf(frame.now);
  return (
    <StaffPage frame={frame} title="要確認" at="/tasks">
      <div class="s-title">
        <h1>要確認　{tasks.length}件</h1>
        <p>期限の近い順</p>
      </div>
      <AwayNotice away={props.away} />
      {props.answer ? <Answer answer={props.answer} /> : null}
      {tasks.length === 0 ? <p>確かめることはありません。</p> : null}
      <TaskList
        tasks={tasks}
        today={today}
        atDesk={atDesk}
        more={(task) => (
          <>
            <Others task={task} atDesk={atDesk} />
            <Settle frame={frame} task={task} />
          </>
        )}
      />
    </StaffPage>
  );
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
function Others({ task, atDesk }: { task: ListedTask; atDesk: boolean }) {
  const { reservationId } = task.subject;
  if (!atDesk || !reservationId) return null;
  const others = [
    { label: '経過を見る', href: `/timeline?q=${reservationId}` },
    { label: '電話する方を見る', href: `/tasks/whom/${reservationId}` },
  ].filter(({ href }) => href !== actOf(task, atDesk)?.href);
  return (
    <>
      {others.map(({ label, href }) => (
        <a key={href} class="btn btn--second" href={href}>
          {label}
        </a>
      ))}
    </>
  );
}

function Settle({ frame, task }: { frame: Frame; task: ListedTask }) {
  const { owner, taskId, kind } = task;
  const settle = { frame, verb: settleTask, about: `${task.title} ${formatDateJa(dayOf(task.openedAt))}` };
  if (kind !== 'callPatron') return <VerbForm {...settle} of={{ owner, taskId }} row={taskId} />;
  return (
    <>
      <VerbForm {...settle} of={{ owner, taskId, reached: true }} row={`${taskId}-yes`} />
      <VerbForm {...settle} of={{ owner, taskId, reached: false }} row={`${taskId}-no`} />
    </>
  );
}

/** Whom to call, at the prefectural desk alone; looking was written down. */
export function WhomToCallPage({
  frame,
  found,
}: {
  frame: Frame;
  found: z.output<typeof patronApi.patronOfReservation.answer>;
}) {
  return (
    <StaffPage frame={frame} title="電話する方" at="/tasks" narrow>
      <h1>電話する方</h1>
      <p>ご覧になったことを記録しました。</p>
      <dl class="pairs card">
        <div>
          <dt>お名前</dt>
          <dd>{found.name}</dd>
        </div>
        <div>
          <dt>電話</dt>
          <dd class="s-num">{found.phone ?? '登録がありません'}</dd>
        </div>
        <div>
          <dt>カード下4桁</dt>
          <dd class="s-num">{found.cardLast4}</dd>
        </div>
        <div>
          <dt>書名</dt>
          <dd>{found.row.title}</dd>
        </div>
        <div>
          <dt>予約番号</dt>
          <dd>{found.row.reservationNumber}</dd>
        </div>
      </dl>
      <p>
        <a class="btn btn--second" href="/tasks">
          戻る
        </a>
      </p>
    </StaffPage>
  );
}
