export interface Plant {
  about: string;
  /** Whether the walk that is to find it has nights, and is harmed. */
  nights: boolean;
  harm: boolean;
  /** How many rushes at once; one unless told. */
  rushes?: number;
  places: readonly {
    /** How the file's address ends. */
    file: string;
    right: string;
    wrong: string;
  }[];
}
export const plants: Readonly<Record<string, Plant>>;
