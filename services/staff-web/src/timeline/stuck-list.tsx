import { type ProcessSubject, subjectOfWorkflow } from '@toshobin/contracts';
import { Icon } from '@toshobin/web';
import { Fragment } from 'preact';
import { shortMoment } from '../pages/dates.ts';
import { Part, useFrame } from '../pages/frame.tsx';
import { Way } from '../pages/press.tsx';
import { commandInWords, takerWords } from '../processes/command-words.ts';
import type { FailedCommand } from '../processes/failing-commands.ts';
import { needsNobody, type StuckProcess } from '../processes/stuck-processes.ts';
import { ReservationLink } from '../tasks/task-list.tsx';

interface Words {
  title: string;
  next: string;
  /** What an operator alone can look at or do. */
  forOperators?: string;
}

const troubleWords: Readonly<Record<StuckProcess['trouble'], Words>> = {
  failing: {
    title: '処理が同じところで繰り返し失敗しています',
    next: '運用担当が不具合を直します。直ると、ひとりでに進みます。',
  },
  asksStaff: {
    title: '人の確認を待っています。要確認の仕事は済みになっています',
    next: '経過を見て、足りない記録を入れるか、「今の状態に合わせて進める」を押します。',
  },
  ignoredMessage: {
    title: '処理のわからない知らせが、外から届きました。何も変えていません',
    next: '「今の状態に合わせて進める」（経過にあります）を押すと、この表示は消えます。',
    forOperators: '何がいつ届いたかは、Temporal の画面の詳細にあります。',
  },
  ended: {
    title: '予約が続いているのに、処理が途中で終わりました',
    next: '「今の状態に合わせて進める」（経過にあります）を押すと、すぐ始め直します。押さなくても、夜の処理が始め直します。',
  },
  nightFailed: {
    title: '夜の仕事の一部が終わりませんでした',
    next: '運用担当が原因を直してから、夜の仕事をもう一度始めるか、次の夜を待ちます。',
    forOperators: '記録に、進まなかったものが書かれています。',
  },
  commandFails: {
    title: '処理の途中の手続きが、繰り返し失敗しています',
    next: '運用担当が不具合を直します。直ると、1分ほどでひとりでに進みます。',
  },
};

/** Of a process that was ended: no button begins one that is no reservation's. */
const endedWords: Readonly<Record<ProcessSubject['kind'], Words>> = {
  parcel: {
    title: '小包が着いていないのに、その処理が途中で終わりました',
    next: '夜の処理が、今の状態から始め直します。それまで、到着を尋ねる仕事は出ません。',
  },
  cardApplication: {
    title: 'カードの申込みが決まっていないのに、その処理が途中で終わりました',
    next: 'ひとりでには始まりません。運用担当が、手順書のとおりに知らせを送り直します。',
  },
};

/** Nothing is to be done about it. */
const ignoredByOthers: Words = {
  ...troubleWords.ignoredMessage,
  next: 'することはありません。この表示は、1日たつとひとりでに消えます（小包のものは夜の処理で消えます）。',
};

/** What is wrong with a process, and what comes next; an operator is told where to look, too. */
export function wordsOf(process: StuckProcess, isOperator: boolean): Pick<Words, 'title' | 'next'> {
  const { title, next, forOperators } = allWordsOf(process);
  return { title, next: isOperator && forOperators !== undefined ? `${next}${forOperators}` : next };
}

function allWordsOf(process: StuckProcess): Words {
  const { workflowId, trouble } = process;
  if (needsNobody(process)) return ignoredByOthers;
  const subject = trouble === 'ended' ? subjectOfWorkflow(workflowId) : undefined;
  return subject ? endedWords[subject.kind] : troubleWords[trouble];
}

const sinceWords: Readonly<Record<StuckProcess['trouble'], string>> = {
  failing: 'に始まった処理',
  asksStaff: 'に始まった処理',
  ignoredMessage: 'に始まった処理',
  ended: 'に終わりました',
  nightFailed: 'に終わりました',
  commandFails: 'から進みません',
};

/** Processes that do not go on, each as a task is shown: what is wrong, since when, what to do, where it is looked at. */
export function StuckList(props: {
  processes: readonly StuckProcess[];
  historyOf: (workflowId: string) => string;
  numberOf: ReadonlyMap<string, string>;
}) {
  return (
    <Part class="stack stack--s" id="processes" title={`進まない処理　${props.processes.length}件`}>
      <ul class="s-tasks">
        {props.processes.map((process) => (
          <Row
            key={process.workflowId}
            process={process}
            history={props.historyOf(process.workflowId)}
            number={props.numberOf.get(process.reservationId ?? '')}
          />
        ))}
      </ul>
    </Part>
  );
}

function Row(props: { process: StuckProcess; history: string; number: string | undefined }) {
  const { process, history, number } = props;
  const { workflowId, reservationId, trouble, since } = process;
  const isOperator = useFrame().staff?.role === 'operator';
  const { title, next } = wordsOf(process, isOperator);
  const when = shortMoment(since);
  return (
    <li class="s-task" data-tone={needsNobody(process) ? 'wait' : 'stop'}>
      <span class="s-task__icon">
        <Icon name={needsNobody(process) ? 'ask' : 'stop'} />
      </span>
      <div>
        <h3>{title}</h3>
        <p class="s-task__why">
          {reservationId ? (
            <ReservationLink id={reservationId} number={number} />
          ) : (
            <span class="s-num">{workflowId}</span>
          )}
          <br />
          {isOperator && trouble === 'commandFails' ? <FailedCommands commands={process.commands} /> : null}
          <b>次にすること：</b>
          {next}
        </p>
      </div>
      <p class="s-task__by">
        <b>{when}</b>
        {sinceWords[trouble]}
      </p>
      <div class="actions">
        {reservationId ? (
          <Way to={`/timeline/${reservationId}`} says="経過を見る" />
        ) : isOperator ? (
          <Way to={history} rel="noopener noreferrer" says="Temporal の記録を見る" />
        ) : null}
      </div>
    </li>
  );
}

function FailedCommands({ commands }: { commands: readonly FailedCommand[] }) {
  return commands.map(({ taker, command, tries, fault }) => (
    <Fragment key={`${taker} ${command}`}>
      {takerWords[taker]}：{commandInWords(taker, command)}　{tries}回失敗
      {fault === null ? null : (
        <>
          （<span class="s-num">{fault}</span>）
        </>
      )}
      <br />
    </Fragment>
  ));
}
