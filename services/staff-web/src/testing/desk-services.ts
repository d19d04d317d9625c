import {
  catalogApi,
  makeBarcode,
  nothingDescribed,
  PREFECTURAL_LIBRARY,
  type SearchAnswer,
  type Task,
  type TaskOwner,
  TaskSchema,
} from '@toshobin/contracts';
import { allow, calendarDate, deadlineOn, refuse } from '@toshobin/lending-rules';
import type { Fake } from '@toshobin/web/testing';
import { z } from 'zod';
import type { DeskWorld } from './desk-world.ts';
import { namesOfCopy } from './fake-catalog.ts';
import { importedFiles } from './imported-files.ts';
import { hanako, patronDesk } from './patron-desk.ts';
import { settlingDesk } from './settling-desk.ts';
import { type Does, lostParcel, nextParcel, shippingDesk } from './shipping-desk.ts';
import { hanakosCopy, hanakosReservation } from './stand-ins.ts';

export const declaredFact = '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0200';
/** What may be reserved by telephone, and what may not. */
export const weeklyMagazine = '7';
export const novel = '8';
/** Of a book that is not here. */
export const ISBN = '9784003101018';
/** A name that stands in no title. */
export const readingOfName = 'れいやま';
/** The catalogue finds one title by correcting it. */
export const mistyped = 'ミホンゴロウ';
/** What the catalogue searches for otherwise than it was typed, and how. */
const searchedOtherwise = new Map<string, SearchAnswer['understood']>([
  ['シヤロツド', { as: 'corrected', words: '', read: [] }],
  ['913', { as: 'class', words: '913', read: [] }],
  ['青春小説', { as: 'subject', words: '青春小説', read: [] }],
  ['夏目金之助', { as: 'name', words: '夏目 漱石', read: [] }],
  ['夏目漱石 心', { as: 'sound', words: '夏目漱石 こころ', read: [{ word: '心', reading: 'こころ' }] }],
]);
/** Few titles have it, and the rest of what is found is of the class that is called so. */
export const alsoAClass = '土佐日記';
/** No number of anything; the catalogue finds one title without one of its digits. */
export const strayNumber = '9876';

export const tasksOf: Record<TaskOwner, Task[]> = {
  catalog: [
    task('searchCopy', 1, PREFECTURAL_LIBRARY, '2026-11-22T01:00:00Z', { barcode: makeBarcode('copy', 5) }),
    task('sendBack', 2, 'uto', '2026-11-21T01:00:00Z', { barcode: makeBarcode('copy', 6) }),
  ],
  patron: [
    task('callPatron', 3, PREFECTURAL_LIBRARY, '2026-11-20T01:00:00Z', {
      reservationId: '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0001',
    }),
  ],
  shipping: [
    task('findParcel', 4, PREFECTURAL_LIBRARY, '2026-11-23T01:00:00Z', { parcelNumber: lostParcel }),
    task('findParcel', 5, 'kikuyo', '2026-11-23T02:00:00Z', { parcelNumber: lostParcel }),
  ],
};
/** Of a copy that its patron says to have returned; on no list unless a test puts it there. */
export const claimedTask = task('claimedReturned', 6, 'pref', '2026-11-23T02:00:00Z', {
  barcode: hanakosCopy,
  reservationId: hanakosReservation,
});
export const taskIds = {
  searchCopy: tasksOf.catalog[0]?.taskId ?? '',
  sendBackOfUto: tasksOf.catalog[1]?.taskId ?? '',
  callPatron: tasksOf.patron[0]?.taskId ?? '',
};

function task(kind: Task['kind'], n: number, library: string, openedAt: string, subject: object): Task {
  const taskId = `6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f050${n}`;
  const why = kind === 'callPatron' ? 'bounced' : 'notOnShelf';
  return TaskSchema.parse({ taskId, kind, library, subject, why, openedAt });
}

