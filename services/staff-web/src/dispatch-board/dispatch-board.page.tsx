import type {
  DispatchBoard,
  PackingProposal,
  PackingRowSchema,
  Parcel,
  PickListRowSchema,
} from '@toshobin/contracts';
import { Icon } from '@toshobin/web';
import type { ComponentChildren } from 'preact';
import type { z } from 'zod';
import { Answer, windowTitle } from '../pages/answer.tsx';
import { Breakable } from '../pages/breakable.tsx';
import { clockOf, shortDate, timeUntil } from '../pages/dates.ts';
import { Entry } from '../pages/entry.tsx';
import { signOf } from '../pages/fields.ts';
import { Part, TitledPage, useFrame, useNames } from '../pages/frame.tsx';
import { Post } from '../pages/post.tsx';
import { Submit, Way } from '../pages/press.tsx';
import { ScanForm } from '../pages/scan-form.tsx';
import { inYen, modeWords } from '../parcels/parcel-words.ts';
import { DaysYuMail } from './days-yu-mail.tsx';
import { atOnceOf, type Goal as GoalOf, goalWords, type Run, runsOf } from './runs.ts';

export interface BoardOnPage {
  board: DispatchBoard;
  /** Copies on the packing desk, and those still on their shelves. */
  toPack: readonly z.output<typeof PackingRowSchema>[];
  toPick: readonly z.output<typeof PickListRowSchema>[];
  proposals: readonly PackingProposal[];
  /** The parcel whose tracking number was missing at the last try. */
  numberMissing: string | undefined;
}

/** 発送予定表: what leaves next and until when, what is closed and what is not, what it costs, what waits and why. */
export function DispatchBoardPage(props: BoardOnPage) {
  const { board } = props;
  const { answer } = useFrame();
  const nameOf = useNames();
  const { today } = board;
  const asks = answer?.offers.includes('dispatchToday') === true;
  const awaits = answer?.offers.includes('trackingNumber') === true;
  const label = asks ? '答えの数字' : awaits ? '伝票のお問い合わせ番号' : '小包番号（バーコード）';
  const runs = runsOf(props);
  const [now, ...later] = runs;
  const waiting = board.leaving.filter(
    ({ library, waits }) => waits && runs.some((run) => run.goals.some((goal) => goal.library === library)),
  );
  return (
    <TitledPage
      title={windowTitle(answer, '発送予定表')}
      at="/dispatch-board"
      csv="/lists/dispatch-board.csv"
      heading="発送予定表"
      beside={<Way to="/slips/yu-pack.csv" says="ゆうプリR用のCSV" />}
    >
      <ScanForm
        action="/dispatch-board"
        tracking
        label={label}
        hint="小包を読み取ると、その1個を発送します。ゆうパックは、次に伝票の番号を読みます。"
        hidden={{ asked: signOf(answer) }}
        later={props.numberMissing !== undefined}
      />
      <Answer answer={answer} asks={asks} awaits={awaits && answer.tone === 'ask'}>
        {answer && asks ? <LeavesToday parcelNumber={answer.code} /> : null}
        {asks || awaits ? <NotYet /> : null}
        {answer?.offers.includes('notDispatched') ? <NotDispatched parcelNumber={answer.code} /> : null}
      </Answer>
      <Countdown {...props} />
      <div class="s-board">
        <Now {...props} run={now?.day === today ? now : undefined} />
        <div class="stack">
          {(now?.day === today ? later : runs).map((run) => (
            <section class="s-day" key={run.day} aria-label={shortDate(run.day)}>
              <h2>
                {shortDate(run.day)}
                {board.cutOff ? <span>締切 {clockOf(board.cutOff)}</span> : null}
              </h2>
              <ul>
                <Goals {...props} goals={run.goals} />
              </ul>
              <p class="s-day__sum">
                <span>{run.goals.length}館あて</span>
              </p>
            </section>
          ))}
          {waiting.length > 0 ? (
            <Part class="s-day" id="waiting" title="発送を待っているもの">
              <ul>
                {waiting.map(({ library, day }) => (
                  <Goal key={library} name={nameOf(library)}>
                    <Icon name="calendar" />
                    3日以上の休館に着くため待ちます。{shortDate(day)}
                    に発送します。貸出期間は発送まで始まりません
                  </Goal>
                ))}
              </ul>
            </Part>
          ) : null}
          <Cheaper board={board} />
          {board.noDispatch.slice(0, 1).map(({ from, until }) => (
            <p class="s-panel" key={from}>
              <Icon name="calendar" />
              <b>発送休止期間</b>
              <br />
              {shortDate(from)}〜{shortDate(until)}
            </p>
          ))}
        </div>
      </div>
    </TitledPage>
  );
}

