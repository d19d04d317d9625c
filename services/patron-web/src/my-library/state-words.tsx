import type { PatronRow } from '@toshobin/contracts';
import {
  type CalendarDate,
  isLostByReader,
  type Language,
  type ReservationState,
} from '@toshobin/lending-rules';
import { dateIn, Icon, type IconName, sayIn } from '@toshobin/web';
import { Words } from '../pages/words.tsx';

type Stands = Pick<
  PatronRow,
  | 'state'
  | 'open'
  | 'position'
  | 'noCopyLeft'
  | 'resumesOn'
  | 'plannedDispatchDay'
  | 'expectedDate'
  | 'holdUntil'
  | 'due'
>;

/** The same without a date or a place in the queue, for a list that has those beside it. */
export function plainStateWords(state: ReservationState, language: Language): string {
  const noDates = {
    resumesOn: null,
    plannedDispatchDay: null,
    expectedDate: null,
    holdUntil: null,
    due: null,
  };
  return stateWords({ state, open: false, position: null, ...noDates }, language);
}

/** The state of a reservation in the patron's words; in brackets the date that belongs to it. */
function stateWords(row: Stands, language: Language): string {
  const say = sayIn(language);
  /** The words alone where the date is not known. */
  const dated = (words: string, date: CalendarDate | null | undefined, ja: string, en: string) =>
    date
      ? words +
        say(
          `（${ja.replace('{date}', dateIn('ja', date))}）`,
          ` (${en.replace('{date}', dateIn('en', date))})`,
        )
      : words;
  const until = (words: string, date: CalendarDate | null | undefined) =>
    dated(words, date, '{date}まで', 'until {date}');
  switch (row.state) {
    case 'requested':
      return say('受付中', 'Received');
    case 'rejected':
      return say('お受けできませんでした', 'Not accepted');
    case 'queued':
      return row.position === null || row.noCopyLeft
        ? say('順番待ち', 'In the queue')
        : say(`順番待ち（${row.position}番目）`, `In the queue (place ${row.position})`);
    case 'suspended':
      return dated(say('一時停止中', 'Suspended'), row.resumesOn, '{date}に再開', 'resumes {date}');
    case 'allocated':
    case 'picked':
      return say('準備中', 'Being prepared');
    case 'heldForLoanLimit':
      return say('発送待ち（貸出点数が上限です）', 'Waiting to be sent (you are at the loan limit)');
    case 'packed':
      return dated(
        say('発送待ち', 'Waiting to be sent'),
        row.plannedDispatchDay,
        '{date}発送予定',
        'leaves {date}',
      );
    case 'shipped':
      return dated(say('配送中', 'On its way'), row.expectedDate, '{date}ごろ到着', 'expected around {date}');
    case 'arrivalOverdue':
      return say('配送中（到着の確認中）', 'On its way (arrival being checked)');
    case 'ready':
      return until(say('受取可能', 'Ready for pickup'), row.holdUntil ?? row.due?.date);
    case 'handedOut':
      return until(say('貸出中', 'On loan'), row.due?.date);
    case 'overdue':
      return say('返却期限を過ぎています', 'Past its due date');
    case 'returning':
      return say(
        '貸出中（返却受付済・県立図書館へ配送中）',
        'On loan (handed in, on its way to the prefectural library)',
      );
    case 'returned':
      return say('返却処理済', 'Return processed');
    case 'cancelled':
      return say('キャンセル済', 'Cancelled');
    case 'expired':
      return say('取り置き期限切れ（キャンセル扱い）', 'Hold ended (cancelled)');
    case 'handOutUnconfirmed':
      return say('受け取りの確認中', 'Pickup being checked');
    case 'lostInTransit':
      return isLostByReader(row)
        ? say('紛失のお手続き中', 'Reported as lost')
        : say('所在を確認しています', 'We are looking for it');
    case 'settled':
      return say('お手続き済', 'Settled');
  }
}

const looks: Readonly<Record<ReservationState, [tone: string, icon: IconName]>> = {
  requested: ['', 'clock'],
  queued: ['wait', 'clock'],
  suspended: ['wait', 'clock'],
  allocated: ['move', 'box'],
  picked: ['move', 'box'],
  heldForLoanLimit: ['move', 'box'],
  packed: ['move', 'box'],
  shipped: ['move', 'truck'],
  arrivalOverdue: ['wait', 'truck'],
  ready: ['ready', 'ok'],
  handOutUnconfirmed: ['wait', 'ask'],
  lostInTransit: ['wait', 'ask'],
  settled: ['', 'ok'],
  handedOut: ['move', 'book'],
  overdue: ['stop', 'ask'],
  returning: ['', 'back'],
  returned: ['', 'back'],
  rejected: ['stop', 'stop'],
  cancelled: ['', 'stop'],
  expired: ['', 'stop'],
};

/** The state as a label: icon and words, never colour alone. */
export function StateChip({ row, language }: { row: PatronRow; language: Language }) {
  const [tone, icon] = looks[row.state];
  return (
    <span class={tone ? `chip chip--${tone}` : 'chip'} data-state={row.state}>
      <Icon name={icon} />
      <StateText row={row} language={language} />
    </span>
  );
}

/** The state in large, for what waits for its patron. */
export function BigState({ row, language }: { row: PatronRow; language: Language }) {
  const [, icon] = looks[row.state];
  return (
    <p class="status-big" data-state={row.state}>
      <Icon name={icon} />
      <StateText row={row} language={language} />
    </p>
  );
}

/** The bracketed part stays together. */
function StateText({ row, language }: { row: PatronRow; language: Language }) {
  const text = stateWords(row, language);
  const bracket = language === 'ja' ? text.indexOf('（') : text.indexOf('(');
  if (bracket < 0) return <span>{text}</span>;
  return (
    <span>
      {text.slice(0, bracket)}
      <span class="nowrap">
        <Words text={text.slice(bracket)} language={language} />
      </span>
    </span>
  );
}
