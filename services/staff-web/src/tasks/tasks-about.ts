import type { Task } from '@toshobin/contracts';
import { holdNumberOf, type LibraryCode, ParcelNumberSchema, ReservationIdSchema } from '@toshobin/contracts';
import { orNone } from '@toshobin/service';
import type { StaffWebDeps } from '../deps.ts';
import { copyInHand, knownOf } from '../scans/copy-in-hand.ts';
import { openParcelOf } from '../scans/open-parcel.ts';

/** What a task is about in words: the copy that is looked for or waited for, and the library where it is to be. */
export interface TaskAbout {
  title?: string | undefined;
  author?: string | undefined;
  shelfMark?: string | undefined;
  barcode?: string | undefined;
  library?: LibraryCode | undefined;
  /** The titles in its parcel. */
  inside?: readonly string[] | undefined;
  /** Of a copy too many: in which parcel it still is by what is known, or whom it is meant for. */
  where?: string | undefined;
  /** Of a copy too many: the reservation that it is meant for. */
  meantFor?: string | undefined;
}
type Deps = Pick<StaffWebDeps, 'catalog' | 'shipping' | 'copies' | 'libraries' | 'now'>;

/** How many parcels are asked for on a page of tasks. */
const PARCELS = 50;

/**
 * Title, author, shelf mark and library of each task, by its id, for the prefectural desk alone: of the copy that it names, of
 * the reservation, or of the parcel. What can't be asked now is missing.
 */
export async function tasksAbout(
  deps: Deps,
  tasks: readonly Task[],
): Promise<ReadonlyMap<string, TaskAbout>> {
  const named = <K extends keyof Task['subject']>(what: K) =>
    tasks.flatMap(({ subject }) => subject[what] ?? []);
  const [copies, reservations, parcels, places] = await Promise.all([
    knownOf(deps, named('barcode')),
    ofReservations(deps, named('reservationId')),
    ofParcels(deps, named('parcelNumber')),
    ofExtras(deps, tasks),
  ]);
  return new Map(
    tasks.map(({ taskId, subject }) => {
      const { barcode = '', reservationId = '', parcelNumber = '' } = subject;
      const known = { ...parcels.get(parcelNumber), ...reservations.get(reservationId) };
      const copy = copies.get(barcode);
      return [taskId, { ...known, ...(copy && { ...copy, barcode }), ...places.get(taskId) }];
    }),
  );
}

async function ofReservations(deps: Deps, ids: readonly string[]): Promise<ReadonlyMap<string, TaskAbout>> {
  const reservationIds = [...new Set(ids)].slice(0, 200).map((id) => ReservationIdSchema.parse(id));
  if (reservationIds.length === 0) return new Map();
  const found = await orNone(deps.catalog.reservationsAtDesk({ body: { reservationIds } }));
  return new Map(
    (found?.rows ?? []).map(({ reservationId, shelfMark, barcode, pickupLibrary, ...of }) => [
      reservationId,
      { ...of, shelfMark: shelfMark ?? undefined, barcode: barcode ?? undefined, library: pickupLibrary },
    ]),
  );
}

async function ofParcels(deps: Deps, numbers: readonly string[]): Promise<ReadonlyMap<string, TaskAbout>> {
  const parcels = await Promise.all(
    [...new Set(numbers)].slice(0, PARCELS).map((number) => {
      const params = { parcelNumber: ParcelNumberSchema.parse(number) };
      return orNone(deps.shipping.readParcel({ params }));
    }),
  );
  const read = parcels.filter((parcel) => parcel !== undefined);
  const inParcels = read.flatMap(({ lines }) => lines.map(({ barcode }) => barcode));
  const copies = await knownOf(deps, inParcels);
  return new Map(
    read.map(({ parcelNumber, library, lines }) => {
      const inside = lines.map(({ barcode }) => copies.get(barcode)?.title ?? barcode);
      return [parcelNumber, { library, inside }];
    }),
  );
}

async function ofExtras(deps: Deps, tasks: readonly Task[]) {
  const extras = tasks.filter(({ why }) => why === 'extra').slice(0, PARCELS);
  const asked = extras.map(
    async ({ taskId, subject }) => [taskId, await whereExtraIs(deps, subject.barcode ?? '')] as const,
  );
  return new Map(await Promise.all(asked));
}

/** Not with whoever has it by mistake: the parcel that it is in, or the library where somebody waits for it. */
async function whereExtraIs(deps: Deps, barcode: string): Promise<Pick<TaskAbout, 'where' | 'meantFor'>> {
  const [inParcel, copy] = await Promise.all([openParcelOf(deps, barcode), copyInHand(deps, barcode)]);
  const { allocation, pickupLibrary, reservationId, toReturn } = copy ?? {};
  if (!allocation || !pickupLibrary || !reservationId || toReturn) return { where: inParcel };
  const library = (await deps.libraries.names())(pickupLibrary);
  const meant = `${library}で受け取る予約の資料です（取り置き番号 ${holdNumberOf(allocation)}）`;
  return { where: inParcel ?? meant, meantFor: reservationId };
}
