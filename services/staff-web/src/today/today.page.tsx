import type { NightlyRun, OnTheWay, TaskOwner } from '@toshobin/contracts';
import { type CalendarDate, dayOf, daysBetween } from '@toshobin/lending-rules';
import { Breakable } from '../pages/breakable.tsx';
import { clockOf, shortDate } from '../pages/dates.ts';
import { TitledPage, useFrame, useNames } from '../pages/frame.tsx';
import { Facts, NotAllowed } from '../pages/marks.tsx';
import type { ListedTask } from '../tasks/list-tasks.ts';
import { overdueTasks, TaskRow } from '../tasks/task-list.tsx';
import type { TaskAbout } from '../tasks/tasks-about.ts';
import { Block, Engines, LastNight, Mails } from './blocks.tsx';
import type { Engine } from './engines.ts';
import type { Waiting } from './read-today.ts';
import { type Step, stepsOf } from './steps.ts';
import { TodaysRun } from './todays-run.tsx';

export const firstOf = (tasks: readonly ListedTask[]) => tasks.slice(0, 6);

export interface TodayOnPage {
  library: string;
  /** What is special about today: a dispatch day and its cut-off, a closed day tomorrow. */
  about: string;
  waiting: Waiting;
  tasks: readonly ListedTask[];
  /** What those that are shown are about, by task. */
  aboutTasks: ReadonlyMap<string, TaskAbout>;
  away: readonly TaskOwner[];
  engines: readonly Engine[];
  night: readonly NightlyRun[] | 'away';
  notAllowed: boolean;
}

/** 今日の仕事: what waits where and how long, today's run by library, what is late, what needs attention, the night. */
export function TodayPage(props: TodayOnPage) {
  const frame = useFrame();
  const { waiting, tasks } = props;
  const steps = stepsOf(waiting, frame.now);
  const today = dayOf(frame.now);
  const overdue = overdueTasks(tasks, today);
  const counts = {
    ...Object.fromEntries(
      steps.flatMap(({ href, count }) => (href.startsWith('/') ? [[href, { count: count ?? 0 }]] : [])),
    ),
    '/hold-shelf': { count: waiting.down ?? 0 },
    '/tasks': { count: tasks.length, tone: overdue > 0 ? ('stop' as const) : undefined },
  };
  return (
    <TitledPage
      title="今日の仕事"
      at="/"
      counts={counts}
      beside={`${props.library}　${props.about}　${clockOf(frame.now)}に表示`}
    >
      <NotAllowed when={props.notAllowed} />
      <Flow steps={steps} />
      <div class="s-cols s-cols--dash">
        <div class="s-stack">
          <TodaysRun waiting={waiting} />
          <div class="s-cols s-cols--even">
            <Block
              id="late"
              name="遅れている小包"
              count={waiting.outward?.late}
              unit="個"
              tone={waiting.outward?.late ? 'stop' : undefined}
              more={{ href: '/timeline/views?view=late', label: '遅れているもの' }}
              empty={noneOf(waiting.outward?.late)}
            >
              <Parcels parcels={lateOf(waiting.outward, today)} />
            </Block>
            <ComingHome {...props} />
          </div>
          <Tasks {...props} overdue={overdue} />
        </div>
        <div class="s-stack">
          <HoldShelf {...props} />
          <Mails
            mails={waiting.mails}
            now={frame.now}
            more={{ href: '/timeline/views?view=undeliverable', label: '届かない方' }}
          />
          <Block id="night" name="ゆうべの処理">
            <LastNight night={props.night} />
          </Block>
          <Engines engines={props.engines} />
        </div>
      </div>
    </TitledPage>
  );
}

/** What stands in place of a list that is empty, or can't be told. */
function noneOf(count: number | undefined): string | undefined {
  if (count === undefined) return 'ただいま表示できません。';
  return count === 0 ? 'ありません。' : undefined;
}

const lateOf = (way: OnTheWay | undefined, today: CalendarDate) =>
  way?.named.filter(({ expectedDate }) => expectedDate < today) ?? [];

function Flow({ steps }: { steps: readonly Step[] }) {
  return (
    <ol class="s-flow" aria-label="一日の流れ">
      {steps.map(({ href, name, count, unit, longest, late }) => (
        <li key={name} data-tone={late ? 'stop' : undefined}>
          <a href={href}>
            <span class="s-flow__name">{name}</span>
            <span class="s-flow__n" data-zero={count === 0 ? '' : undefined}>
              {count ?? '－'}
              <small>{unit}</small>
            </span>
            <span class="s-flow__old">
              {longest === '' ? '' : '最長 '}
              <b>{longest}</b>
              {late ? <span class="s-flow__late">{late}</span> : null}
            </span>
          </a>
        </li>
      ))}
    </ol>
  );
}

function Parcels({ parcels }: { parcels: OnTheWay['named'] }) {
  const nameOf = useNames();
  const frame = useFrame();
  const today = dayOf(frame.now);
  return (
    <ul class="s-list">
      {parcels.map((parcel) => {
        const { parcelNumber, library, copies, dispatchedAt, expectedDate, asked } = parcel;
        const past = daysBetween(expectedDate, today);
        return (
          <li key={parcelNumber}>
            <p>
              <a href={`/parcels/${parcelNumber}`}>
                <Breakable text={nameOf(library)} />
              </a>
            </p>
            <p>
              {dispatchedAt ? `${shortDate(dayOf(dispatchedAt))}発送　` : ''}
              {copies}点
              {asked ? `　${asked === 'pickupLibrary' ? '館に尋ねています' : '県立図書館が捜します'}` : ''}
            </p>
            <span class="s-say" data-tone={past > 0 ? 'stop' : 'ask'}>
              {past > 0 ? `${past}日 超過` : '今日'}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function ComingHome({ waiting }: TodayOnPage) {
  return (
    <Block
      id="back"
      name="今日までに着く返送"
      count={waiting.back?.due}
      unit="個"
      more={{ href: '/returns', label: '返却受付' }}
      empty={noneOf(waiting.back?.due)}
    >
      <Parcels parcels={waiting.back?.named ?? []} />
    </Block>
  );
}

function Tasks({ tasks, aboutTasks, away, overdue }: TodayOnPage & { overdue: number }) {
  const frame = useFrame();
  const unknown = away.length > 0 && tasks.length === 0;
  return (
    <Block
      id="tasks"
      name="要確認"
      count={unknown ? undefined : tasks.length}
      unit="件"
      tone={overdue > 0 ? 'stop' : undefined}
      about={overdue > 0 ? `期限を過ぎたもの ${overdue}件` : '期限の近い順'}
      more={{ href: '/tasks', label: 'すべて見る' }}
      empty={unknown ? 'ただいま表示できません。' : tasks.length === 0 && 'ありません。'}
    >
      <ul class="s-tasks">
        {firstOf(tasks).map((task) => (
          <TaskRow
            key={task.taskId}
            task={task}
            about={aboutTasks.get(task.taskId)}
            today={dayOf(frame.now)}
            atDesk
          />
        ))}
      </ul>
    </Block>
  );
}

function HoldShelf({ waiting: { held, down } }: TodayOnPage) {
  const copies = (count: number | undefined) => (count === undefined ? '－' : `${count}点`);
  return (
    <Block id="shelf" name="取り置き棚（県立）" more={{ href: '/hold-shelf', label: '棚の一覧' }}>
      <Facts
        class="s-tell"
        of={{
          棚にある: copies(held?.copies),
          下ろすもの: copies(down),
          明日までに期限: copies(held?.ending),
        }}
      />
    </Block>
  );
}
