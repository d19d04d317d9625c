import type { TaskOwner } from '@toshobin/contracts';
import { dayOf } from '@toshobin/lending-rules';
import { Icon, type IconName, Notice } from '@toshobin/web';
import { type Frame, StaffPage } from '../pages/frame.tsx';
import type { ListedTask } from '../tasks/list-tasks.ts';
import { TaskRow } from '../tasks/task-list.tsx';
import type { Engine } from './engines.ts';

/** A piece of work: how many wait, and where it is done. No number: what counts it is away just now. */
export interface Tile {
  href: string;
  name: string;
  icon: IconName;
  count: number | undefined;
  unit: '点' | '個' | '件';
  /** What more there is to know of it. */
  sub?: string | undefined;
  tone?: 'ask' | 'stop' | undefined;
}

/** How many tasks the first page shows. */
const FIRST_TASKS = 6;

/** 今日の仕事: numbers, what needs attention by its day, and whether everything runs. */
export function TodayPage(props: {
  frame: Frame;
  library: string;
  /** What is special about today: a dispatch day, a closed day tomorrow. */
  about: string;
  tiles: readonly Tile[];
  tasks: readonly ListedTask[];
  away: readonly TaskOwner[];
  engines: readonly Engine[];
  atDesk: boolean;
  notAllowed: boolean;
}) {
  const { frame, tiles, tasks } = props;
  const counts = Object.fromEntries(
    tiles.map(({ href, count, tone }) => [
      href,
      { count: count ?? 0, tone: tone === 'stop' ? tone : undefined },
    ]),
  );
  return (
    <StaffPage frame={frame} title="今日の仕事" at="/" counts={counts}>
      <div class="s-title">
        <h1>今日の仕事</h1>
        <p>
          {props.library}　{props.about}
        </p>
      </div>
      {props.notAllowed ? <Notice tone="wait">このアカウントでは使えない画面です。</Notice> : null}
      {tiles.length > 0 ? (
        <section aria-labelledby="numbers">
          <h2 class="visually-hidden" id="numbers">
            今日の数
          </h2>
          <ul class="s-tiles">
            {tiles.map((tile) => (
              <li key={tile.href + tile.name}>
                <TileOf tile={tile} />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {tasks.length > 0 ? (
        <section aria-labelledby="tasks">
          <div class="s-title s-title--tight">
            <h2 id="tasks">要確認</h2>
            <p>期限の近い順</p>
          </div>
          <ul class="s-tasks">
            {tasks.slice(0, FIRST_TASKS).map((task) => (
              <TaskRow key={task.taskId} task={task} today={dayOf(frame.now)} atDesk={props.atDesk} />
            ))}
          </ul>
          <p>
            <a class="btn btn--second" href="/tasks">
              {tasks.length > FIRST_TASKS ? `ほか ${tasks.length - FIRST_TASKS}件も見る` : '要確認の画面へ'}
            </a>
          </p>
        </section>
      ) : null}
      <section class="s-strip" aria-label="しくみの動き">
        <ul>
          {props.engines.map(({ ok, text }) => (
            <li key={text} class={ok ? 'ok' : 'slow'}>
              <Icon name={ok ? 'ok' : 'clock'} />
              {text}
            </li>
          ))}
        </ul>
      </section>
    </StaffPage>
  );
}

function TileOf({ tile }: { tile: Tile }) {
  return (
    <a class="s-tile" href={tile.href} data-tone={tile.tone}>
      <span class="s-tile__name">
        <Icon name={tile.icon} />
        {tile.name}
      </span>
      <span class="s-tile__n">
        {tile.count ?? '－'}
        <small>{tile.unit}</small>
      </span>
      {tile.sub ? <span class="s-tile__sub">{tile.sub}</span> : null}
    </a>
  );
}
