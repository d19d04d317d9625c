import type { patronApi, TaskOwner } from '@toshobin/contracts';
import { dayOf, formatDateJa } from '@toshobin/lending-rules';
import { Notice } from '@toshobin/web';
import type { z } from 'zod';
import { ActForm } from '../pages/act-form.tsx';
import { type Frame, StaffPage } from '../pages/frame.tsx';
import { Answer } from '../pages/scan-form.tsx';
import type { BigAnswer } from '../sessions/desk-state.ts';
import type { ListedTask } from './list-tasks.ts';
import { taskWords, whyWords } from './task-words.ts';

const ownerWords: Readonly<Record<TaskOwner, string>> = {
  catalog: '資料と貸出',
  patron: '利用者とメール',
  shipping: '小包と館',
};

/** 要確認: what happened, what to do next, and where. */
export function TasksPage(props: {
  frame: Frame;
  tasks: readonly ListedTask[];
  away: readonly TaskOwner[];
  answer: BigAnswer | undefined;
  /** The prefectural desk: it sees histories and may see whom to call. */
  atDesk: boolean;
}) {
  const { frame, tasks, away, atDesk } = props;
  return (
    <StaffPage frame={frame} title="要確認" at="/tasks">
      <h1>要確認　{tasks.length}件</h1>
      {away.length > 0 ? (
        <Notice tone="wait">
          {away.map((owner) => ownerWords[owner]).join('、')}
          の仕事は、ただいま表示できません。少したってから、もう一度ご覧ください。
        </Notice>
      ) : null}
      {props.answer ? <Answer answer={props.answer} /> : null}
      {tasks.length === 0 ? <p>確かめることはありません。</p> : null}
      <ul class="rows">
        {tasks.map((task) => (
          <li class="row stack stack--s" key={task.taskId} data-task={task.kind}>
            <h2>{task.title}</h2>
            <p>
              {formatDateJa(dayOf(task.openedAt))}から　{whyWords(task.why)}
              <Subject task={task} />
            </p>
            <p>
              <b>次にすること：</b>
              {task.next}
            </p>
            <div class="actions">
              <Links task={task} atDesk={atDesk} />
              <Settle frame={frame} task={task} />
            </div>
          </li>
        ))}
      </ul>
    </StaffPage>
  );
}

function Subject({ task: { subject } }: { task: ListedTask }) {
  return (
    <>
      {subject.barcode ? (
        <>
          　資料番号 <span class="s-num">{subject.barcode}</span>
        </>
      ) : null}
      {subject.parcelNumber ? (
        <>
          　小包番号 <a href={`/parcels/${subject.parcelNumber}`}>{subject.parcelNumber}</a>
        </>
      ) : null}
    </>
  );
}

function Links({ task, atDesk }: { task: ListedTask; atDesk: boolean }) {
  const { reservationId } = task.subject;
  const { about } = taskWords[task.kind];
  const reachable = about !== undefined && (atDesk || about === '/send-back' || about === '/arrivals');
  return (
    <>
      {reachable ? (
        <a class="btn btn--second" href={about}>
          その画面へ
        </a>
      ) : null}
      {atDesk && reservationId ? (
        <>
          <a class="btn btn--second" href={`/timeline/${reservationId}`}>
            経過を見る
          </a>
          <a class="btn btn--second" href={`/tasks/whom/${reservationId}`}>
            電話する方を見る
          </a>
        </>
      ) : null}
    </>
  );
}

function Settle({ frame, task }: { frame: Frame; task: ListedTask }) {
  const action = `/tasks/${task.owner}/${task.taskId}`;
  const about = `${task.title} ${formatDateJa(dayOf(task.openedAt))}`;
  if (task.kind !== 'callPatron') {
    return <ActForm frame={frame} id={task.taskId} action={action} button="済みにする" about={about} />;
  }
  return (
    <>
      <ActForm
        frame={frame}
        id={`${task.taskId}-yes`}
        action={action}
        hidden={{ reached: 'yes' }}
        button="電話で知らせた"
        about={about}
      />
      <ActForm
        frame={frame}
        id={`${task.taskId}-no`}
        action={action}
        hidden={{ reached: 'no' }}
        button="知らせずに済みにする"
        about={about}
      />
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
