import { filesOfTheHouse } from './files-of-the-house.ts';
import { filesOfTheWork } from './files-of-the-work.ts';
import type { ListFile } from './list-file.ts';

/**
 * Every list of the desks: copies, parcels, tasks, processes, deeds, closures, files of a catalogue, accounts, terminals.
 * None of the lists of persons is a file, whose rows are their names: those found by name, the books of a card in hand,
 * the applications for cards and their renewals. Nor is what a page asks one by one (棚にありますか), or shows of the
 * scans that its terminal has just made.
 */
export const listFiles: readonly ListFile[] = [...filesOfTheWork, ...filesOfTheHouse];
