import type { TaskOwner } from '@toshobin/contracts';
import { dayOf } from '@toshobin/lending-rules';
import { Notice } from '@toshobin/web';
import { CheckSection } from '../agreement/check-section.tsx';
import type { AgreementCheck } from '../agreement/kept-check.ts';
import { BackupSection } from '../last-backup/backup-section.tsx';
import type { LastBackup } from '../last-backup/kept-backup.ts';
import { Part, TitledPage, useFrame } from '../pages/frame.tsx';
import { red } from '../pages/menu.tsx';
import { Way } from '../pages/press.tsx';
import { ParcelRows } from '../parcels/parcel-rows.tsx';
import { takerWords } from '../processes/command-words.ts';
import type { SilentTaker } from '../processes/failing-commands.ts';
import { TaskList } from '../tasks/task-list.tsx';
import { AwayNotice } from '../tasks/tasks.page.tsx';
import type { TaskAbout } from '../tasks/tasks-about.ts';
import type { Listed } from './saved-views.ts';
import { StuckList } from './stuck-list.tsx';

const awayWords: Readonly<Record<NonNullable<Listed['away']>, string>> = {
  processes:
    '予約の処理（workflows または Temporal）につながらないため、進まない処理は、ただいま表示できません。要確認の仕事だけを出しています。',
  parcels: '小包は、ただいま表示できません。要確認の仕事だけを出しています。',
};

const silentWords: Readonly<Record<SilentTaker['why'], string>> = {
  noAnswer: 'が応答しません。',
  takesNone: 'は動いていますが、処理の手続きを受け取っていません。',
};

/** Whose commands wait just now: the same for every process that needs them, so that it is said once. */
function SilentNotices({ silent }: { silent: readonly SilentTaker[] }) {
  return silent.map(({ taker, why }) => (
    <Notice key={taker} tone="stop">
      {takerWords[taker]}
      {silentWords[why]}
      {taker === 'workflows' ? 'どの処理も進みません。' : 'そこでの手続きを待つ処理は進みません。'}
      戻ると、ひとりでに進みます。
    </Notice>
  ));
}

/** One saved view: the tasks of its kinds, and the parcels or processes it is about. */
export function ViewsPage(props: {
  view: { id: string; name: string; about: string };
  /** No count: not all that the view lists can be told just now. */
  views: readonly { id: string; name: string; count: number | undefined }[];
  listed: Listed;
  /** What its tasks are about, at the prefectural desk. */
  about: ReadonlyMap<string, TaskAbout>;
  away: readonly TaskOwner[];
  historyOf: (workflowId: string) => string;
  /** The numbers of the reservations that it lists, by their ids. */
  numberOf: ReadonlyMap<string, string>;
  /** What the last check of everything found, and the last backup, on the view that shows them. */
  kept: { check: AgreementCheck | undefined; backup: LastBackup | undefined } | undefined;
  /** The desk goes on with a task; an operator only follows it. */
  mayAct: boolean;
  mayReadLetters: boolean;
}) {
  const frame = useFrame();
  const { view } = props;
  const stuck = props.views.find(({ id }) => id === 'stuck')?.count;
  const { tasks, parcels, processes, away, silent = [] } = props.listed;
  return (
    <TitledPage
      title={view.name}
      at={view.id === 'stuck' ? '/timeline/views?view=stuck' : '/timeline'}
      csv="/lists/views.csv"
      counts={{ '/timeline/views?view=stuck': red(stuck ?? 0) }}
      beside={view.about}
    >
      <nav class="s-views" aria-label="見方">
        <ul class="cluster">
          {props.views.map(({ id, name, count }) => (
            <li key={id}>
              <a
                class="btn btn--second"
                href={`/timeline/views?view=${id}`}
                {...(id === view.id ? { 'aria-current': 'true' as const } : {})}
              >
                {name}　{count ?? '－'}
              </a>
            </li>
          ))}
          {props.mayReadLetters ? (
            <li>
              <Way to="/dead-letters" says="読めなかった知らせ（dead letters）" />
            </li>
          ) : null}
        </ul>
      </nav>
      <SilentNotices silent={silent} />
      <AwayNotice away={props.away} />
      {away ? <Notice tone="wait">{awayWords[away]}</Notice> : null}
      {tasks.length + parcels.length + processes.length === 0 && !away && silent.length === 0 ? (
        <p>ありません。</p>
      ) : null}
      {processes.length > 0 ? <StuckList {...props} processes={processes} /> : null}
      {props.kept ? (
        <>
          <CheckSection check={props.kept.check} now={frame.now} />
          <BackupSection backup={props.kept.backup} now={frame.now} />
        </>
      ) : null}
      <TaskList
        tasks={tasks}
        about={props.about}
        today={dayOf(frame.now)}
        numberOf={props.numberOf}
        atDesk={props.mayAct}
        readsOnly={!props.mayAct}
      />
      {parcels.length > 0 ? (
        <Part class="s-panel" id="parcels" title={`小包　${parcels.length}個`}>
          <ParcelRows parcels={parcels} to={(parcelNumber) => `/timeline?q=${parcelNumber}`} />
        </Part>
      ) : null}
    </TitledPage>
  );
}
