// biome-ignore-all lint/suspicious/noTemplateCurlyInString: pieces of our code, as they stand in it.
import type { BareLibrary } from '../bare/bare-library.ts';

/** A fault of the kind that a restart shows, and the story that shows it. */
interface Planted {
  story: string;
  /** In the code of the processes: what stands there, and what the fault has made of it. */
  code?: readonly [there: string, fault: string];
  /** The fault in an owner. */
  owner?: (library: BareLibrary) => void;
}

/** Faults of which each must be caught: otherwise nothing that is found equal says anything. */
export const planted: Readonly<Record<string, Planted>> = {
  'a dropped key': {
    story: 'long overdue',
    code: ['`overdue ${of} ${notice}`', '`overdue ${of}`'],
  },
  'a timer from the moment at which the process looks': {
    story: 'no mail reaches the patron, and the desk has settled its row',
    code: [
      'const since = await reservation.tellPatron(',
      'const since = new Date().toISOString(); await reservation.tellPatron(',
    ],
  },
  'a timer that is two hours late in a run that goes on, on the same day': {
    story: 'long overdue',
    code: [
      '(goesOn, next.at,',
      '(goesOn, reservation.request.applied ? next.at : new Date(Date.parse(next.at) + 7_200_000).toISOString(),',
    ],
  },
  'a suspension that the process remembers': {
    story: 'two suspensions, both over their day',
    code: ['`resume ${versionOf(known)}`', '`resume`'],
  },
  'a mail by the number of the allocation, after a swap': {
    story: 'two copies swapped at the branch',
    owner: ({ patron }) => {
      patron.journeyOf = (allocation) => allocation;
    },
  },
  'a parcel that only the first run names, by which its mails go out as one': {
    story: 'two of one reader in one parcel',
    code: [
      "parcelNumber !== void 0 ? parcelNumber : ''",
      'reservation.request.applied ? parcelNumber : reservation.id',
    ],
  },
  'a task that is opened again after it was settled': {
    story: 'the branch does not answer',
    owner: ({ catalog }) => {
      const openTask = catalog.openTask.bind(catalog);
      catalog.openTask = (command) => openTask({ ...command, since: command.at });
    },
  },
  'a refusal that is judged anew': {
    story: 'an extension refused while another waits, who then goes away',
    owner: ({ catalog }) => {
      const extend = catalog.extendIfNobodyWaits.bind(catalog);
      const asked = new Set<string | undefined>();
      catalog.extendIfNobodyWaits = (command) => {
        const { wish, ...anew } = command;
        const isAgain = asked.has(wish);
        asked.add(wish);
        return extend(isAgain ? anew : command);
      };
    },
  },
};

/** Faults that only show where a patron does not ask again at once. */
export const plantedForDays: Readonly<Record<string, Planted>> = {
  'a change of which only the run that was asked asks shipping': {
    story: 'from a branch to the counter, to be picked up',
    code: ['if (redirectedFrom !== null) {', 'if (redirectedFrom !== null) { return [];'],
  },
  'an answer that the next run does not know of': {
    story: 'an extension',
    code: ['new Set(wishes)', 'new Set()'],
  },
};

/** The code of the processes with the fault in it. */
export function withFault(code: string, [there, fault]: readonly [string, string]): string {
  const parts = code.split(there);
  if (parts.length !== 2) throw new Error(`The processes have ${parts.length - 1} times ${there}`);
  return parts.join(fault);
}
