import { PREFECTURAL_LIBRARY, RecordIdSchema, type Task } from '@toshobin/contracts';
import {
  addDays,
  CalendarDateSchema,
  closingDaysOf,
  dayOf,
  type Instant,
  instantFromDate,
} from '@toshobin/lending-rules';
import { ServiceFault } from '@toshobin/service';
import { pageFault } from '@toshobin/web';
import { stateWords as accountStates, secondFactorWords } from '../accounts/accounts.page.tsx';
import { roleWords } from '../accounts/role-words.ts';
import { deedsIn, deedsShown, numbersOfReservations } from '../audit/deeds-shown.ts';
import { lettersOrAway } from '../dead-letters/letters-or-away.ts';
import { type StaffCall, type StaffWebDeps, staffOf } from '../deps.ts';
import { declaredHandOuts } from '../desk/scan-verbs.ts';
import { actingFor } from '../for-library/acting-for.ts';
import { closingDaysWords } from '../libraries/closing-days.ts';
import { pauseKinds, pausesFrom } from '../libraries/library-verbs.ts';
import { places } from '../pages/copy-places.ts';
import type { Cell } from '../pages/csv.ts';
import { clockOf } from '../pages/dates.ts';
import { orFault } from '../pages/draw-page.ts';
import { libraryIn } from '../pages/fields.ts';
import { AS_SOON_AS_READY, bestMode, runDayOf } from '../parcels/how-it-goes.ts';
import { directionIn, parcelsOnTheirWay } from '../parcels/on-the-way.ts';
import { modeWords, stateWords } from '../parcels/parcel-words.ts';
import type { StaffAction } from '../roles.ts';
import { knownOf } from '../scans/copy-in-hand.ts';
import { unreturnedLoans } from '../settling/settling-verbs.ts';
import { importCounts } from '../stock/imports.page.tsx';
import { listSettled } from '../tasks/list-settled.ts';
import { listTasks } from '../tasks/list-tasks.ts';
import { type TaskAbout, tasksAbout } from '../tasks/tasks-about.ts';
import { filterIn, tasksShown } from '../tasks/tasks-shown.ts';
import { readViews, savedViews } from '../timeline/saved-views.ts';
import { wordsOf } from '../timeline/stuck-list.tsx';

type Asked = { deps: StaffWebDeps; call: StaffCall; nameOf: (code: string) => string };

/** A list of a page as a file: its columns, and a line of cells for each row; nobody's name is in any. */
export interface ListFile {
  path: string;
  may: StaffAction;
  columns: readonly string[];
  rows(asked: Asked): Promise<readonly (readonly Cell[])[]>;
}

/** 2026-12-07 9:05, in Tokyo: a spreadsheet sorts by it. */
function moment(at: Instant | null): string {
  return at === null ? '' : `${dayOf(at)} ${clockOf(at).padStart(5, '0')}`;
}

/** What a copy is called, in three columns; empty wherever only its number may be read, as at a branch. */
const titled = ['書名', '著者', '請求記号'];

function titleOf({
  title,
  author,
  shelfMark,
}: Pick<TaskAbout, 'title' | 'author' | 'shelfMark'> = {}): Cell[] {
  return [title, author, shelfMark];
}

/** Copies as the prefectural desk reads them; nobody else reads a title. */
async function namesAtDesk(
  { deps, call }: Omit<Asked, 'nameOf'>,
  rows: readonly { barcode?: string | undefined }[],
) {
  const atDesk = staffOf(call).role === 'prefecturalDesk';
  return knownOf(deps, atDesk ? rows.flatMap(({ barcode }) => barcode ?? []) : []);
}

/** Title by task, nothing at a branch, which reads numbers alone; and the numbers of their reservations. */
function whatTasksAreAbout({ deps, call }: Omit<Asked, 'nameOf'>, tasks: readonly Task[]) {
  const atDesk = staffOf(call).role === 'prefecturalDesk';
  return Promise.all([
    tasksAbout(deps, atDesk ? tasks : []),
    numbersOfReservations(
      deps,
      tasks.flatMap(({ subject }) => subject.reservationId ?? []),
    ),
  ]);
}

