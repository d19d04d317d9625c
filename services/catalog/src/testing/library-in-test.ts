import { type Library, LibrarySchema } from '@toshobin/contracts';

/** A library as shipping tells of it, closed on Sundays. */
export function libraryInTest(code: string, name: string, parts: Partial<Library> = {}): Library {
  return LibrarySchema.parse({
    code,
    name,
    reading: 'としょかん',
    region: code === 'pref' ? null : '宇城地域',
    order: 1,
    phone: '0964-00-0000',
    arrival: 'scan',
    calendar: { closedWeekdays: [7], closedDates: [], closures: [] },
    pausedFrom: null,
    reopens: null,
    ...parts,
  });
}
