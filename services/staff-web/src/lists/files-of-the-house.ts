import { CalendarDateSchema, closingDaysOf, dayOf, instantFromDate } from '@toshobin/lending-rules';
import { ServiceFault } from '@toshobin/service';
import { stateWords as accountStates, secondFactorWords } from '../accounts/accounts.page.tsx';
import { roleWords } from '../accounts/role-words.ts';
import { deedsIn, deedsShown, numbersOfReservations } from '../audit/deeds-shown.ts';
import { lettersOrAway } from '../dead-letters/letters-or-away.ts';
import { staffOf } from '../deps.ts';
import { closingDaysWords } from '../libraries/closing-days.ts';
import { pauseKinds, pausesFrom } from '../libraries/library-verbs.ts';
import { orFault } from '../pages/draw-page.ts';
import { modeWords, stateWords } from '../parcels/parcel-words.ts';
import { importCounts } from '../stock/imports.page.tsx';
import { tasksAbout } from '../tasks/tasks-about.ts';
import { readViews, savedViews } from '../timeline/saved-views.ts';
import { wordsOf } from '../timeline/stuck-list.tsx';
import { type ListFile, moment, namesAtDesk, titled, titleOf } from './list-file.ts';

/** What the house keeps: processes, deeds, files of a catalogue, accounts, terminals, closures, libraries. */
export const filesOfTheHouse: readonly ListFile[] = [
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
            const { title, next } = wordsOf(process, staff.role === 'operator');
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
