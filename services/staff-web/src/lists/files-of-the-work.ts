import { PREFECTURAL_LIBRARY, RecordIdSchema } from '@toshobin/contracts';
import { addDays, dayOf, instantFromDate } from '@toshobin/lending-rules';
import { pageFault } from '@toshobin/web';
import { staffOf } from '../deps.ts';
import { declaredHandOuts } from '../desk/scan-verbs.ts';
import { actingFor } from '../for-library/acting-for.ts';
import { places } from '../pages/copy-places.ts';
import { orFault } from '../pages/draw-page.ts';
import { libraryIn } from '../pages/fields.ts';
import { AS_SOON_AS_READY, bestMode, runDayOf } from '../parcels/how-it-goes.ts';
import { directionIn, parcelsOnTheirWay } from '../parcels/on-the-way.ts';
import { modeWords, stateWords } from '../parcels/parcel-words.ts';
import { unreturnedLoans } from '../settling/settling-verbs.ts';
import { listSettled } from '../tasks/list-settled.ts';
import { listTasks } from '../tasks/list-tasks.ts';
import { filterIn, tasksShown } from '../tasks/tasks-shown.ts';
import { type ListFile, moment, namesAtDesk, titled, titleOf, whatTasksAreAbout } from './list-file.ts';

/** What waits at the desks and on its way: copies, parcels, tasks, loans. */
export const filesOfTheWork: readonly ListFile[] = [
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
      const { queue, copies, withdrawn } = orFault(desk);
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
        ...withdrawn.map(({ barcode, shelfMark, on }) => ['除籍', '', '', on, barcode, shelfMark]),
      ];
    },
  },
];
