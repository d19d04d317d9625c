import type { Task } from '@toshobin/contracts';
import { type CalendarDate, dayOf, daysBetween, formatDateJa } from '@toshobin/lending-rules';
import { Icon, type IconName } from '@toshobin/web';
import type { ComponentChildren } from 'preact';
import { shortDate, shortMoment } from '../pages/dates.ts';
import { useFrame } from '../pages/frame.tsx';
import { Below } from '../pages/marks.tsx';
import { Way } from '../pages/press.tsx';
import type { ListedTask } from './list-tasks.ts';
import { actOf } from './task-act.ts';
import { whyWords } from './task-words.ts';
import type { TaskAbout } from './tasks-about.ts';

const icons: Readonly<Partial<Record<Task['kind'], IconName>>> = {
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
  about?: ReadonlyMap<string, TaskAbout>;
  /** The numbers of their reservations, by id, where these are named and lead to what happened. */
  numberOf?: ReadonlyMap<string, string>;
  /** Whoever reads it settles none. */
  readsOnly?: boolean;
  more?: (task: ListedTask) => ComponentChildren;
}) {
  const { tasks, more, about, ...here } = props;
  if (tasks.length === 0) return null;
  return (
    <section aria-labelledby="tasks">
      <h2 class="visually-hidden" id="tasks">
        次にすること
      </h2>
      <ul class="s-tasks">
        {tasks.map((task) => (
          <TaskRow key={task.taskId} task={task} about={about?.get(task.taskId)} {...here}>
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
  about?: TaskAbout | undefined;
  numberOf?: ReadonlyMap<string, string>;
  readsOnly?: boolean;
  children?: ComponentChildren;
}) {
  const { nameOf } = useFrame();
  const { task, today, atDesk, about, children } = props;
  const act = props.readsOnly ? undefined : actOf(task, atDesk);
  // Of a copy in wrong hands it is that of whoever has it, and not what the copy went out for.
  const reservationId = task.kind === 'wrongPerson' ? undefined : task.subject.reservationId;
  return (
    <li class="s-task" data-tone={toneOf(task, today)} data-task={task.kind}>
      <span class="s-task__icon">
        <Icon name={icons[task.kind] ?? 'ask'} />
      </span>
      <div>
        <h3>{task.title}</h3>
        <p class="s-task__why">
          {formatDateJa(dayOf(task.openedAt))}から　{task.why && whyWords[task.why]}
          <Subject task={task} />
          {reservationId && props.numberOf ? (
            <>
              {'　'}
              <ReservationLink id={reservationId} number={props.numberOf.get(reservationId)} />
            </>
          ) : null}
          {about?.title ? (
            <>
              <br />
              {about.title}
              {about.author ? `　${about.author}` : ''}
              {about.shelfMark ? (
                <>
                  　請求記号 <b>{about.shelfMark}</b>
                </>
              ) : null}
            </>
          ) : null}
          {about?.where ? <Below>記録では、{about.where}。</Below> : null}
          {about?.inside?.length ? <Below>小包の中　{about.inside.join('、')}</Below> : null}
          {about?.library && nameOf ? <Below>館 {nameOf(about.library)}</Below> : null}
          <br />
          <b>次にすること：</b>
          {task.next}
        </p>
        <Notes notes={task.notes} />
      </div>
      <By until={task.until} today={today} />
      <div class="actions">
        {act ? <Way to={act.href} says={act.label} /> : null}
        {children}
      </div>
    </li>
  );
}

/** A reservation by its number, which leads to what happened to it; without one while nobody can say it. */
export function ReservationLink({ id, number }: { id: string; number: string | undefined }) {
  return (
    <>
      予約番号 <a href={`/timeline/${id}`}>{number ?? '経過を見る'}</a>
    </>
  );
}

function Notes({ notes }: Pick<ListedTask, 'notes'>) {
  if (notes.length === 0) return null;
  return (
    <ul class="s-task__notes">
      {notes.map(({ at, account, note }) => (
        <li key={at}>
          {note}
          <small class="s-sub">
            {shortMoment(at)}　{account}
          </small>
        </li>
      ))}
    </ul>
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

function Subject({ task: { subject, application } }: { task: ListedTask }) {
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
      {application ? `　${application}` : null}
    </>
  );
}