/** How long until the cut-off, when the page was drawn, and how far the day is. */
function Countdown(props: BoardOnPage) {
  const frame = useFrame();
  const { board } = props;
  const yuMail = board.open.filter((parcel) => isForToday(parcel, board));
  const closed = board.left.filter(({ mode }) => mode === 'yuMail').length;
  const all = yuMail.length + closed;
  const left = board.cutOff ? timeUntil(frame.now, board.cutOff) : undefined;
  return (
    <section class="s-countdown" aria-label="今日の締切">
      <p class="s-countdown__left">
        {board.cutOff === null ? (
          <>
            <small>次の発送日</small>
            {shortDate(board.nextDispatchDay)}
          </>
        ) : left === undefined ? (
          <>
            <small>締切（{clockOf(board.cutOff)}）</small>
            過ぎました
          </>
        ) : (
          <>
            <small>締切（{clockOf(board.cutOff)}）まで</small>
            {left}
          </>
        )}
      </p>
      <div>
        {board.cutOff === null ? (
          <p>
            <b>今日はゆうメールの発送日ではありません。梱包したものは次の発送日に出ます。</b>
          </p>
        ) : (
          <>
            <p>
              <b>
                今日のゆうメール {all}個のうち、{closed}個を発送しました。
              </b>
            </p>
            <svg
              class="s-bar s-bar--accent"
              viewBox="0 0 100 10"
              preserveAspectRatio="none"
              role="img"
              aria-label={`${all}個のうち${closed}個を発送しました`}
            >
              <rect width={all === 0 ? 0 : Math.round((closed / all) * 100)} height="10" />
            </svg>
          </>
        )}
        <p>{clockOf(frame.now)}に表示しました。</p>
      </div>
    </section>
  );
}

/** Yu-Mail that leaves today if it is closed now. */
function isForToday({ mode, plannedDispatchDay }: Parcel, { today }: DispatchBoard): boolean {
  return mode === 'yuMail' && plannedDispatchDay === today;
}

/** Today: Yu-Pack as soon as it is ready, Yu-Mail that is packed, and what is still to be packed or fetched. */
function Now(props: BoardOnPage & { run: Run | undefined }) {
  const { board, run } = props;
  const nameOf = useNames();
  const yuPack = board.open.filter(({ mode }) => mode === 'yuPack');
  const yuMail = board.open.filter((parcel) => isForToday(parcel, board));
  const rest = board.open.filter(({ mode, plannedDispatchDay }) => {
    return mode === 'yuMail' && plannedDispatchDay !== board.today;
  });
  const atOnce = atOnceOf(props);
  const leaving = [...board.left, ...yuPack, ...yuMail];
  const yen = leaving.reduce((sum, { postageYen }) => sum + (postageYen ?? 0), 0);
  return (
    <Part class="s-day s-day--now" id="d0" title={`今日　${shortDate(board.today)}`}>
      <div class="s-day__cols">
        <div>
          <h3>
            <Icon name="truck" />
            ゆうパック　用意ができしだい
          </h3>
          {yuPack.length > 0 || atOnce.length === 0 ? <Parcels {...props} parcels={yuPack} /> : null}
          {atOnce.length > 0 ? (
            <ul>
              <Goals {...props} goals={atOnce} />
            </ul>
          ) : null}
          <h3>
            <Icon name="ok" />
            発送しました
          </h3>
          <ul>
            {board.left.length === 0 ? <li>まだありません</li> : null}
            {board.left.map((parcel) => (
              <Goal key={parcel.parcelNumber} name={nameOf(parcel.library)} parcel={parcel}>
                {parcel.lines.length}点　{modeWords[parcel.mode]}　{yenOf(parcel)}
              </Goal>
            ))}
          </ul>
        </div>
        <div>
          <h3>
            <Icon name="box" />
            ゆうメール　梱包しました
          </h3>
          <DaysYuMail parcels={yuMail} />
          <h3>
            <Icon name="list" />
            ゆうメール　これから
          </h3>
          <ul>
            {run && run.goals.length > 0 ? null : <li>ありません</li>}
            <Goals {...props} goals={run?.goals ?? []} />
          </ul>
          {rest.length > 0 ? (
            <>
              <h3>
                <Icon name="calendar" />
                次の便の小包
              </h3>
              <Parcels {...props} parcels={rest} />
            </>
          ) : null}
        </div>
      </div>
      <p class="s-day__sum">
        <span>
          ゆうメール {leaving.filter(({ mode }) => mode === 'yuMail').length}個・ゆうパック{' '}
          {leaving.filter(({ mode }) => mode === 'yuPack').length}個
        </span>
        <span>送料 {inYen(yen)}</span>
      </p>
    </Part>
  );
}

