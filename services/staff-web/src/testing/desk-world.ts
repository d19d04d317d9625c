import type { CopyPlace, NextStep } from '@toshobin/contracts';
import type { RefusalCode } from '@toshobin/lending-rules';
import type { CommandTaker } from '../processes/failing-commands.ts';

/** What the calls of the desk find; a test changes it. */
export interface DeskWorld {
  /** Services that can't be reached. */
  away: CommandTaker[];
  /** An operation of a service, by its path: the next calls are refused. */
  refused: Map<string, RefusalCode>;
  /** The time of the last scan, as the catalog got it. */
  scannedAt: string | undefined;
  /** What waits at a library, by its code. */
  held: Map<string, readonly object[]>;
  /** Copies that are held for their patrons, and were never scanned as handed out. */
  stillHeld: Set<string>;
  heldNoMore: Set<string>;
  /** No copy is left of what queues wait for. */
  noCopyLeft: boolean;
  /** Copies in a parcel that is on its way. */
  inParcel: Set<string>;
  /** The fact ids of scans of copies, as the catalog got them. */
  facts: string[];
  /** How many answers of the catalog are lost on their way, though it did what was asked. */
  lostAnswers: number;
  condition: 'inService' | 'damaged' | 'searching' | 'lost' | 'withdrawn';
  cardStatus: 'valid' | 'suspended' | 'expired';
  /** What staff have closed. */
  closures: readonly {
    closureId: string;
    library: string;
    reason: string;
    takenBack: boolean;
    /** Taking it back is. */
    refused?: RefusalCode;
  }[];
  /** What is taken back. */
  voided: { undone: 'handedOut' | 'handedIn' | 'home'; declaredToo?: boolean };
  /** Mails about any reservation, after the first. */
  moreMails: readonly object[];
  /** What 花子 has reserved, other than usual. */
  reserved?: readonly object[] | undefined;
  /** How many loans 花子 has, by the patron service. */
  loans: number;
  /** What a parcel that is read is, other than usual. */
  parcelRead: object;
  /** The fact ids with which parcels were handed to the post. */
  dispatched: string[];
  /** Of others who may be whoever is found. */
  sameCards: object[];
  /** More rows of whoever is found. */
  moreRows: readonly object[];
  /** Nothing is to be looked at. */
  noTasks: boolean;
  /** Staff have set that other titles than 来館貸出可 are reserved by telephone, too. */
  phoneForOtherTitles: boolean;
  /** A search finds hundreds, and the magazine is none of the first. */
  manyFound: boolean;
  /** Where what is applied for is to be picked up. */
  appliedTo: string[];
  /** Titles that were applied for. */
  applied: string[];
  /** The copies of a title; one lent unless told. */
  copiesOfTitle?: readonly object[] | undefined;
  /** Copies of a title that were withdrawn, and whether its source has deleted it; none unless told. */
  withdrawnOfTitle?: { withdrawn: readonly object[]; deleted: boolean } | undefined;
  /** For which reservation a copy was lent at the counter. */
  lentFor: Map<string, string>;
  /** Where every copy is. */
  /** Of 花子, whose copy stands on the prefectural hold shelf still. */
  holdEnded: string | null;
  /** What a pickup library is to send home was only said to have been returned. */
  saidReturned: boolean;
  /** Nothing is. */
  nothingToSendHome: boolean;
  /** Nobody says to have picked up what nobody scanned. */
  noneDeclared: boolean;
  /** Where what is reserved is picked up; 宇土 for what is not lent, unless told. */
  pickedUpAt?: string | undefined;
  place: CopyPlace;
  /** The scan by which a copy that is fetched was fetched before. */
  pickedBefore?: string | undefined;
  /** Where a copy that is returned goes next; its shelf unless told. */
  returns?: NextStep | undefined;
  /** The same of single copies. */
  returnsOf: Map<string, NextStep>;
  /** How many parts come with each copy. */
  supplements: number;
  /** A copy that was handed over already is with somebody it is not for. */
  wrongPerson: boolean;
  /** It was swapped with that copy, whose slip is to be changed. */
  relabel: Extract<NextStep, { next: 'handOver' }>['relabel'];
  /** Of every copy. */
  allocation: number;
}
