import { barcodeFormats, RecordNumberSchema, readBarcode } from '@toshobin/contracts';
import { orNone } from '@toshobin/service';
import type { Staff, StaffWebDeps } from '../deps.ts';
import { trackingNumberIn } from '../parcels/tracking-number.ts';
import { mayDo } from '../roles.ts';
import { findReservation } from '../timeline/find-reservation.ts';
import type { Found, Lists } from './found.ts';

const nothing: Lists = {
  persons: [],
  morePersons: false,
  titles: [],
  shelfMarks: new Map(),
  allTitles: 0,
  capped: false,
  page: 1,
  understood: null,
  withWords: null,
  libraries: [],
  away: [],
};

/**
 * A number opens its page at once: of a copy, a parcel, its label, a reservation, an application for a card, or a bibliographic record as patrons see it. Anything else is looked for among
 * persons, titles and libraries; a single person opens with their card, a single title or library its page, but a title
 * that fits only as the catalogue understood what was typed is listed: it may have been a person's name. That persons were
 * listed is written down with their number, and never what was typed; of one whose card opens, the opening is. Whoever
 * may find nothing by name opens a reservation by a number.
 */
export async function find(deps: StaffWebDeps, staff: Staff, typed: string): Promise<Found> {
  const text = typed.normalize('NFKC').trim();
  if (!mayDo[staff.role].has('findByName')) {
    const numbered = await findReservation(deps, text);
    return numbered && 'reservationId' in numbered
      ? { page: `/timeline/${numbered.reservationId}` }
      : nothing;
  }
  const recordNumber = RecordNumberSchema.safeParse(text.toUpperCase());
  if (recordNumber.success) {
    const record = await orNone(deps.catalog.readRecord({ params: { recordId: recordNumber.data } }));
    if (record) return { page: `/titles/${record.recordId}` };
  }
  const reading = readBarcode(text);
  const isNumber = reading.ok && reading.kind !== 'card';
  const isTelephone = isNumber && (await isTelephoneOf(deps, text));
  if (isNumber && !isTelephone) {
    const page = await pageOfNumber(deps, reading);
    return page === undefined ? nothing : { page };
  }
  if (!isTelephone && /^[\w-]+$/.test(text) && /\d/.test(text)) {
    const numbered = await findReservation(deps, text);
    if (numbered && 'reservationId' in numbered) return { page: `/timeline/${numbered.reservationId}` };
    const page = await pageOfApplication(deps, staff, text);
    if (page) return { page };
  }
  const isCard = reading.ok && !isNumber;
  const label = trackingNumberIn(text);
  if (label.ok && label.value !== undefined) {
    const query = { trackingNumber: label.value };
    const sent = await orNone(deps.shipping.listParcels({ query }));
    const [parcel] = sent?.parcels ?? [];
    if (parcel) return { page: `/parcels/${parcel.parcelNumber}` };
  }
  const [people, records, libraries] = await Promise.all([
    // A service that is away hides its own finds alone.
    orNone(deps.patron.findPersons({ body: { text } })),
    isCard ? undefined : orNone(deps.catalog.searchRecords({ query: { q: text, page: 1 } })),
    deps.libraries.all(),
  ]);
  const persons = people?.persons ?? [];
  // Of a number every digit was meant; it may be that of a class.
  const isOther = /^[\d\s-]+$/.test(text) && ![undefined, 'class'].includes(records?.understood?.as);
  const titles = isOther ? [] : (records?.records ?? []);
  const named = libraries.filter(({ name }) => !isCard && name.normalize('NFKC').includes(text));
  const [person] = persons;
  const isAlone = titles.length + named.length === 0 && (isCard || records !== undefined);
  if (person && persons.length === 1 && isAlone)
    return { cardNumber: isCard ? reading.number : person.cardNumber };
  const [title, ...others] = titles;
  const isAsTyped = records?.understood === null;
  if (persons.length + named.length === 0 && title && others.length === 0 && isAsTyped)
    return { page: `/titles/${title.recordId}` };
  const [library] = named;
  if (persons.length + titles.length === 0 && library && named.length === 1)
    return { page: `/libraries/${library.code}` };
  const [shelfMarks] = await Promise.all([
    shelfMarksOf(deps, titles),
    person && deps.audit.done(staff, 'findPersons', 'persons', `${persons.length}人`),
  ]);
  return {
    persons,
    morePersons: people?.more === true,
    titles,
    shelfMarks,
    allTitles: isOther ? 0 : (records?.total ?? 0),
    capped: records?.capped === true,
    page: 1,
    understood: records?.understood ?? null,
    withWords: records?.withWords ?? null,
    libraries: named,
    away: [...(people ? [] : ['利用者']), ...(records || isCard ? [] : ['資料'])],
  };
}

/** More of the titles that were found: a page of them by itself. */
export async function findMoreTitles(
  deps: Pick<StaffWebDeps, 'catalog'>,
  text: string,
  page: number,
): Promise<Lists> {
  const found = await orNone(
    deps.catalog.searchRecords({ query: { q: text.normalize('NFKC').trim(), page } }),
  );
  if (found === undefined) return { ...nothing, away: ['資料'] };
  const { records: titles, total, capped, understood, withWords } = found;
  const shelfMarks = await shelfMarksOf(deps, titles);
  const more = { allTitles: total, capped, page: found.page, understood, withWords };
  return { ...nothing, titles, shelfMarks, ...more };
}

/** Where the copies of these titles stand, by their records; nothing is known while the catalog can't be asked. */
async function shelfMarksOf(
  { catalog }: Pick<StaffWebDeps, 'catalog'>,
  titles: Lists['titles'],
): Promise<Lists['shelfMarks']> {
  if (titles.length === 0) return new Map();
  const recordIds = titles.map(({ recordId }) => recordId).join(',');
  const found = await orNone(catalog.shelfMarksOfTitles({ query: { recordIds } }));
  return new Map(found?.rows.map(({ recordId, shelfMarks }) => [recordId, shelfMarks]));
}

/** Whether ten or eleven digits are somebody's telephone number: of copies whose numbers have no prefix they could be one. */
async function isTelephoneOf({ patron }: Pick<StaffWebDeps, 'patron'>, text: string): Promise<boolean> {
  if (barcodeFormats().copy.prefix !== '' || !/^0[1-9]\d{8,9}$/.test(text)) return false;
  const found = await orNone(patron.findPersons({ body: { text } }));
  return found !== undefined && found.persons.length > 0;
}

async function pageOfNumber(
  deps: StaffWebDeps,
  { kind, number }: { kind: string; number: string },
): Promise<string | undefined> {
  const found = await findReservation(deps, number);
  if (kind === 'parcel') return found && `/parcels/${number}`;
  return found && 'reservationId' in found ? `/timeline/${found.reservationId}` : `/stock?barcode=${number}`;
}

/** Of an application for a card that waits, by the number that the applicant was told. */
async function pageOfApplication(
  { patron }: Pick<StaffWebDeps, 'patron'>,
  { role }: Staff,
  text: string,
): Promise<string | undefined> {
  if (!mayDo[role].has('cards') || !/^\d{5,6}$/.test(text)) return undefined;
  const listed = await orNone(patron.cardApplications());
  const found = listed?.applications.find(({ applicationNumber }) => applicationNumber === text);
  return found && `/cards#application-${found.applicationId}`;
}