/** Open parcels, each with the one button that hands it to the post; Yu-Pack with its tracking number. */
function Parcels(props: BoardOnPage & { parcels: readonly Parcel[] }) {
  const { answer } = useFrame();
  const nameOf = useNames();
  return (
    <ul>
      {props.parcels.length === 0 ? <li>ありません</li> : null}
      {props.parcels.map((parcel) => {
        const { parcelNumber } = parcel;
        const name = nameOf(parcel.library);
        const which = `${name} ${parcelNumber}`;
        const isMissing = props.numberMissing === parcelNumber;
        return (
          <li key={parcelNumber}>
            <b>
              <a class="tap" href={`/parcels/${parcelNumber}`}>
                <Breakable text={name} />
              </a>
            </b>
            <span>
              {parcel.lines.length}点　{yenOf(parcel)}
            </span>
            <Post
              to={`/dispatch-board/${parcelNumber}`}
              id={`f-${parcelNumber}`}
              once
              hidden={{ mode: parcel.mode }}
            >
              <Submit look="second" unseen={`（${which}）`} says="発送する" />
            </Post>
            <span class="s-num">{parcelNumber}</span>
            {parcel.mode === 'yuPack' ? (
              <Entry
                label={
                  <>
                    お問い合わせ番号<span class="visually-hidden">（{which}）</span>
                  </>
                }
                class="input digits"
                id={`t-${parcelNumber}`}
                name="trackingNumber"
                form={`f-${parcelNumber}`}
                inputMode="numeric"
                autocomplete="off"
                maxLength={40}
                fault={
                  isMissing ? (answer?.text ?? 'ゆうパックのお問い合わせ番号を入れてください。') : undefined
                }
                autofocus={isMissing}
              />
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

const insteadWords = {
  oneYuMail: () => 'ゆうメール1個にまとめる',
  oneYuPack: () => 'ゆうパック1個にまとめる',
  severalYuMail: (parcels: number) => `ゆうメール${parcels}個に分ける`,
} as const;

/** What packing otherwise would save. */
function Cheaper({ board }: Pick<BoardOnPage, 'board'>) {
  const nameOf = useNames();
  if (board.cheaper.length === 0) return null;
  const saved = board.cheaper.reduce((sum, { yen, insteadYen }) => sum + yen - insteadYen, 0);
  return (
    <section class="s-day" aria-labelledby="cheaper">
      <h2 id="cheaper">
        詰め方を変えると<span>合わせて {inYen(saved)} 安くなります</span>
      </h2>
      <ul>
        {board.cheaper.map(({ library, yen, instead, insteadParcels, insteadYen }) => (
          <Goal key={library} name={nameOf(library)}>
            {insteadWords[instead](insteadParcels)}　{inYen(yen)} → {inYen(insteadYen)}
          </Goal>
        ))}
      </ul>
    </section>
  );
}

function Goals({ goals, proposals }: BoardOnPage & { goals: readonly GoalOf[] }) {
  const nameOf = useNames();
  return goals.map((goal) => (
    <Goal key={goal.library} name={nameOf(goal.library)}>
      {goalWords(goal, proposals)}
    </Goal>
  ));
}

/** What goes to one library, by its name; a parcel leads to its page. */
function Goal(props: { name: string; parcel?: Parcel; children: ComponentChildren }) {
  const name = <Breakable text={props.name} />;
  return (
    <li>
      <b>
        {props.parcel ? (
          <a class="tap" href={`/parcels/${props.parcel.parcelNumber}`}>
            {name}
          </a>
        ) : (
          name
        )}
      </b>
      <span>{props.children}</span>
      {props.parcel ? <span class="s-num">{props.parcel.parcelNumber}</span> : null}
    </li>
  );
}

function yenOf({ postageYen }: Parcel): string {
  return postageYen === null ? '' : inYen(postageYen);
}

/** Yes: the parcel that the question is about leaves today. */
function LeavesToday({ parcelNumber }: { parcelNumber: string }) {
  return (
    <Post to={`/dispatch-board/${parcelNumber}`} once hidden={{ mode: 'yuMail', agreed: 'yes' }}>
      <Submit look="second" digit="1" says="発送する" />
    </Post>
  );
}

/** The parcel that was read stays for later. */
function NotYet() {
  return (
    <Post to="/dispatch-board" once hidden={{ code: '0' }}>
      <Submit look="second" icon="undo" digit="0" says="まだ出さない" />
    </Post>
  );
}

/** What has just left: the parcel, and that it did not leave. */
function NotDispatched({ parcelNumber }: { parcelNumber: string }) {
  return (
    <Post to="/dispatch-board" class="cluster" once hidden={{ code: '0', asked: parcelNumber }}>
      <Submit look="second" icon="undo" digit="0" says="取り消す" unseen={`（${parcelNumber}）`} />
      <Way look="quiet" to={`/parcels/${parcelNumber}`} says="小包を開く" unseen={`（${parcelNumber}）`} />
    </Post>
  );
}
