import type { Address, LibraryCode, Place } from '@toshobin/contracts';
import type { StaffWebDeps } from '../deps.ts';

/** Where a library is and when it is open, by its code; undefined of one that shipping does not know. */
export async function placesOf({
  shipping,
}: Pick<StaffWebDeps, 'shipping'>): Promise<(library: LibraryCode) => Place | undefined> {
  const listed = await shipping.places();
  const known = new Map(listed.ok ? listed.value.places.map(({ library, place }) => [library, place]) : []);
  return (library) => known.get(library);
}

/** Where parcels to a library are sent; undefined where nobody has entered it yet. */
export async function addressesOf(
  deps: Pick<StaffWebDeps, 'shipping'>,
): Promise<(library: LibraryCode) => Address | undefined> {
  const placeOf = await placesOf(deps);
  return (library) => placeOf(library)?.address ?? undefined;
}

/** In one line, as a label has it above the name. */
export function addressLine({ postcode, lines }: Address): string {
  return `〒${postcode}　${lines.join('　')}`;
}

export function placeWords(place: Place | undefined): Readonly<Record<string, string>> {
  const { address, hours, location, guidance } = place ?? {};
  return {
    住所: address ? addressLine(address) : 'なし',
    '開館時間（平日）': hours?.weekdays ?? 'なし',
    '開館時間（土・日・祝日）': hours?.weekends ?? 'なし',
    地図の位置: location ? `${location.latitude}, ${location.longitude}` : 'なし',
    利用者への案内: guidance || 'なし',
  };
}

/** The fields of a form that say where a library is and when it is open; a form has all of them, or none. */
export const placeFields = [
  ...(['postcode', 'address1', 'address2', 'address3'] as const),
  ...(['hoursWeekdays', 'hoursWeekends', 'location', 'guidance'] as const),
];

export function asFields({ address, hours, location, guidance }: Place) {
  const [address1, address2, address3] = address?.lines ?? [];
  return {
    ...{ postcode: address?.postcode, address1, address2, address3 },
    hoursWeekdays: hours.weekdays ?? '',
    hoursWeekends: hours.weekends ?? '',
    location: location ? `${location.latitude}, ${location.longitude}` : '',
    guidance,
  };
}

/**
 * What was typed into those fields as a place, whatever width its digits have, and the other fields of the form; no place
 * from a form that has none of them. The operation judges whether it is one.
 */
export function placeTyped(fields: Readonly<Record<string, unknown>>): {
  place?: Record<string, unknown>;
  rest: Record<string, unknown>;
} {
  const {
    postcode,
    address1,
    address2,
    address3,
    hoursWeekdays,
    hoursWeekends,
    location,
    guidance,
    ...rest
  } = fields;
  if (postcode === undefined) return { rest };
  const [code, place, told] = [postcode, location, guidance].map(textOf);
  const digits = (code ?? '').normalize('NFKC').replaceAll(/[^\d]/g, '');
  const lines = [address1, address2, address3].map(textOf).filter((line) => line !== '');
  const [latitude, longitude] = (place ?? '')
    .normalize('NFKC')
    .split(/[,、\s]+/)
    .map(Number);
  return {
    rest,
    place: {
      address:
        digits === '' && lines.length === 0
          ? null
          : { postcode: digits.replace(/^(\d{3})(\d{4})$/, '$1-$2'), lines },
      hours: { weekdays: hoursIn(textOf(hoursWeekdays)), weekends: hoursIn(textOf(hoursWeekends)) },
      location: place === '' ? null : { latitude, longitude },
      guidance: told ?? '',
    },
  };
}

const textOf = (typed: unknown) => String(typed ?? '').trim();

/** 9:30〜18:00 as 09:30-18:00. */
function hoursIn(typed: string): string | null {
  if (typed === '') return null;
  const [from = '', until = ''] = typed.normalize('NFKC').split(/\s*[-~〜–ー]\s*/);
  return `${from.padStart(5, '0')}-${until.padStart(5, '0')}`;
}
