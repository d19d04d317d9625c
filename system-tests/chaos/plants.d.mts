import type { Harms } from './faults.ts';

export interface Plant {
  about: string;
  /** What is found where it is planted, as the line of it begins. */
  shows: RegExp;
  /** The walk that is to find it. */
  walk: {
    nights: boolean;
    harm: boolean | Harms;
    minutes: number;
    /** As many as are asked for unless told. */
    people?: number;
    /** How many rushes at once, and nothing else; one beside all the rest unless told. */
    rushes?: number;
    /** Milliseconds that each commit takes; as the disk does unless told. */
    commitsTake?: number;
  };
  places: readonly {
    /** How the file's address ends. */
    file: string;
    right: string;
    wrong: string;
  }[];
}
export const plants: Readonly<Record<string, Plant>>;