/** The desk's part of the three services; each notes what it was asked to do, and for which library. */
export function deskServices(world: DeskWorld, heard: string[]): Record<TaskOwner, Fake[]> {
  /** An operation that does as it is asked, unless the world refuses it. */
  const does = (operation: Fake['operation'], word: string, value: object): Fake => ({
    operation,
    answer: ({ body }) => {
      const { by, factId } = Object(body);
      heard.push(by === undefined ? word : `${word} ${by.account}@${by.library}`);
      const code = world.refused.get(operation.path);
      if (code !== undefined) return refuse(code, { pickupLibrary: 'kikuyo', parcelNumber: nextParcel });
      return allow('repeated' in value ? { factId, ...value } : value);
    },
  });
  const tasksIn = (owner: TaskOwner): Fake[] => [
    {
      operation: catalogApi.tasks,
      answer: ({ query }) => {
        if (world.noTasks) return allow({ tasks: [] });
        return allow({ tasks: tasksOf[owner].filter(({ library }) => library === Object(query).library) });
      },
    },
    {
      operation: catalogApi.settledTasks,
      answer: ({ query }) => {
        const own = tasksOf[owner].filter(({ library }) => library === Object(query).library);
        return allow({ tasks: own.map((one) => ({ ...one, settledAt: since, settledBy: 'desk' })) });
      },
    },
    {
      operation: catalogApi.settleTask,
      answer: ({ body }) => {
        const { by, reached } = Object(body);
        heard.push(`${owner} settled by ${by.account}${reached === undefined ? '' : ` reached ${reached}`}`);
        return allow({ settled: true, mayReopen: reached !== true });
      },
    },
    does(catalogApi.reopenTask, `${owner} opens again for`, { reopened: true }),
  ];
  return {
    catalog: [
      ...tasksIn('catalog'),
      ...catalogDesk(world, does, heard),
      ...settlingDesk(world, heard),
      ...importedFiles(),
    ],
    patron: [...tasksIn('patron'), ...patronDesk(world, does, heard)],
    shipping: [...tasksIn('shipping'), ...shippingDesk(does, heard, world)],
  };
}

const due = deadlineOn(calendarDate('2026-12-15'));
const since = '2026-11-24T03:00:00Z';
const inQueue = { since, resumesOn: null, paused: false };
/** One whose turn it would be is suspended, so that the other is next; the copy is out. */
export const secondInQueue = '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0602';
const titleAtDesk = {
  next: secondInQueue,
  queue: [
    {
      ...{ ...inQueue, reservationId: '6f1a2f0e-6c1d-4d7a-9a55-3f2f2a8f0601', state: 'suspended' },
      ...{ position: null, pickupLibrary: 'kikuyo', resumesOn: '2026-12-20' },
    },
    {
      ...{ ...inQueue, reservationId: secondInQueue, state: 'waiting' },
      ...{ position: 1, pickupLibrary: 'uto' },
    },
  ],
  copies: [
    {
      ...{ barcode: makeBarcode('copy', 5), condition: 'inService', place: 'onLoan', library: 'kikuyo', due },
      of: {
        ...{ reservationId: hanako, holdNumber: 'A-0001', pickupLibrary: 'kikuyo', since },
      },
      home: { soonest: 3, latest: 12 },
      history: [{ kind: 'handedOut', place: 'kikuyo', at: since }],
    },
  ],
};
const copyAnswer = { copyId: '1', barcode: makeBarcode('copy', 5) };

