export interface Plant {
  about: string;
  /** Whether the walk that is to find it has nights. */
  nights: boolean;
  /** How the file's address ends. */
  file: string;
  right: string;
  wrong: string;
}
export const plants: Readonly<Record<string, Plant>>;