/**
 * Every list of the desks: copies, parcels, tasks, processes, deeds, closures, files of a catalogue, accounts, terminals.
 * None of the lists of persons is a file, whose rows are their names: those found by name, the books of a card in hand,
 * the applications for cards and their renewals. Nor is what a page asks one by one (棚にありますか), or shows of the
 * scans that its terminal has just made.
 */
export const listFiles: readonly ListFile[] = [
  {
    path: '/lists/pick-list.csv',
    may: 'pickList',
    columns: ['請求記号', '書名', '著者', '資料番号', '受取館', '取り置き番号', '待ちはじめ'],
    async rows({ deps, call, nameOf }) {
      const { rows } = orFault(await deps.catalog.pickList());
      const known = await namesAtDesk({ deps, call }, rows);
      return rows.map((row) => [
        ...[row.shelfMark, row.title, known.get(row.barcode)?.author, row.barcode],
        ...[nameOf(row.pickupLibrary), row.holdNumber, moment(row.allocatedAt)],
      ]);
    },
  },
  {
    path: '/lists/packing.csv',
    may: 'packing',
    columns: [
      '受取館',
      '取り置き番号',
      '資料番号',
      ...titled,
      '重さg',
      '厚さmm',
      '送り方',
      '発送予定日',
      '待ちはじめ',
    ],
    async rows({ deps, call, nameOf }) {
      const { rows, proposals } = orFault(await deps.shipping.packingList());
      const board = orFault(await deps.shipping.dispatchBoard());
      const known = await namesAtDesk({ deps, call }, rows);
      return rows.map((row) => {
        const mode = bestMode(proposals, row.pickupLibrary);
        const day = mode === 'yuMail' ? runDayOf(board, row.pickupLibrary) : AS_SOON_AS_READY;
        return [
          ...[nameOf(row.pickupLibrary), row.holdNumber, row.barcode, ...titleOf(known.get(row.barcode))],
          ...[row.weightGrams, row.thicknessMm, modeWords[mode], day, moment(row.since)],
        ];
      });
    },
  },
  {
    path: '/lists/dispatch-board.csv',
    may: 'dispatchBoard',
    columns: ['小包番号', '受取館', '状態', '送り方', '点数', '送料', '発送日', '着く日', 'お問い合わせ番号'],
    async rows({ deps, nameOf }) {
      const { open, left } = orFault(await deps.shipping.dispatchBoard());
      return [...open, ...left].map((parcel) => [
        ...[parcel.parcelNumber, nameOf(parcel.library), stateWords[parcel.state], modeWords[parcel.mode]],
        ...[parcel.lines.length, parcel.postageYen],
        parcel.dispatchedAt === null ? parcel.plannedDispatchDay : dayOf(parcel.dispatchedAt),
        ...[parcel.expectedDate, parcel.trackingNumber],
      ]);
    },
  },
  {
    path: '/lists/parcels.csv',
    may: 'packing',
    columns: ['小包番号', '館', '状態', '送り方', '点数', '発送日', '着く日', 'お問い合わせ番号'],
    async rows({ deps, call, nameOf }) {
      const parcels = await parcelsOnTheirWay(deps, directionIn(call.request));
      return parcels.map((parcel) => [
        ...[parcel.parcelNumber, nameOf(parcel.library), stateWords[parcel.state], modeWords[parcel.mode]],
        ...[parcel.lines.length, parcel.dispatchedAt === null ? '' : dayOf(parcel.dispatchedAt)],
        ...[parcel.expectedDate, parcel.trackingNumber],
      ]);
    },
  },
  {
    path: '/lists/hold-shelf.csv',
    may: 'holdShelf',
    columns: ['取り置き番号', ...titled, '資料番号', '状態', 'いつから', '取り置き期限'],
    async rows({ deps, call }) {
      const query = { library: PREFECTURAL_LIBRARY };
      const [held, down] = await Promise.all([
        deps.catalog.heldCopies({ query }),
        deps.catalog.copiesToReturn({ query }),
      ]);
      const rows = [
        ...orFault(down).rows.map((row) => ({ ...row, state: '下ろす', until: '' })),
        ...orFault(held).rows.map((row) => ({ ...row, state: '取り置き中', until: row.holdUntil?.date })),
      ];
      const known = await namesAtDesk({ deps, call }, rows);
      return rows.map(({ holdNumber, title, shelfMark, barcode, state, since, until }) => [
        ...[holdNumber, title, known.get(barcode)?.author, shelfMark, barcode, state, moment(since), until],
      ]);
    },
  },
  {
    path: '/lists/tasks.csv',
    may: 'tasks',
    columns: ['用件', '次にすること', '期限', '見つかった日', '資料番号', ...titled, '小包番号', '予約番号'],
    async rows({ deps, call }) {
      const { tasks } = await listTasks(deps, staffOf(call));
      const [about, numberOf] = await whatTasksAreAbout({ deps, call }, tasks);
      const shown = tasksShown(tasks, about, filterIn(call.request.query), '');
      return shown.map(({ taskId, title, next, until, openedAt, subject }) => [
        ...[title, next, until, dayOf(openedAt), subject.barcode, ...titleOf(about.get(taskId))],
        ...[subject.parcelNumber, numberOf.get(subject.reservationId ?? '')],
      ]);
    },
  },
  {
    path: '/lists/settled-tasks.csv',
    may: 'tasks',
    columns: ['済みにした日時', '用件', '担当', '資料番号', ...titled, '小包番号', '予約番号'],
    async rows({ deps, call }) {
      const { tasks } = await listSettled(deps, staffOf(call));
      const [about, numberOf] = await whatTasksAreAbout({ deps, call }, tasks);
      return tasks.map(({ taskId, title, settledAt, settledBy, subject }) => [
        ...[moment(settledAt), title, settledBy, subject.barcode, ...titleOf(about.get(taskId))],
        ...[subject.parcelNumber, numberOf.get(subject.reservationId ?? '')],
      ]);
    },
  },
  {
    path: '/lists/settle.csv',
    may: 'settle',
    columns: [...titled, '資料番号', '返却期限', '手続き'],
    async rows({ deps, call }) {
      const rows = await unreturnedLoans(deps);
      const known = await namesAtDesk({ deps, call }, rows);
      return rows.map(({ title, shelfMark, barcode, due, settled }) => [
        ...[title, known.get(barcode)?.author, shelfMark, barcode, due?.date],
        settled === null ? '' : '済み',
      ]);
    },
  },
  {
    path: '/lists/views.csv',
    may: 'savedViews',
    columns: ['一覧', '用件', '次にすること', 'いつから', '館', ...titled, '番号'],
    async rows({ deps, call, nameOf }) {
      const staff = staffOf(call);
      const { listed } = await readViews(deps, staff);
      const all = [...listed.values()];
      const allTasks = all.flatMap(({ tasks }) => tasks);
      const [about, numberOf] = await Promise.all([
        tasksAbout(deps, staff.role === 'prefecturalDesk' ? allTasks : []),
        numbersOfReservations(deps, [
          ...allTasks.flatMap(({ subject }) => subject.reservationId ?? []),
          ...all.flatMap(({ processes }) => processes.flatMap(({ reservationId }) => reservationId ?? [])),
        ]),
      ]);
      return savedViews.flatMap(({ id, name }) => {
        const { tasks = [], parcels = [], processes = [] } = listed.get(id) ?? {};
        return [
          ...tasks.map(({ taskId, title, next, openedAt, library, subject }) => [
            ...[name, title, next, moment(openedAt), nameOf(library), ...titleOf(about.get(taskId))],
            subject.parcelNumber ?? subject.barcode ?? numberOf.get(subject.reservationId ?? ''),
          ]),
          ...parcels.map(({ parcelNumber, library, expectedDate, state }) => [
            ...[name, stateWords[state], '', expectedDate, nameOf(library), ...titleOf(), parcelNumber],
          ]),
          ...processes.map((process) => {
            const { title, next } = wordsOf(process);
            const { since, reservationId, workflowId } = process;
            // The processes of all else are named for operators, by their ids.
            const which = reservationId === undefined ? workflowId : numberOf.get(reservationId);
            return [name, title, next, moment(since), '', ...titleOf(), which];
          }),
        ];
      });
    },
  },
  {
    path: '/lists/dead-letters.csv',
    may: 'deadLetters',
    columns: ['位置', '知らせ', '読み手', 'よけた時刻', '状態'],
    async rows({ deps }) {
      const letters = await lettersOrAway(deps);
      if (letters === 'away') throw new ServiceFault('kafka', 'does not answer');
      return letters.map(({ position, type, group, at, settled, parked }) => [
        ...[position, type, group, moment(instantFromDate(at))],
        settled ? '済み' : parked ? '止めてある' : '読めない',
      ]);
    },
  },
  {
    path: '/lists/postage.csv',
    may: 'postage',
    columns: ['館', '送り方', '小包', '資料', '郵送料', '料金の分からない小包'],
    async rows({ deps, call, nameOf }) {
      const until =
        CalendarDateSchema.safeParse(call.request.query.until).data ?? dayOf(instantFromDate(deps.now()));
      const from = CalendarDateSchema.safeParse(call.request.query.from).data ?? until;
      const report = orFault(await deps.shipping.postage({ query: { from, until } }));
      return report.rows.map(({ library, mode, parcels, copies, yen, unknown }) => [
        ...[nameOf(library), modeWords[mode], parcels, copies, yen, unknown],
      ]);
    },
  },
  {
    path: '/lists/audit.csv',
    may: 'audit',
    columns: ['いつ', 'だれが', '館', '何を', '何に', ...titled, '結果', '理由', '前と後'],
    async rows({ deps, call }) {
      const { deeds } = await deedsShown(deps, deedsIn(call.request));
      const copies = deeds.map(({ copy }) => ({ barcode: copy }));
      const known = await namesAtDesk({ deps, call }, copies);
      return deeds.map(({ at, account, where, did, toWhat, copy, ended, reason, changed }) => [
        ...[
          moment(at),
          account,
          where,
          did,
          toWhat,
          ...titleOf(known.get(copy ?? '')),
          ended,
          reason,
          changed,
        ],
      ]);
    },
  },
  {
    path: '/lists/declared-hand-outs.csv',
    may: 'declaredHandOuts',
    columns: ['取り置き番号', '資料番号', ...titled, '知らせた日時'],
    async rows({ deps, call }) {
      const acting = orFault(await actingFor(deps, staffOf(call), libraryIn(call.request)));
      const { rows } = orFault(await declaredHandOuts(deps, acting));
      const known = await namesAtDesk({ deps, call }, rows);
      return rows.map(({ holdNumber, barcode, declaredAt }) => [
        ...[holdNumber, barcode, ...titleOf(known.get(barcode)), moment(declaredAt)],
      ]);
    },
  },
  {
    path: '/lists/imports.csv',
    may: 'imports',
    columns: ['ファイル', '出どころ', '始めた日時', '終わった日時', ...importCounts.map(([name]) => name)],
    async rows({ deps }) {
      const { runs } = orFault(await deps.catalog.imports());
      return runs.map((run) => [
        ...[run.file, run.source, moment(run.begunAt), moment(run.endedAt)],
        ...importCounts.map(([, count]) => run[count]),
      ]);
    },
  },
  {
    path: '/lists/accounts.csv',
    may: 'accounts',
    columns: ['アカウント', '役割', '館', '状態', '確認コード', '最後のログイン'],
    async rows({ deps, nameOf }) {
      return (await deps.keptAccounts.list()).map((kept) => [
        ...[kept.account, roleWords[kept.role], nameOf(kept.library), accountStates[kept.state]],
        ...[secondFactorWords(kept), moment(kept.lastSignInAt ? instantFromDate(kept.lastSignInAt) : null)],
      ]);
    },
  },
  {
    path: '/lists/terminals.csv',
    may: 'terminals',
    columns: ['館', '端末の名前', '登録', '最後に使った'],
    async rows({ deps, nameOf }) {
      return (await deps.terminals.list()).map(({ library, name, enrolledAt, lastSeenAt }) => [
        ...[nameOf(library), name, ...[enrolledAt, lastSeenAt].map((at) => moment(instantFromDate(at)))],
      ]);
    },
  },
  {
    path: '/lists/title.csv',
    may: 'findByName',
    columns: [
      ...['ようす', '順番・取り置き番号', '受取館', 'いつから', '資料番号', '請求記号', 'どこに'],
      ...['返却期限', '戻る見込み（早くて）', '戻る見込み（遅くて）'],
    ],
    async rows({ deps, call, nameOf }) {
      const recordId = RecordIdSchema.safeParse(call.request.query.record).data ?? pageFault(404);
      const [read, desk] = await Promise.all([
        deps.catalog.readRecord({ params: { recordId } }),
        deps.catalog.titleAtDesk({ params: { recordId } }),
      ]);
      const markOf = new Map(orFault(read).copies.map(({ barcode, shelfMark }) => [barcode, shelfMark]));
      const { queue, copies } = orFault(desk);
      const today = dayOf(instantFromDate(deps.now()));
      return [
        ...queue.map(({ state, position, pickupLibrary, since }) => [
          state === 'suspended' ? '一時停止' : 'お待ち',
          ...[position, nameOf(pickupLibrary), moment(since)],
        ]),
        ...copies.map(({ barcode, place, of, due, home }) => [
          ...['資料', of?.holdNumber, of && nameOf(of.pickupLibrary), moment(of?.since ?? null)],
          ...[barcode, markOf.get(barcode), places[place], due?.date],
          ...(home ? [addDays(today, Math.floor(home.soonest)), addDays(today, Math.ceil(home.latest))] : []),
        ]),
      ];
    },
  },
  {
    path: '/lists/closures.csv',
    may: 'libraries',
    columns: ['何の休み', '館', 'はじめの日', '終わりの日', '理由', '状態'],
    async rows({ deps, nameOf }) {
      const today = dayOf(instantFromDate(deps.now()));
      const [closed, dispatch] = await Promise.all([
        deps.shipping.closures({ query: { from: today } }),
        deps.shipping.dispatchCalendar(),
      ]);
      return [
        ...orFault(closed).closures.map(({ library, from, until, reason, takenBack }) => [
          ...['臨時休館', nameOf(library), from, until, reason, takenBack ? '取りやめました' : ''],
        ]),
        ...pausesFrom(today, orFault(dispatch)).map(({ kind, from, until, comesEveryYear }) => [
          ...[pauseKinds[kind], '', from, until, '', comesEveryYear ? '毎年の休みです' : ''],
        ]),
      ];
    },
  },
  {
    path: '/lists/libraries.csv',
    may: 'libraries',
    columns: ['館', '地域', '電話', '休館日', '到着', '受取の休止', '再開'],
    async rows({ deps }) {
      return (await deps.libraries.all()).map((library) => {
        const { name, region, phone, arrival, pausedFrom, reopens } = library;
        const closed = closingDaysWords(closingDaysOf(library.calendar));
        return [name, region, phone, closed, arrival === 'scan' ? '読み取る' : '見なす', pausedFrom, reopens];
      });
    },
  },
];
