import type { NightlyRun } from '@toshobin/contracts';
import { shortMoment } from '../pages/dates.ts';
import { StaffPage, useFrame } from '../pages/frame.tsx';
import { Facts, NotAllowed } from '../pages/marks.tsx';
import { red } from '../pages/menu.tsx';
import { Way } from '../pages/press.tsx';
import { takerWords } from '../processes/command-words.ts';
import { needsNobody } from '../processes/stuck-processes.ts';
import type { Listed } from '../timeline/saved-views.ts';
import { wordsOf } from '../timeline/stuck-list.tsx';
import { Block, Engines, LastNight, Mails } from './blocks.tsx';
import type { Engine } from './engines.ts';
import type { Waiting } from './read-today.ts';
import { ageOf } from './steps.ts';

/** How many stuck processes the first page shows. */
const FIRST = 8;

/** 運用の今: what does not go on by itself, and why; what nobody could read; the mail; the night; whether all runs. */
export function OperatorPage(props: {
  /** What stands still, and what nobody could read; undefined while nobody can say. */
  counts: Readonly<Record<'/timeline/views?view=stuck' | '/dead-letters', number | undefined>>;
  /** Undefined while nobody can say. */
  stuck: Listed | undefined;
  letters: { unreadable: number; parked: number } | undefined;
  mails: Waiting['mails'];
  night: readonly NightlyRun[] | 'away';
  engines: readonly Engine[];
  temporalUi: string;
  notAllowed: boolean;
}) {
  const frame = useFrame();
  const { stuck, letters, mails } = props;
  const { tasks = [], silent = [] } = stuck ?? {};
  const processes = stuck?.processes.filter((process) => !needsNobody(process)) ?? [];
  const { '/timeline/views?view=stuck': count, '/dead-letters': unread } = props.counts;
  const catalogIsAway = silent.some(({ taker }) => taker === 'catalog');
  return (
    <StaffPage
      title="運用の今"
      at="/"
      counts={{ '/timeline/views?view=stuck': red(count ?? 0), '/dead-letters': red(unread ?? 0) }}
    >
      <div class="s-title">
        <h1>運用の今</h1>
        <p>{shortMoment(frame.now)}に表示</p>
        <Way
          to={props.temporalUi}
          target="_blank"
          rel="noopener noreferrer"
          says="Temporal UI（新しいタブ）"
        />
      </div>
      <NotAllowed when={props.notAllowed} />
      <div class="s-cols s-cols--dash">
        <div class="s-stack">
          <Block
            id="stuck"
            name="止まっているもの"
            count={count}
            unit="件"
            tone={count === 0 || count === undefined ? undefined : 'stop'}
            about={catalogIsAway ? undefined : '窓口の読み取りは続けられます'}
            more={{ href: '/timeline/views?view=stuck', label: '一覧と直し方' }}
            empty={count === undefined ? 'ただいま表示できません。' : count === 0 && 'ありません。'}
          >
            <ul class="s-list">
              {silent.map(({ taker, why }) => (
                <li key={taker}>
                  <p>{takerWords[taker]}</p>
                  <p>{why === 'noAnswer' ? '応答しません' : '仕事を受け取っていません'}</p>
                </li>
              ))}
              {tasks.slice(0, FIRST).map(({ taskId, title, openedAt }) => (
                <li key={taskId}>
                  <p>{title}</p>
                  <p>人の確認を待っています</p>
                  <span class="s-say">{ageOf(openedAt, frame.now)}</span>
                </li>
              ))}
              {processes.slice(0, FIRST).map((process) => {
                const { title, next } = wordsOf(process, true);
                const { workflowId, reservationId, since } = process;
                return (
                  <li key={workflowId}>
                    <p>{reservationId ? <a href={`/timeline/${reservationId}`}>{title}</a> : title}</p>
                    <p>{next}</p>
                    <span class="s-say">{ageOf(since, frame.now)}</span>
                  </li>
                );
              })}
            </ul>
          </Block>
          <Block
            id="letters"
            name="読めなかった知らせ"
            count={unread}
            unit="件"
            tone={unread !== 0 ? 'stop' : undefined}
            more={{ href: '/dead-letters', label: '戻す・済みにする' }}
            empty={
              letters === undefined
                ? 'Kafka が答えないため、数えられません。'
                : unread === 0 && 'ありません。'
            }
          >
            {letters ? (
              <Facts
                class="s-tell"
                of={{ 読めないもの: `${letters.unreadable}件`, 不具合で止めてある鍵: `${letters.parked}件` }}
              />
            ) : null}
          </Block>
        </div>
        <div class="s-stack">
          <Block id="night" name="夜の仕事">
            <LastNight night={props.night} />
          </Block>
          <Mails mails={mails} now={frame.now} />
          <Engines engines={props.engines} />
        </div>
      </div>
    </StaffPage>
  );
}
