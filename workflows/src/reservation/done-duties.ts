/** The keys of the duties that a run has done. `about` is the words with which keys begin. */
export class DoneDuties extends Set<string> {
  isAnyAbout(about: string): boolean {
    return [...this].some((key) => isAbout(key, about));
  }

  /** Forgets the duties about something: whether they were done has to be asked again. */
  forget(about: string): void {
    for (const key of this) if (isAbout(key, about)) this.delete(key);
  }
}

/** Compares whole words: `slot 1` is not about `slot 10`. */
const isAbout = (key: string, about: string) => `${key} `.startsWith(`${about} `);
