export interface Plant {
  about: string;
  /** How the file's address ends. */
  file: string;
  right: string;
  wrong: string;
}
export const plants: Readonly<Record<string, Plant>>;