function catalogDesk(world: DeskWorld, does: Does, heard: string[]): Fake[] {
  /** Titles that were added, by the id of their form. */
  const added = new Map<string, string>();
  const record = (recordId: string) => ({
    recordId,
    number: `T${recordId.padStart(9, '0')}`,
    title: recordId === weeklyMagazine ? '週刊例誌' : '三四郎',
    subtitle: recordId === weeklyMagazine ? '12月第1号' : null,
    author: recordId === weeklyMagazine ? null : '夏目漱石',
    publisher: recordId === weeklyMagazine ? null : '春陽堂書店',
    year: 2026,
    ndc: null,
    isbns: [],
    kind: recordId === weeklyMagazine ? 'magazineIssue' : 'book',
    lending: recordId === weeklyMagazine ? 'inPersonOnly' : 'lendable',
    protectiveCover: false,
    volume: 0,
  });
  const copies = [{ copyId: '1', barcode: '1', shelfMark: '913', place: 'onShelf', due: null }];
  const detail = {
    titleReading: null,
    subtitleReading: null,
    authorReading: null,
    translator: null,
    series: null,
    source: '例',
    description: nothingDescribed,
    waiting: 2,
    waitEstimate: { weeksFrom: 2, weeksTo: 6 },
    copies,
  };
  return [
    {
      operation: catalogApi.voidScan,
      answer: (asked) =>
        does(catalogApi.voidScan, 'void', { copyId: '1', ...world.voided, repeated: false }).answer(asked),
    },
    does(catalogApi.confirmHandOut, 'confirm hand-out', {
      copyId: '1',
      repeated: false,
      step: { next: 'handOver', due, dueToday: false, protectiveCover: false },
      supplementCount: 0,
      protectiveCover: false,
      copy: namesOfCopy,
    }),
    {
      operation: catalogApi.declaredHandOuts,
      answer: ({ query }) => {
        const row = { handOutFactId: declaredFact, barcode: makeBarcode('copy', 3), holdNumber: 'A-0003' };
        const declared = { ...row, declaredAt: '2026-11-24T03:00:00Z', due };
        return allow({ rows: Object(query).library === 'uto' && !world.noneDeclared ? [declared] : [] });
      },
    },
    does(catalogApi.missHeldCopy, 'missed', { told: true }),
    {
      operation: catalogApi.heldCopies,
      answer: ({ query }) => allow({ rows: world.held.get(Object(query).library) ?? [] }),
    },
    {
      operation: catalogApi.turnaround,
      answer: () =>
        allow({
          rows: [
            { month: '2026-10', library: 'uto', step: 'queue', count: 38, days: 190, longest: 41 },
            { month: '2026-11', library: 'kikuyo', step: 'queue', count: 3, days: 6, longest: 4 },
            { month: '2026-10', library: 'uto', step: 'ship', count: 38, days: 95, longest: 6 },
          ],
        }),
    },
    {
      operation: catalogApi.statistics,
      answer: () =>
        allow({
          rows: [
            {
              month: '2026-10',
              library: 'uto',
              reservations: 41,
              loans: 38,
              fetched: 38,
              expired: 2,
              cancelled: 1,
            },
            {
              month: '2026-11',
              library: 'kikuyo',
              reservations: 3,
              loans: 12,
              fetched: 12,
              expired: 0,
              cancelled: 6,
            },
          ],
        }),
    },
    {
      operation: catalogApi.movedByClosures,
      answer: ({ body }) =>
        allow({
          closures: z
            .object({ closureIds: z.array(z.string()) })
            .parse(body)
            .closureIds.map((closureId) => ({ closureId, moved: 9 })),
        }),
    },
    {
      operation: catalogApi.closurePreview,
      answer: () =>
        allow({
          moves: [
            { kind: 'hold', before: '2026-12-10', after: '2026-12-13', count: 4 },
            { kind: 'loan', before: '2026-12-11', after: '2026-12-13', count: 5 },
          ],
          unmoved: 31,
        }),
    },
    does(catalogApi.allowLateHandOut, 'allow late', { allocation: 1 }),
    does(catalogApi.declareLost, 'lost', copyAnswer),
    does(catalogApi.addCopy, 'add copy', copyAnswer),
    does(catalogApi.changeCopy, 'change copy', copyAnswer),
    does(catalogApi.mendCopy, 'mend', copyAnswer),
    {
      operation: catalogApi.reportPart,
      answer: ({ body }) => {
        const { part, there, factId } = Object(body);
        heard.push(`${part} ${there ? 'there' : 'missing'} at ${factId}`);
        return allow(copyAnswer);
      },
    },
    does(catalogApi.claimReturned, 'claim', {
      copyId: '1',
      repeated: false,
      step: { next: 'keepSearching', anotherCopy: false },
      supplementCount: 0,
      protectiveCover: false,
      copy: namesOfCopy,
    }),
    does(catalogApi.withdrawCopy, 'withdraw', { ...copyAnswer, stillWaiting: 2 }),
    {
      operation: catalogApi.addRecord,
      answer: ({ body }) => {
        const { by, factId } = Object(body);
        heard.push(`add record ${by.account}@${by.library}`);
        const recordId = added.get(factId) ?? String(9 + added.size);
        added.set(factId, recordId);
        return allow({ recordId });
      },
    },
    does(catalogApi.previewExtension, 'preview', { due, present: due }),
    {
      operation: catalogApi.readRecord,
      answer: ({ params }) => {
        const recordId = Object(params).recordId.replace(/^T0*/, '');
        const read = recordId === novel ? { titleReading: 'さんしろう' } : {};
        return allow({ ...record(recordId), ...detail, ...read });
      },
    },
    {
      operation: catalogApi.titleAtDesk,
      answer: () => {
        const copies = world.copiesOfTitle ?? titleAtDesk.copies;
        return allow({ ...titleAtDesk, copies, ...world.withdrawnOfTitle });
      },
    },
    {
      operation: catalogApi.reservationsAtDesk,
      answer: ({ body }) => {
        const of = {
          title: '三四郎　下',
          author: '夏目漱石',
          pickupLibrary: 'uto',
          barcode: null,
          shelfMark: null,
        };
        const lent = new Map([...world.lentFor].map(([barcode, reservationId]) => [reservationId, barcode]));
        return allow({
          rows: Object(body).reservationIds.map((reservationId: string) => {
            const barcode = lent.get(reservationId);
            return {
              ...of,
              ...(barcode ? { barcode, pickupLibrary: PREFECTURAL_LIBRARY } : {}),
              ...(world.pickedUpAt ? { pickupLibrary: world.pickedUpAt } : {}),
              reservationId,
            };
          }),
        });
      },
    },
    {
      operation: catalogApi.reservationOfHold,
      answer: ({ params }) =>
        /^a-?0001$/i.test(Object(params).holdNumber)
          ? allow({ reservationId: hanakosReservation })
          : refuse('NOT_FOUND'),
    },
    {
      operation: catalogApi.queuePositions,
      answer: ({ body }) =>
        allow({
          positions: Object(body).reservationIds.map((reservationId: string) => ({
            reservationId,
            position: 3,
            waitEstimate: null,
            noCopyLeft: world.noCopyLeft,
          })),
        }),
    },
    {
      operation: catalogApi.searchRecords,
      answer: ({ query }) => {
        const isMistyped = [mistyped, strayNumber].includes(Object(query).q);
        const isName = [readingOfName, ISBN].includes(Object(query).q);
        const ofMany = Object(query).kind === 'magazineIssue' ? [weeklyMagazine] : [novel];
        const some = world.manyFound ? ofMany : [weeklyMagazine, novel];
        const found = (isName ? [] : isMistyped ? [novel] : some).map(record);
        const total = world.manyFound && ofMany[0] === novel ? 300 : found.length;
        const counts = { onShelf: 1, copies: 2, waiting: 3 };
        const records = found.map((one) => ({ ...one, ...counts }));
        const facets = { kind: [], decade: [], ndc: [], reservable: 2, onShelf: 2 };
        const otherwise = searchedOtherwise.get(Object(query).q) ?? null;
        const understood = isMistyped ? { as: 'corrected', words: 'みみず' } : otherwise;
        const withWords = Object(query).q === alsoAClass ? 1 : null;
        const more = { subjectClasses: [], namedClasses: [], understood, withWords };
        const { page = 1 } = Object(query);
        return allow({ total, capped: false, page: Number(page), pageSize: 20, ...more, facets, records });
      },
    },
  ];
}
