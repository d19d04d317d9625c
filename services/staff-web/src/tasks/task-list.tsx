import type { TaskKind } from '@toshobin/contracts';
import { type CalendarDate, dayOf, daysBetween, formatDateJa } from '@toshobin/lending-rules';
import { Icon, type IconName } from '@toshobin/web';
import type { ComponentChildren } from 'preact';
import { shortDate } from '../pages/dates.ts';
import type { CopyKnown } from '../scans/copy-in-hand.ts';
import type { ListedTask } from './list-tasks.ts';
import { actOf } from './task-act.ts';
import { whyWords } from './task-words.ts';

const icons: Readonly<Partial<Record<TaskKind, IconName>>> = {
  callPatron: 'phone',
  addressUndeliverable: 'mail',
  checkIdentity: 'card',
  postCard: 'card',
  renewCard: 'card',
  searchCopy: 'search',
  searchReturn: 'search',
  claimedReturned: 'search',
  partMissing: 'search',
  searchUnlent: 'search',
  sendBack: 'back',
  findParcel: 'truck',
  parcelLost: 'truck',
  parcelContents: 'box',
  arrivalUndone: 'undo',
  askBranch: 'question',
  confirmHandOut: 'question',
  moveDate: 'clock',
  versionWentBack: 'undo',
};

/** All of them, the next one first; `more`: what else can be done about one here. */
export function TaskList(props: {
  tasks: readonly ListedTask[];
  today: CalendarDate;
  atDesk: boolean;
  copies?: ReadonlyMap<string, CopyKnown>;
  more?: (task: ListedTask) => ComponentChildren;
}) {
  const { tasks, more, copies, ...here } = props;
  if (tasks.length === 0) return null;
  return (
    <section aria-labelledby="tasks">
      <h2 class="visually-hidden" id="tasks">
        次にすること
      </h2>
      <ul class="s-tasks">
        {tasks.map((task) => (
          <TaskRow key={task.taskId} task={task} copy={copies?.get(task.subject.barcode ?? '')} {...here}>
            {more?.(task)}
          </TaskRow>
        ))}
      </ul>
    </section>
  );
}

/** One task: what happened, what to do next, until when, one button; `children`: what else can be done here. */
export function TaskRow(props: {
  task: ListedTask;
  today: CalendarDate;
  atDesk: boolean;
  copy?: CopyKnown | undefined;
  children?: ComponentChildren;
}) {
  const { task, today, atDesk, copy, children } = props;
  const act = actOf(task, atDesk);
  return (
    <li class="s-task" data-tone={toneOf(task, today)} data-task={task.kind}>
      <span class="s-task__icon">
        <Icon name={icons[task.kind] ?? 'ask'} />
      </span>
      <div>
        <h3>{task.title}</h3>
        <p class="s-task__why">
          {formatDateJa(dayOf(task.openedAt))}から　{whyWords(task.why)}
          <Subject task={task} />
          {copy ? (
            <>
              <br />
              {copy.title}　請求記号 <b>{copy.shelfMark}</b>
            </>
          ) : null}
          <br />
          <b>次にすること：</b>
          {task.next}
        </p>
      </div>
      <By until={task.until} today={today} />
      <div class="actions">
        {act ? (
          <a class="btn btn--second" href={act.href}>
            {act.label}
          </a>
        ) : null}
        {children}
      </div>
    </li>
  );
}

/** How many of them are past their day. */
export function overdueTasks(tasks: readonly ListedTask[], today: CalendarDate): number {
  return tasks.filter(({ until }) => until !== null && until < today).length;
}

function toneOf({ until }: ListedTask, today: CalendarDate): 'stop' | 'ask' | 'wait' {
  if (until === null || until > today) return 'wait';
  return until < today ? 'stop' : 'ask';
}

function By({ until, today }: { until: CalendarDate | null; today: CalendarDate }) {
  if (until === null) {
    return (
      <p class="s-task__by">
        <b>急ぎません</b>
      </p>
    );
  }
  const day = shortDate(until);
  if (until === today) {
    return (
      <p class="s-task__by">
        <b>今日</b>
        {day}
      </p>
    );
  }
  return (
    <p class="s-task__by">
      <b>{day}</b>
      {until < today ? '期限を過ぎています' : `あと${daysBetween(today, until)}日`}
    </p>
  );
}

function Subject({ task: { subject, applicationNumber } }: { task: ListedTask }) {
  return (
    <>
      {subject.barcode ? (
        <>
          {'　'}資料番号 <span class="s-num">{subject.barcode}</span>
        </>
      ) : null}
      {subject.parcelNumber ? (
        <>
          {'　'}小包番号 <a href={`/parcels/${subject.parcelNumber}`}>{subject.parcelNumber}</a>
        </>
      ) : null}
      {applicationNumber ? (
        <>
          {'　'}受付番号 <span class="s-num">{applicationNumber}</span>
        </>
      ) : null}
    </>
  );
}
